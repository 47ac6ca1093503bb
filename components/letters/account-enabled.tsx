import { z } from 'zod'
import { path } from '../../src/lib/paths'
import type { LetterContent } from './letter'

export const accountEnabledProps = z.strictObject({ email: z.string().max(254) })

/** An account that was closed is open again, as it was. */
export function accountEnabled({ email }: z.output<typeof accountEnabledProps>, origin: string): LetterContent {
  return {
    subject: 'Votre compte MPPEEP est réactivé',
    blocks: [
      { kind: 'text', text: `Le compte ${email} du tableau de bord MPPEEP vient d’être réactivé.` },
      { kind: 'text', text: 'Vous vous connectez comme avant, avec votre mot de passe.' },
      { kind: 'link', label: 'Se connecter', href: origin + path('/connexion') },
    ],
  }
}
