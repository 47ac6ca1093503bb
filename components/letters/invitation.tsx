import { z } from 'zod'
import { path } from '../../src/lib/paths'
import { type LetterContent, linkToken } from './letter'

export const invitationProps = z.strictObject({
  token: linkToken,
  email: z.string().max(254),
  hours: z.number().int().positive(),
})

/** The link by which the owner of a new account chooses the password: none is ever sent. */
export function invitation({ token, email, hours }: z.output<typeof invitationProps>, origin: string): LetterContent {
  return {
    subject: 'Votre compte MPPEEP vous attend',
    blocks: [
      { kind: 'text', text: 'Un compte est ouvert pour vous sur le tableau de bord MPPEEP.' },
      { kind: 'text', text: `Votre adresse de connexion est ${email}. Il vous reste à choisir votre mot de passe.` },
      { kind: 'link', label: 'Choisir mon mot de passe', href: origin + path(`/bienvenue/${token}`) },
      {
        kind: 'text',
        text: `Ce lien est à vous seul, ne sert qu’une fois et reste bon ${hours} heures. Passé ce délai, demandez-en un autre à la personne qui vous a ouvert ce compte.`,
      },
      {
        kind: 'text',
        text: 'Si vous n’attendiez pas ce compte, signalez-le à l’administration technique de votre ministère.',
      },
    ],
  }
}
