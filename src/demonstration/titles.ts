import type { Chance } from './chance'
import type { Sex } from './names'
import { directionOf, type Unit } from './units'

export type Category = 'A' | 'B' | 'C' | 'D'

/** One title as a woman and as a man bear it. */
type Title = readonly [F: string, M: string]

/** The title that goes with the post at the head of a unit: « Directrice des ressources humaines ». */
export function titleOfChief(unit: Unit, sex: Sex): string {
  const [prefix, woman, man] = posts[unit.kind]
  return unit.name.replace(prefix, sex === 'F' ? woman : man)
}

export function titleOf(chance: Chance, category: Category, unit: Unit, sex: Sex): string {
  const own = category === 'A' || category === 'B' ? trades[directionOf(unit.code)]?.[category] : undefined
  const [woman, man] = chance.pick(own && chance.happens(0.6) ? own : common[category])
  return sex === 'F' ? woman : man
}

const posts: Record<Unit['kind'], readonly [prefix: string, F: string, M: string]> = {
  cabinet: ['Cabinet', 'Directrice de cabinet', 'Directeur de cabinet'],
  inspection: ['Inspection générale', 'Inspectrice générale', 'Inspecteur général'],
  programme: ['Programme', 'Responsable du programme', 'Responsable du programme'],
  direction_generale: ['Direction générale', 'Directrice générale', 'Directeur général'],
  direction: ['Direction', 'Directrice', 'Directeur'],
  sous_direction: ['Sous-direction', 'Sous-directrice', 'Sous-directeur'],
  service: ['Service', 'Cheffe du service', 'Chef du service'],
}

const common: Record<Category, Title[]> = {
  A: [
    ['Administratrice civile', 'Administrateur civil'],
    ['Attachée administrative', 'Attaché administratif'],
    ['Chargée d’études', 'Chargé d’études'],
  ],
  B: [
    ['Secrétaire administrative', 'Secrétaire administratif'],
    ['Secrétaire de direction', 'Secrétaire de direction'],
    ['Assistante administrative', 'Assistant administratif'],
  ],
  C: [
    ['Adjointe administrative', 'Adjoint administratif'],
    ['Agente de bureau', 'Agent de bureau'],
    ['Standardiste', 'Standardiste'],
    ['Archiviste adjointe', 'Archiviste adjoint'],
  ],
  D: [
    ['Agente de liaison', 'Agent de liaison'],
    ['Conductrice', 'Conducteur'],
    ['Agente d’entretien', 'Agent d’entretien'],
    ['Gardienne', 'Gardien'],
  ],
}

const trades: Record<string, { A: Title[]; B: Title[] }> = {
  CAB: {
    A: [
      ['Conseillère technique', 'Conseiller technique'],
      ['Chargée de mission', 'Chargé de mission'],
    ],
    B: [['Attachée de protocole', 'Attaché de protocole']],
  },
  IG: {
    A: [
      ['Inspectrice', 'Inspecteur'],
      ['Auditrice interne', 'Auditeur interne'],
    ],
    B: [['Assistante d’inspection', 'Assistant d’inspection']],
  },
  DRH: {
    A: [['Conseillère en ressources humaines', 'Conseiller en ressources humaines']],
    B: [['Gestionnaire de carrière', 'Gestionnaire de carrière']],
  },
  DAF: {
    A: [
      ['Contrôleuse budgétaire', 'Contrôleur budgétaire'],
      ['Comptable principale', 'Comptable principal'],
    ],
    B: [
      ['Comptable', 'Comptable'],
      ['Acheteuse', 'Acheteur'],
    ],
  },
  DSI: {
    A: [
      ['Ingénieure informaticienne', 'Ingénieur informaticien'],
      ['Administratrice de systèmes', 'Administrateur de systèmes'],
    ],
    B: [['Technicienne informatique', 'Technicien informatique']],
  },
  DAJ: { A: [['Juriste', 'Juriste']], B: [['Assistante juridique', 'Assistant juridique']] },
  COM: {
    A: [['Chargée de communication', 'Chargé de communication']],
    B: [
      ['Infographiste', 'Infographiste'],
      ['Photographe', 'Photographe'],
    ],
  },
  DPS: {
    A: [
      ['Statisticienne', 'Statisticien'],
      ['Planificatrice', 'Planificateur'],
    ],
    B: [['Technicienne de la statistique', 'Technicien de la statistique']],
  },
  DGPE: {
    A: [
      ['Analyste financière', 'Analyste financier'],
      ['Chargée de participations', 'Chargé de participations'],
    ],
    B: [['Assistante d’analyse financière', 'Assistant d’analyse financière']],
  },
  DGPAT: {
    A: [
      ['Gestionnaire de patrimoine', 'Gestionnaire de patrimoine'],
      ['Experte immobilière', 'Expert immobilier'],
    ],
    B: [
      ['Géomètre', 'Géomètre'],
      ['Technicienne du bâtiment', 'Technicien du bâtiment'],
    ],
  },
}
