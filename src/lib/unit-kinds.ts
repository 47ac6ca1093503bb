/** What a unit of the chart may be, from the top. */
export const unitKinds = {
  ministere: 'Ministère',
  cabinet: 'Cabinet',
  inspection: 'Inspection',
  programme: 'Programme',
  direction_generale: 'Direction générale',
  direction: 'Direction',
  sous_direction: 'Sous-direction',
  service: 'Service',
} as const

export type UnitKind = keyof typeof unitKinds

/** There is one ministry, the root, and nothing becomes another. */
export const kindsBelow = [
  'cabinet',
  'inspection',
  'programme',
  'direction_generale',
  'direction',
  'sous_direction',
  'service',
] as const
