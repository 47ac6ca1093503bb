import { z } from 'zod'
import { accountDisabled, accountDisabledProps } from './account-disabled'
import { accountEnabled, accountEnabledProps } from './account-enabled'
import { correction, correctionProps } from './correction'
import { digest, digestProps } from './digest'
import { emailChanging, emailChangingProps, emailConfirmation, emailConfirmationProps } from './email-change'
import { invitation, invitationProps } from './invitation'
import { Letter, type LetterContent, letterText } from './letter'
import { newDevice, newDeviceProps } from './new-device'
import { passwordChanged, passwordChangedProps } from './password-changed'
import { recovery, recoveryProps } from './recovery'
import { rolesChanged, rolesChangedProps } from './roles-changed'
import { secondFactor, secondFactorProps } from './second-factor'

/** Every letter that the site writes, and what each is made of. */
const letterAsked = z.discriminatedUnion('letter', [
  z.object({ letter: z.literal('account-disabled'), props: accountDisabledProps }),
  z.object({ letter: z.literal('account-enabled'), props: accountEnabledProps }),
  z.object({ letter: z.literal('invitation'), props: invitationProps }),
  z.object({ letter: z.literal('roles-changed'), props: rolesChangedProps }),
  z.object({ letter: z.literal('correction'), props: correctionProps }),
  z.object({ letter: z.literal('digest'), props: digestProps }),
  z.object({ letter: z.literal('email-changing'), props: emailChangingProps }),
  z.object({ letter: z.literal('email-confirmation'), props: emailConfirmationProps }),
  z.object({ letter: z.literal('new-device'), props: newDeviceProps }),
  z.object({ letter: z.literal('password-changed'), props: passwordChangedProps }),
  z.object({ letter: z.literal('recovery'), props: recoveryProps }),
  z.object({ letter: z.literal('second-factor'), props: secondFactorProps }),
])

export type LetterAsked = z.output<typeof letterAsked>

export type DrawnLetter = { subject: string; html: string; text: string }

/** `origin`: the scheme and name before the paths of its links; `name`: whom it greets. */
function drawLetter(asked: LetterAsked, name: string, origin: string): DrawnLetter {
  const content = contentOf(asked, origin)
  const html = `<!DOCTYPE html>${String(<Letter {...content} name={name} />)}`
  return { subject: content.subject, html, text: letterText({ ...content, name }) }
}

function contentOf(asked: LetterAsked, origin: string): LetterContent {
  switch (asked.letter) {
    case 'account-disabled':
      return accountDisabled(asked.props)
    case 'account-enabled':
      return accountEnabled(asked.props, origin)
    case 'invitation':
      return invitation(asked.props, origin)
    case 'roles-changed':
      return rolesChanged(asked.props, origin)
    case 'correction':
      return correction(asked.props, origin)
    case 'digest':
      return digest(asked.props, origin)
    case 'email-changing':
      return emailChanging(asked.props, origin)
    case 'email-confirmation':
      return emailConfirmation(asked.props, origin)
    case 'new-device':
      return newDevice(asked.props, origin)
    case 'password-changed':
      return passwordChanged(asked.props, origin)
    case 'recovery':
      return recovery(asked.props, origin)
    case 'second-factor':
      return secondFactor(asked.props, origin)
  }
}

/** Both, for who posts letters and who shows them. */
export const pen = { asked: letterAsked, draw: drawLetter }
