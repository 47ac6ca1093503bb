import { z } from 'zod'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { type LetterContent, linkToken } from './letter'

export const recoveryProps = z.strictObject({
  token: linkToken,
  minutes: z.number().int().min(1),
})

/** The way to a new password for who has forgotten theirs. */
export function recovery({ token, minutes }: z.output<typeof recoveryProps>, origin: string): LetterContent {
  return {
    subject: 'Choisir un nouveau mot de passe',
    blocks: [
      { kind: 'text', text: 'Un nouveau mot de passe a été demandé pour votre compte du tableau de bord MPPEEP.' },
      { kind: 'link', label: 'Choisir un mot de passe', href: `${origin}${path('/mot-de-passe')}/${token}` },
      {
        kind: 'text',
        text: `Ce lien sert une seule fois, pendant ${count(minutes, 'minute', 'minutes')}.`,
      },
      {
        kind: 'text',
        text: 'Si vous n’avez rien demandé, ne faites rien\u202f: votre mot de passe n’est pas changé. Ne transmettez ce lien à personne.',
      },
    ],
  }
}
