import { z } from 'zod'
import type { LetterContent } from './letter'

export const accountDisabledProps = z.strictObject({
  email: z.string().max(254),
  reason: z.string().max(300).optional(),
})

/** An account has been closed: what that means, and whom to turn to. */
export function accountDisabled({ email, reason }: z.output<typeof accountDisabledProps>): LetterContent {
  return {
    subject: 'Votre compte MPPEEP est désactivé',
    blocks: [
      { kind: 'text', text: `Le compte ${email} du tableau de bord MPPEEP vient d’être désactivé.` },
      ...(reason ? [{ kind: 'text' as const, text: `Motif\u202f: ${reason}.` }] : []),
      {
        kind: 'text',
        text: 'Vous ne pouvez plus vous connecter, et les sessions qui étaient ouvertes sont terminées. Votre dossier n’est pas modifié.',
      },
      {
        kind: 'text',
        text: 'Si cela vous surprend, adressez-vous à l’administration technique de votre ministère.',
      },
    ],
  }
}
