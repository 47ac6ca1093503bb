import { count, day, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { Chief } from '../../src/organisation/tree'
import type { UnitView } from '../../src/organisation/view'
import { Badge } from '../ui/badge'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { unitLabels } from './labels'

export function unitHref(code: string, below = ''): string {
  return path(`/organisation/unites/${code}${below}`)
}

/** The list of the people of a unit: with those of the units below it, or of the unit alone. */
export function peopleHref(code: string, alone = false): string {
  return path(`/personnel?unite=${code}${alone ? '&unite_seule=1' : ''}`)
}

export function ChiefName({ chief }: { chief: Chief | null }) {
  if (!chief) return <Badge tone="attention">Poste vacant</Badge>
  return chief.visible ? <a href={path(`/personnel/${chief.id}`)}>{chief.name}</a> : <span>{chief.name}</span>
}

/** How many people a unit has, each figure leading to its list; nothing for who may not count them. */
export function Headcount({ code, own, all }: { code: string; own: number | null; all: number | null }) {
  if (own === null || all === null) return null
  return (
    <>
      <a href={peopleHref(code)}>{count(all, 'personne', 'personnes')}</a>
      {all !== own && (
        <span class="detail">
          {' dont '}
          <a href={peopleHref(code, true)}>{`${number(own)}\u00a0en propre`}</a>
        </span>
      )}
    </>
  )
}

export type Refusal = { typed?: Record<string, string>; errors?: FieldError[]; refusal?: string }

/** `labels`: of the fields that not every form about a unit calls the same. */
export function Refused({
  errors = [],
  refusal,
  labels,
}: Pick<Refusal, 'errors' | 'refusal'> & { labels?: Record<string, string> }) {
  if (refusal && errors.length === 0)
    return (
      <Notice tone="attention" announced>
        {refusal}
      </Notice>
    )
  return <ErrorSummary errors={errors} labels={{ ...unitLabels, ...labels }} />
}

export function errorOf(errors: FieldError[] | undefined, name: string): string | undefined {
  return errors?.find(({ field }) => field === name)?.message
}

/** A field of a unit's form, under the name that the summary of errors gives it too. */
export function fieldOf(name: keyof typeof unitLabels, value: string | undefined, errors: FieldError[] | undefined) {
  return { name, label: unitLabels[name], value, error: errorOf(errors, name) }
}

/** The tree of units as the lines of a list. */
export function unitChoices(units: { code: string; name: string; depth: number }[]) {
  return units.map(({ code, name, depth }) => ({ value: code, label: `${'\u2003'.repeat(depth)}${name}` }))
}

/** « Fermeture décidée pour le 1 mars 2027 ». */
export function endWords({ onDay, into }: NonNullable<UnitView['end']>): string {
  return into
    ? `Fusion dans «\u202f${into.name}\u202f» décidée pour le ${day(onDay)}`
    : `Fermeture décidée pour le ${day(onDay)}`
}
