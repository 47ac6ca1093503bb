import type { User } from '../actor'
import { wrongFile } from '../lib/file-fault'
import { columnsOf, hasBody, headerIn } from './arrival'
import { signatureOf, suggestions } from './fields'
import { admittedSheet } from './model'
import { findMapping } from './queries'
import type { Source } from './source'

/** Of a workbook, the first sheet that has lines below its header; that of the model which says what is admitted has none to bring in. */
export async function firstFilled(actor: User, source: Source) {
  const { sheets } = source.reading
  for (let sheet = 0; sheet === 0 || sheet < sheets.length; sheet++) {
    if (sheets[sheet] === admittedSheet) continue
    const made = await described(actor, { ...source, reading: { ...source.reading, sheet } }, null)
    if (await hasBody({ ...source, reading: made.reading })) return made
  }
  throw wrongFile('fichier', 'no-lines', 'Ce fichier ne contient aucune ligne à importer.')
}

/** The columns, and what they are thought to be: as this account said last of the same header, else by their names. */
export async function described(actor: User, source: Source, header: number | null) {
  const reading = { ...source.reading, header: header ?? (await headerIn(source)) }
  const columns = await columnsOf({ ...source, reading })
  const names = columns.map(({ name }) => name)
  const remembered = await findMapping(actor.id, signatureOf(names))
  return { reading, columns, mapping: remembered ?? suggestions(names) }
}
