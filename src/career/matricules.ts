import { parse } from 'csv-parse/sync'
import { invalid } from '../lib/problems'

/** A thousand lines of a whole list of personnel are not as heavy. */
export const fileLimitBytes = 1_048_576

/** What was pasted: a matricule a line, or several in one. */
export function listed(pasted: string): string[] {
  return pasted.split(/[\s,;]+/u).flatMap(matriculeOf)
}

/** Those of a CSV file: its column named « matricule », else its first one. Throws `invalid` when it is no text. */
export function listedIn(bytes: Buffer): string[] {
  const text = textOf(bytes)
  const [head = ''] = text.split('\n', 1)
  const delimiter = [';', '\t', ','].find((one) => head.includes(one)) ?? ';'
  const rows = rowsOf(text, delimiter)
  const named = rows[0]?.findIndex((cell) => cell.trim().toUpperCase() === heading) ?? -1
  return rows.flatMap((cells) => matriculeOf(cells[Math.max(named, 0)] ?? ''))
}

const heading = 'MATRICULE'

function matriculeOf(word: string): string[] {
  const matricule = word.replaceAll('"', '').trim().toUpperCase()
  return matricule === '' || matricule === heading ? [] : [matricule]
}

function rowsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
  } catch {
    throw unreadable()
  }
}

/** An older Excel writes windows-1252; a workbook, or anything else that is no text, has bytes that no text has. */
function textOf(bytes: Buffer): string {
  if (bytes.includes(0)) throw unreadable()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function unreadable() {
  return invalid([
    {
      field: 'fichier',
      message: 'Ce fichier n’est pas un CSV lisible. Dans Excel, enregistrez la feuille au format CSV.',
    },
  ])
}
