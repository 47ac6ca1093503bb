/** The administrative acts that the house makes: their name, the end of their number, and the type of document each is kept as. */
export const actKinds = {
  attestation_travail: { label: 'Attestation de travail', series: 'AT', ofPresent: true },
  certificat_presence: { label: 'Certificat de présence', series: 'CP', ofPresent: true },
  etat_signaletique: { label: 'État signalétique', series: 'ES', ofPresent: false },
  decision_affectation: { label: 'Décision d’affectation', series: 'DA', ofPresent: true },
} as const

export type ActKind = keyof typeof actKinds
export const actKindNames = Object.keys(actKinds) as [ActKind, ...ActKind[]]

/** `0042/2026/MPPEEP/AT`. */
export function actNumber(
  { kind, year, number }: { kind: ActKind; year: number; number: number },
  house: string,
): string {
  return `${String(number).padStart(4, '0')}/${year}/${house}/${actKinds[kind].series}`
}

/** Such a number as a hand copies it (`n° 42 / 2026`), and the kinds that may bear it: all, unless its end says which. */
export function readActNumber(typed: string): { number: number; year: number; kinds: readonly ActKind[] } | null {
  const [, number, year, end = ''] =
    /^(?:n[°ºo]?)?\s*(\d{1,6})\s*[/-]\s*(20\d\d)(?:\s*[/-](.*))?$/i.exec(typed.trim()) ?? []
  if (!number) return null
  const series = end.split(/[/-]/).at(-1)?.trim().toUpperCase()
  const kinds = actKindNames.filter((kind) => actKinds[kind].series === series)
  return { number: Number(number), year: Number(year), kinds: kinds.length > 0 ? kinds : actKindNames }
}
