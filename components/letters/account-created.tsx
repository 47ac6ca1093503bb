import { z } from 'zod'
import { path } from '../../src/lib/paths'
import type { LetterContent } from './letter'

export const accountCreatedProps = z.strictObject({ email: z.string().max(254) })

/** An account has been made: how to sign in. Never a password: letters are read and kept by others. */
export function accountCreated({ email }: z.output<typeof accountCreatedProps>, origin: string): LetterContent {
  return {
    subject: 'Votre compte MPPEEP est ouvert',
    blocks: [
      { kind: 'text', text: 'Un compte vient d’être ouvert pour vous sur le tableau de bord MPPEEP.' },
      { kind: 'text', text: `Votre adresse de connexion est ${email}.` },
      {
        kind: 'text',
        text: 'Votre mot de passe vous est remis par la personne qui a ouvert ce compte\u202f; il n’est jamais envoyé par courrier électronique.',
      },
      { kind: 'link', label: 'Se connecter', href: origin + path('/connexion') },
      {
        kind: 'text',
        text: 'Si vous n’attendiez pas ce compte, signalez-le à l’administration technique de votre ministère.',
      },
    ],
  }
}
