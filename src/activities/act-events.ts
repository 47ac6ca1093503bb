import type { Declared } from './events'

/** Of administrative acts, what they say and who signs them. */
export const actEvents = {
  'acts.produced': { label: 'Acte produit', target: 'act', person: true, after: ['actVersion', 'signatory'] },
  'acts.cancelled': { label: 'Acte annulé', target: 'act', person: true, after: ['reason'] },
  'acts.template_written': {
    label: 'Modèle d’acte écrit',
    technical: true,
    target: 'act_template',
    after: ['actVersion', 'from'],
  },
  'acts.signatory_named': {
    label: 'Signataire désigné',
    technical: true,
    target: 'signatory',
    after: ['interim', 'startsOn', 'endsOn'],
  },
  'acts.signatory_ended': {
    label: 'Fin d’un signataire',
    technical: true,
    target: 'signatory',
    before: ['endsOn'],
    after: ['endsOn'],
  },
} as const satisfies Record<string, Declared>
