import { z } from 'zod'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { LetterContent } from './letter'

export const secondFactorProps = z.discriminatedUnion('what', [
  z.strictObject({ what: z.enum(['enabled', 'removed', 'codes-replaced', 'guessed']) }),
  /** `short`: a link to replace the password follows. */
  z.strictObject({ what: z.literal('reset'), short: z.boolean() }),
  z.strictObject({ what: z.literal('code-used'), left: z.number().int().min(0) }),
])

type Props = z.output<typeof secondFactorProps>

/** What has become of the second factor of an account: its owner is told, for somebody else may have done it. */
export function secondFactor(props: Props, origin: string): LetterContent {
  const { subject, said } = words(props)
  return {
    subject,
    blocks: [
      ...said.map((text) => ({ kind: 'text' as const, text })),
      { kind: 'link', label: 'Voir le second facteur', href: origin + path('/profil/second-facteur') },
      {
        kind: 'text',
        text: `${props.what === 'reset' ? 'Si vous ne l’avez pas demandé' : 'Si ce n’est pas vous'}, changez votre mot de passe et prévenez l’administration technique de votre ministère.`,
      },
    ],
  }
}

function words(props: Props): { subject: string; said: string[] } {
  switch (props.what) {
    case 'enabled':
      return {
        subject: 'Le second facteur de votre compte est activé',
        said: [
          'Un second facteur vient d’être activé pour votre compte. Chaque connexion demande désormais, après le mot de passe, un code de votre téléphone.',
          'Vos autres sessions sont terminées.',
        ],
      }
    case 'removed':
      return {
        subject: 'Le second facteur de votre compte est retiré',
        said: [
          'Le second facteur de votre compte vient d’être retiré\u202f: le mot de passe suffit désormais à la connexion.',
          'Vos autres sessions sont terminées.',
        ],
      }
    case 'reset':
      return {
        subject: 'Le second facteur de votre compte est réinitialisé',
        said: [
          'Le second facteur de votre compte vient d’être réinitialisé par l’administration technique\u202f: votre téléphone et vos codes de récupération ne servent plus, et toutes vos sessions sont terminées.',
          'À la prochaine connexion, le mot de passe suffit. Si votre rôle demande un second facteur, vous en activerez un nouveau aussitôt.',
          ...(props.short
            ? [
                'Votre mot de passe est trop court pour servir seul\u202f: choisissez-en un plus long par le lien qui vous parvient dans un autre courrier.',
              ]
            : []),
        ],
      }
    case 'codes-replaced':
      return {
        subject: 'Vos codes de récupération ont été remplacés',
        said: ['De nouveaux codes de récupération viennent d’être établis. Les précédents ne servent plus.'],
      }
    case 'guessed':
      return {
        subject: 'Des codes de connexion refusés sur votre compte',
        said: [
          'Quelqu’un a donné votre mot de passe, puis plusieurs codes qui n’étaient pas les bons. Votre compte est resté fermé.',
        ],
      }
    case 'code-used':
      return {
        subject: 'Un code de récupération a été utilisé',
        said: [
          'Une connexion à votre compte vient de se faire avec un code de récupération, à la place du téléphone.',
          `${left(props.left)} Vous pouvez les remplacer à tout moment.`,
        ],
      }
  }
}

function left(n: number): string {
  return n === 0 ? 'Il ne vous en reste aucun.' : `Il vous en reste ${count(n, 'code', 'codes')}.`
}
