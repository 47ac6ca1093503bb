import { z } from 'zod'
import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { roleLabels } from '../../src/lib/role-labels'
import type { LetterContent } from './letter'

const on = z.string().nullable()

export const rolesChangedProps = z.strictObject({
  what: z.enum(['given', 'changed', 'withdrawn']),
  role: z.enum(Object.keys(roleLabels) as [keyof typeof roleLabels]),
  unitName: z.string().nullable(),
  startsOn: on,
  endsOn: on,
})

type Props = z.output<typeof rolesChangedProps>

/** What the account may do is no longer the same: its owner is told, for somebody else decided it. */
export function rolesChanged(props: Props, origin: string): LetterContent {
  const { subject, verb } = words[props.what]
  const label = roleLabels[props.role]
  const over = props.unitName ? ` (${props.unitName})` : ''
  return {
    subject,
    blocks: [
      {
        kind: 'text',
        text: `Le rôle «\u202f${label}\u202f»${over} ${verb}${props.what === 'withdrawn' ? '' : span(props)}.`,
      },
      { kind: 'link', label: 'Ouvrir le tableau de bord', href: origin + path('/accueil') },
      {
        kind: 'text',
        text: 'Si cela vous surprend, adressez-vous à l’administration technique de votre ministère.',
      },
    ],
  }
}

const words: Record<Props['what'], { subject: string; verb: string }> = {
  given: { subject: 'Un rôle vous est donné', verb: 'vient de vous être donné' },
  changed: { subject: 'Les dates d’un de vos rôles changent', verb: 'est désormais le vôtre' },
  withdrawn: { subject: 'Un rôle vous est retiré', verb: 'vient de vous être retiré' },
}

function span({ startsOn, endsOn }: Props): string {
  const from = startsOn ? `, à partir du ${day(startsOn)}` : ''
  return `${from}${endsOn ? `, jusqu’au ${day(endsOn)} inclus` : ''}`
}
