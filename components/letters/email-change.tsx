import { z } from 'zod'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { type LetterContent, linkToken } from './letter'

export const emailConfirmationProps = z.strictObject({
  token: linkToken,
  minutes: z.number().int().min(1),
})

/** To the new address: whoever reads this has it. */
export function emailConfirmation(
  { token, minutes }: z.output<typeof emailConfirmationProps>,
  origin: string,
): LetterContent {
  return {
    subject: 'Confirmer votre nouvelle adresse',
    blocks: [
      {
        kind: 'text',
        text: 'Cette adresse a été donnée comme nouvelle adresse d’un compte du tableau de bord MPPEEP.',
      },
      { kind: 'link', label: 'Confirmer l’adresse', href: `${origin}${path('/profil/adresse')}/${token}` },
      {
        kind: 'text',
        text: `Ce lien sert une seule fois, pendant ${count(minutes, 'minute', 'minutes')}, à la personne connectée à ce compte.`,
      },
      { kind: 'text', text: 'Si cela ne vous dit rien, ne faites rien\u202f: rien n’est changé.' },
    ],
  }
}

export const emailChangingProps = z.strictObject({ email: z.string().max(254), done: z.boolean() })

/** To the address of before: its owner can say no before it is done, and knows when it is. */
export function emailChanging({ email, done }: z.output<typeof emailChangingProps>, origin: string): LetterContent {
  const said = done
    ? `L’adresse de votre compte du tableau de bord MPPEEP est maintenant ${email}. C’est avec elle que l’on s’y connecte.`
    : `Le remplacement de l’adresse de votre compte du tableau de bord MPPEEP par ${email} vient d’être demandé. Il se fera lorsque le lien envoyé à cette adresse aura été ouvert.`
  return {
    subject: done ? 'L’adresse de votre compte a été changée' : 'Un changement d’adresse est demandé pour votre compte',
    blocks: [
      { kind: 'text', text: said },
      {
        kind: 'text',
        text: 'Si ce n’est pas vous, changez votre mot de passe et prévenez sans attendre l’administration technique de votre ministère.',
      },
      { kind: 'link', label: 'Voir votre profil', href: origin + path('/profil') },
    ],
  }
}
