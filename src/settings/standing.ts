import type { Problem } from '../lib/problems'
import { type Standing, standingAt, untouched } from './change'
import * as queries from './queries'
import { type Asked, asked, type Difference, differences, type SectionName, sections, typedAs } from './rules'
import type { SettingName } from './schema'
import { readChosen, settings } from './settings'

/** A field as the page shows it. */
export type Filled = Asked & { name: SettingName; value: string }
/** What the others decided meanwhile, beside what was typed. */
export type Meanwhile = { by: string | null; at: Date | null; rows: (Difference & { yours: string })[] }
export type FilledSection = {
  section: SectionName
  label: string
  lead: string
  version: string
  by: string | null
  at: Date | null
  logo: string | null
  fields: Filled[]
  meanwhile: Meanwhile | null
}

/** As it stands now, of the database: the next change is about this. */
export async function latest(): Promise<Standing> {
  const [row] = await queries.listVersions(null, 1)
  return row ? { ...row, chosen: readChosen(row) ?? settings() } : untouched
}

/** One tab: as it stands, or with what was typed there; what came too late keeps its words, and takes over the rest. */
export async function filledSection(
  section: SectionName,
  again?: { problem: Problem; typed: Record<string, string> },
): Promise<FilledSection> {
  const { label, lead, fields } = sections[section]
  const now = await latest()
  const { typed } = again ?? {}
  const late = again?.problem.kind === 'conflict'
  const seen = late && /^\d{1,15}$/.test(typed?.version ?? '') ? await standingAt(typed!.version!) : now
  const shownOf = (name: SettingName) => {
    const own = typedAs(now.chosen[name])
    // a form that was never sent is as it stands; a box that is not ticked is not sent
    if (!typed || Object.keys(typed).length === 0) return own
    const said = typed[name] ?? ''
    return late && said === typedAs(seen.chosen[name]) ? own : said
  }
  return {
    section,
    label,
    lead,
    // of what was refused for another reason, the version that was read goes on counting
    version: late ? now.version : (typed?.version ?? now.version),
    by: now.by,
    at: now.at,
    logo: now.chosen.logo,
    fields: fields.map((name) => ({ ...asked[name], name, value: shownOf(name) })),
    meanwhile: late ? { by: now.by, at: now.at, rows: theirs() } : null,
  }

  function theirs() {
    const here: readonly SettingName[] = fields
    return differences(seen.chosen, now.chosen)
      .filter(({ field }) => here.includes(field))
      .map((one) => ({ ...one, yours: yoursOf(one.field) }))
  }

  function yoursOf(name: SettingName): string {
    const said = typed?.[name] ?? ''
    return said === typedAs(seen.chosen[name]) ? 'reprend la nouvelle valeur' : said || 'rien'
  }
}
