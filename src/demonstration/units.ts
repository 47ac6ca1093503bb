export type UnitKind =
  | 'cabinet'
  | 'inspection'
  | 'programme'
  | 'direction_generale'
  | 'direction'
  | 'sous_direction'
  | 'service'

export type Unit = {
  code: string
  name: string
  kind: UnitKind
  parent: string
  /** How many people belong to the unit itself, its chief included, without those of the units below. */
  staff: number
  /** Nobody holds the post. */
  vacant?: true
}

/** The organisation chart below the ministry: a unit comes after the one it belongs to. */
export const units: Unit[] = [
  { code: 'CAB', name: 'Cabinet', kind: 'cabinet', parent: 'MPPEEP', staff: 10 },
  service('CAB-SECRETARIAT', 'du secrétariat particulier', 8),
  service('CAB-PROTOCOLE', 'du protocole', 7),
  service('CAB-COURRIER', 'du courrier', 7),

  { code: 'IG', name: 'Inspection générale', kind: 'inspection', parent: 'MPPEEP', staff: 8 },
  service('IG-AUDIT', 'de l’audit interne', 6),
  service('IG-CONTROLE', 'du contrôle', 6),

  programme('PILOTAGE', 'Pilotage et Soutien Institutionnel'),
  direction('DRH', 'des ressources humaines', 6),
  service('DRH-CARRIERE', 'de la carrière', 14),
  service('DRH-PAIE', 'de la paie', 12),
  service('DRH-FORMATION', 'de la formation', 9),
  service('DRH-SOCIAL', 'de l’action sociale', 8),
  direction('DAF', 'des affaires financières', 6),
  service('DAF-COMPTABILITE', 'de la comptabilité', 16),
  service('DAF-BUDGET', 'du budget', 15),
  { ...service('DAF-APPRO', 'des approvisionnements', 13), vacant: true },
  service('DAF-MOYENS', 'des moyens généraux', 18),
  direction('DSI', 'des systèmes d’information', 5),
  service('DSI-RESEAUX', 'des réseaux', 10),
  service('DSI-APPLICATIONS', 'des applications', 11),
  { ...service('DSI-ASSISTANCE', 'de l’assistance aux utilisateurs', 10), vacant: true },
  direction('DAJ', 'des affaires juridiques', 4),
  service('DAJ-CONTENTIEUX', 'du contentieux', 9),
  service('DAJ-ETUDES', 'des études juridiques', 9),
  { ...direction('COM', 'de la communication', 4), vacant: true },
  service('COM-PRESSE', 'des relations avec la presse', 9),
  { ...service('COM-NUMERIQUE', 'de la communication numérique', 8), vacant: true },
  direction('DPS', 'de la planification et des statistiques', 5),
  service('DPS-PLANIFICATION', 'de la planification', 10),
  service('DPS-STATISTIQUES', 'des statistiques', 10),
  service('DPS-SUIVI', 'du suivi et de l’évaluation', 8),

  programme('PORTEFEUILLE', 'Portefeuille de l’État'),
  {
    code: 'DGPE',
    name: 'Direction générale du Portefeuille de l’État',
    kind: 'direction_generale',
    parent: 'PORTEFEUILLE',
    staff: 7,
  },
  {
    code: 'DGPE-ENTREPRISES',
    name: 'Sous-direction des entreprises publiques',
    kind: 'sous_direction',
    parent: 'DGPE',
    staff: 5,
  },
  service('DGPE-PARTICIPATIONS', 'des participations', 17, 'DGPE-ENTREPRISES'),
  service('DGPE-GOUVERNANCE', 'de la gouvernance des entreprises', 15, 'DGPE-ENTREPRISES'),
  service('DGPE-ETUDES', 'des études économiques et financières', 17),
  service('DGPE-SUIVI', 'du suivi des performances', 15),
  service('DGPE-DOCUMENTATION', 'de la documentation', 11),

  programme('PATRIMOINE', 'Patrimoine de l’État'),
  {
    code: 'DGPAT',
    name: 'Direction générale du Patrimoine de l’État',
    kind: 'direction_generale',
    parent: 'PATRIMOINE',
    staff: 8,
  },
  {
    code: 'DGPAT-BATIMENTS',
    name: 'Sous-direction du patrimoine bâti',
    kind: 'sous_direction',
    parent: 'DGPAT',
    staff: 6,
  },
  service('DGPAT-IMMOBILIER', 'de la gestion immobilière', 22, 'DGPAT-BATIMENTS'),
  { ...service('DGPAT-BAUX', 'des baux administratifs', 17, 'DGPAT-BATIMENTS'), vacant: true },
  service('DGPAT-INVENTAIRE', 'de l’inventaire', 23),
  service('DGPAT-EXPERTISE', 'de l’expertise et de l’évaluation', 18),
  service('DGPAT-MATERIEL', 'du matériel et du parc automobile', 18),
]

/** Those who answer for a programme hold another post of the chart. */
export const programmeChiefs: Record<string, string> = { PILOTAGE: 'CAB', PORTEFEUILLE: 'DGPE', PATRIMOINE: 'DGPAT' }

/** The direction, in the wide sense, that a unit belongs to: the first word of its code. */
export function directionOf(code: string): string {
  return code.split('-')[0]!
}

function programme(code: string, name: string): Unit {
  return { code, name: `Programme ${name}`, kind: 'programme', parent: 'MPPEEP', staff: 0 }
}

function direction(code: string, ofWhat: string, staff: number): Unit {
  return { code, name: `Direction ${ofWhat}`, kind: 'direction', parent: 'PILOTAGE', staff }
}

function service(code: string, ofWhat: string, staff: number, parent = directionOf(code)): Unit {
  return { code, name: `Service ${ofWhat}`, kind: 'service', parent, staff }
}
