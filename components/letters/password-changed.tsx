import { z } from 'zod'
import { path } from '../../src/lib/paths'
import type { LetterContent } from './letter'

export const passwordChangedProps = z.strictObject({ email: z.string().max(254) })

/** A password has been changed: its owner is told, for somebody else may have done it. */
export function passwordChanged({ email }: z.output<typeof passwordChangedProps>, origin: string): LetterContent {
  return {
    subject: 'Votre mot de passe a été changé',
    blocks: [
      { kind: 'text', text: `Le mot de passe du compte ${email} du tableau de bord MPPEEP vient d’être changé.` },
      {
        kind: 'text',
        text: 'Si ce n’est pas vous, choisissez sans attendre un nouveau mot de passe, puis prévenez l’administration technique de votre ministère.',
      },
      { kind: 'link', label: 'Choisir un nouveau mot de passe', href: origin + path('/mot-de-passe-oublie') },
    ],
  }
}
