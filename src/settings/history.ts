import { missing } from '../lib/problems'
import { type Standing, untouched } from './change'
import * as queries from './queries'
import { type Difference, differences } from './rules'
import { readChosen } from './settings'

/** `differences`: with the version before. */
export type Change = { version: string; at: Date; by: string | null; differences: Difference[] }

const perPage = 20

/** Newest first; `before` is the version from which the page before went on. */
export async function listChanges(before: string | null): Promise<{ changes: Change[]; next: string | null }> {
  const rows = await queries.listVersions(before, perPage + 1)
  const changes = rows.slice(0, perPage).map((row, index) => change(row, rows[index + 1]))
  return { changes, next: rows.length > perPage ? rows[perPage - 1]!.version : null }
}

/** One change; `away`: what returning to it would change now. */
export async function findChange(version: string, now: Standing): Promise<Change & { away: Difference[] }> {
  const row = await queries.findVersion(version)
  if (!row) throw missing()
  const former = await queries.findBefore(version)
  return { ...change(row, former), away: differences(now.chosen, chosenIn(row)) }
}

function change(row: queries.Version, former: queries.Version | undefined): Change {
  const { version, at, by } = row
  return { version, at, by, differences: differences(chosenIn(former), chosenIn(row)) }
}

function chosenIn(row: queries.Version | undefined) {
  return (row && readChosen(row)) ?? untouched.chosen
}
