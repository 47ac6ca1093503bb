import { absenceTypes, categories } from '../lib/civil-service'
import type { AbsenceRow, HeadcountRow, MarkRow, MovementRow, Place } from './queries'
import { type AgeBand, ageBands } from './rules'

export type Category = (typeof categories)[number]
export type Sexes = { F: number; M: number }

export type PlaceFigures = Place & { counts: Record<Category, Sexes> }
export type BandFigures = AgeBand & Sexes
export type AbsenceFigures = { code: string; label: string; today: number; week: number }
export type MonthFigures = { month: string; entries: number; exits: number }
export type MarkFigures = Place & { people: number; average: number | null }

/** Everything the dashboard says. Each count is the length of a list of `/personnel`. */
export type Figures = {
  /** `2026-11-22` */
  today: string
  computedAt: Date
  /** Who is counted, in words. */
  reach: string
  placeKind: 'direction' | 'unit'
  present: number
  before: { day: string; people: number }
  places: PlaceFigures[]
  /** The youngest first. */
  bands: BandFigures[]
  retirements: { past: number; years: { year: number; people: number }[] }
  absences: { today: number; week: number; types: AbsenceFigures[] }
  months: MonthFigures[]
  /** Null for those who may not read the marks. */
  marks: { year: number | null; people: number; average: number | null; places: MarkFigures[] } | null
}

/** `years`: those of the steps of retirement, the first of which is what is left of the present year. */
export function headcount(
  rows: HeadcountRow[],
  years: number[],
): Pick<Figures, 'present' | 'places' | 'bands' | 'retirements'> {
  const bands = ageBands.map((band, rank) => ({ ...band, F: ofBand(rows, rank, 'F'), M: ofBand(rows, rank, 'M') }))
  const ofStep = (step: number) => rows.find((row) => row.step === step)?.people ?? 0
  return {
    present: bands.reduce((all, { F, M }) => all + F + M, 0),
    places: placesOf(rows),
    bands: bands.reverse(),
    retirements: { past: ofStep(0), years: years.map((year, rank) => ({ year, people: ofStep(rank + 1) })) },
  }
}

export function movements(rows: MovementRow[], months: string[]): { before: number; months: MonthFigures[] } {
  const count = (kind: MovementRow['kind'], month: string | null) =>
    rows.find((row) => row.kind === kind && row.month === month)?.people ?? 0
  return {
    before: count('before', null),
    months: months.map((month) => ({ month, entries: count('entry', month), exits: count('exit', month) })),
  }
}

export function absences(rows: AbsenceRow[]): Figures['absences'] {
  const all = rows.find(({ type }) => type === null)
  return {
    today: all?.today ?? 0,
    week: all?.week ?? 0,
    types: rows.flatMap(({ type, today, week }) =>
      type === null ? [] : [{ code: type, label: labelOf(type), today, week }],
    ),
  }
}

/** Every place has its line, with a mark or without. */
export function marks(rows: MarkRow[], places: Place[]): NonNullable<Figures['marks']> {
  const whole = rows.find(({ code }) => code === null)
  return {
    year: whole?.year ?? null,
    people: whole?.people ?? 0,
    average: whole?.average ?? null,
    places: places.map(({ code, name, alone }) => {
      const row = rows.find((candidate) => candidate.code === code)
      return { code, name, alone, people: row?.people ?? 0, average: row?.average ?? null }
    }),
  }
}

function ofBand(rows: HeadcountRow[], band: number, sex: 'F' | 'M'): number {
  return rows.find((row) => row.band === band && row.sex === sex)?.people ?? 0
}

function placesOf(rows: HeadcountRow[]): PlaceFigures[] {
  const places = new Map<string, PlaceFigures>()
  for (const { code, name, alone, category, sex, people } of rows) {
    if (code === null || name === null || category === null || sex === null) continue
    const place = places.get(code) ?? { code, name, alone: alone === true, counts: noCounts() }
    place.counts[category as Category][sex] = people
    places.set(code, place)
  }
  return [...places.values()]
}

function noCounts(): PlaceFigures['counts'] {
  return Object.fromEntries(categories.map((category) => [category, { F: 0, M: 0 }])) as PlaceFigures['counts']
}

function labelOf(type: string): string {
  return type === 'autre' ? 'Autre motif' : absenceTypes[type as keyof typeof absenceTypes]
}
