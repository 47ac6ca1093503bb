import type { User } from '../actor'
import { classes, maritalStatuses, positions, sexes } from '../lib/civil-service'
import { givenGrades } from '../lib/grade-list'
import { newMatricule } from '../personnel/personnel'
import { dayFields } from './cells'
import { listEchelons, listUnits } from './check-queries'
import { type Field, fields } from './fields'
import { said } from './judge'

/** What a column may hold: a value as it is written there and what it means, or how such a value is written. */
export type Admitted = { field: Field; value: string | null; means: string | null }
type Value = Pick<Admitted, 'value' | 'means'>

/** Of every column, in the words of the form and at this moment; of the units, those that the actor may write in. */
export async function admittedFor(actor: User): Promise<Admitted[]> {
  const [units, ladders] = await Promise.all([listUnits(actor), listEchelons()])
  const echelons = new Map(ladders.map((ladder) => [ladder.class, ladder.echelons]))
  const lists: Partial<Record<Field, Value[]>> = {
    sex: named(Object.values(sexes)),
    maritalStatus: named(Object.values(maritalStatuses)),
    unit: units
      .filter(({ closed }) => !closed)
      .map(({ code, name }) => ({ value: code, means: name }))
      .toSorted((a, b) => a.value.localeCompare(b.value, 'fr')),
    grade: named(givenGrades()),
    class: Object.entries(classes).map(([code, value]) => ({ value, means: `Échelons 1 à ${echelons.get(code)}.` })),
    position: Object.entries(positions).map(([code, value]) => ({
      value,
      means: code === 'en_activite' ? whenEmpty('celle-ci') : null,
    })),
  }
  return fields.flatMap((field) =>
    (lists[field] ?? [{ value: null, means: manner(field) }]).map((value) => ({ field, ...value })),
  )
}

const further: Partial<Record<Field, string>> = {
  nationality: whenEmpty('Ivoirienne'),
  children: whenEmpty('0'),
  indexPoints: whenEmpty('celui de la grille'),
  effectiveOn:
    'Celle d’un changement de grade, d’unité, de fonction ou de position. Vide\u202f: le jour où l’import est appliqué.',
}

function whenEmpty(value: string): string {
  return `Vide pour un nouveau dossier\u202f: ${value}.`
}

/** How it is written: what the form says to somebody who writes it wrong, and what it says when nothing is written. */
function manner(field: Field): string {
  return [rule(field), further[field]].filter(Boolean).join(' ')
}

function rule(field: Field): string | null {
  if (dayFields.has(field)) return 'Une date\u202f: jj/mm/aaaa.'
  const schema = field === 'matricule' ? newMatricule : said[field]
  for (const wrong of ['?', '?'.repeat(1_000)]) {
    const found = schema.safeParse(wrong)
    if (!found.success) return found.error.issues[0]?.message ?? null
  }
  return null
}

function named(values: string[]): Value[] {
  return values.map((value) => ({ value, means: null }))
}
