import { letterhead } from '../acts/acts'
import { categories, positions } from '../lib/civil-service'
import { count, frenchDay, number } from '../lib/french'
import { invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import { type Block, pdfAside, type Table } from '../pdf/pdf'
import type { ListInput, PersonRow } from '../personnel/list'
import { everyone, filterRights, listSchema, sizeOf } from '../personnel/personnel'
import { type Direction, directionOf } from './directions'
import { isMost, type Order, sourceOf } from './source'

/** About three hundred pages: what is longer is read direction by direction. */
const longest = 10_000

/** The state of the personnel on paper: the people of the list, direction by direction, with their totals. */
export const report = sourceOf<ListInput>({
  name: 'etat',
  formats: ['pdf'],
  schema: listSchema,
  boxes: ['colonnes'],
  // the paper has columns and an order of its own
  settled: (input) => ({ ...input, colonnes: null, tri: null, sens: null }),
  actions: ['personnel.export'],
  view: filterRights,
  async count(actor, input) {
    const total = await sizeOf(actor, input)
    if (total > longest)
      throw invalid(
        [],
        `L’état du personnel contient ${number(longest)} personnes au plus. Choisissez une direction, ou ajoutez un filtre.`,
      )
    return total
  },
  isMuch: isMost,
  atOnce: false,
  async make(order) {
    const groups = await grouped(order)
    const all = groups.flatMap(({ people }) => people)
    const now = new Date()
    const pdf = await pdfAside({
      title: 'État du personnel',
      reference: `Situation du personnel au ${frenchDay(now.toISOString())}`,
      letterhead: await letterhead(),
      blocks: [
        { kind: 'paragraph', text: `${order.said}\u202f: ${people(all)}. Édité par ${order.actor.name}.` },
        ...groups.flatMap(section),
        { kind: 'heading', text: `Ensemble\u202f: ${people(all)}` },
        byDirection(groups, all),
        totals(all),
      ],
      at: now.toISOString(),
      landscape: true,
    })
    return ReadableStream.from([pdf])
  },
})

type Group = { direction: Direction; people: PersonRow[] }

/** In the order of the directions, each in that of the names. */
async function grouped({ actor, input, step }: Order<ListInput>): Promise<Group[]> {
  const of = await directionOf()
  const groups = new Map<string, Group>()
  const wanted = listSchema.parse({ colonnes: 'matricule,unite,fonction,categorie,grade,position,sexe,retraite' })
  for await (const row of everyone(actor, { ...input, colonnes: wanted.colonnes, tri: null, sens: null })) {
    const direction = of(row.unitCode ?? '')
    const group = groups.get(direction.code) ?? { direction, people: [] }
    group.people.push(row)
    groups.set(direction.code, group)
    await step()
  }
  return [...groups.values()].sort((one, other) => one.direction.name.localeCompare(other.direction.name, 'fr'))
}

function section({ direction, people: rows }: Group): Block[] {
  return [
    { kind: 'heading', text: `${direction.name}\u202f: ${people(rows)}` },
    {
      kind: 'table',
      columns: [
        { label: 'Matricule', share: 10 },
        { label: 'Nom et prénoms', share: 24 },
        { label: 'Grade', share: 7 },
        { label: 'Fonction', share: 22 },
        { label: 'Unité', share: 24 },
        { label: 'Position', share: 13 },
        { label: 'Retraite', share: 11 },
      ],
      rows: rows.map((row) => [
        row.matricule ?? '',
        `${row.lastName} ${row.firstNames}`,
        row.grade ?? '',
        row.jobTitle ?? '',
        row.unitName ?? '',
        row.leftOn
          ? `${row.leftOn > isoToday() ? 'Part' : 'Parti'} le ${frenchDay(row.leftOn)}`
          : row.position
            ? positions[row.position]
            : '',
        row.retirementOn ? frenchDay(row.retirementOn) : '',
      ]),
    },
    totals(rows),
  ]
}

const sexes = [
  { label: 'Femmes', share: 1, numeric: true },
  { label: 'Hommes', share: 1, numeric: true },
  { label: 'Total', share: 1, numeric: true },
]

/** By category and sex. */
function totals(rows: PersonRow[]): Table {
  return {
    kind: 'table',
    columns: [{ label: 'Catégorie', share: 2 }, ...sexes],
    rows: categories
      .map((category) => ({ category, people: rows.filter((row) => row.category === category) }))
      .filter(({ people }) => people.length > 0)
      .map(({ category, people }) => [`Catégorie ${category}`, ...counts(people)]),
    total: ['Total', ...counts(rows)],
  }
}

function byDirection(groups: Group[], all: PersonRow[]): Table {
  return {
    kind: 'table',
    columns: [{ label: 'Direction', share: 4 }, ...sexes],
    rows: groups.map(({ direction, people }) => [direction.name, ...counts(people)]),
    total: ['Total', ...counts(all)],
  }
}

function counts(rows: PersonRow[]): string[] {
  const women = rows.filter(({ sex }) => sex === 'F').length
  return [women, rows.length - women, rows.length].map(number)
}

function people(rows: unknown[]): string {
  return count(rows.length, 'personne', 'personnes')
}
