import { z } from 'zod'
import { accountCreated, accountCreatedProps } from './account-created'
import { accountDisabled, accountDisabledProps } from './account-disabled'
import { digest, digestProps } from './digest'
import { Letter, type LetterContent, letterText } from './letter'

/** Every letter that the site writes, and what each is made of. */
const letterAsked = z.discriminatedUnion('letter', [
  z.object({ letter: z.literal('account-created'), props: accountCreatedProps }),
  z.object({ letter: z.literal('account-disabled'), props: accountDisabledProps }),
  z.object({ letter: z.literal('digest'), props: digestProps }),
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
    case 'account-created':
      return accountCreated(asked.props, origin)
    case 'account-disabled':
      return accountDisabled(asked.props)
    case 'digest':
      return digest(asked.props, origin)
  }
}

/** Both, for who posts letters and who shows them. */
export const pen = { asked: letterAsked, draw: drawLetter }
