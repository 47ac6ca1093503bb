import { positions, sexes } from '../lib/civil-service'
import { byteOrderMark, csvLine } from '../lib/csv'
import { frenchDay } from '../lib/french'
import { safeCell } from '../lib/safe-cell'
import type { ColumnName, PersonRow } from './list'

/** The forms in which a list is taken away, each with its media type. */
export const formats = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type Format = keyof typeof formats

type Cell = string | number | null
type Export = { header: string; cell: (row: PersonRow) => Cell }

const exported: Record<ColumnName, Export> = {
  matricule: { header: 'Matricule', cell: (row) => row.matricule ?? null },
  unite: { header: 'Unité', cell: (row) => row.unitName ?? null },
  fonction: { header: 'Fonction', cell: (row) => row.jobTitle ?? null },
  categorie: { header: 'Catégorie', cell: (row) => row.category ?? null },
  grade: { header: 'Grade', cell: (row) => row.grade ?? null },
  position: { header: 'Position', cell: (row) => (row.position ? positions[row.position] : null) },
  sexe: { header: 'Sexe', cell: (row) => (row.sex ? sexes[row.sex] : null) },
  naissance: { header: 'Date de naissance', cell: (row) => dated(row.birthDate) },
  telephone: { header: 'Téléphone', cell: (row) => row.phone ?? null },
  courriel: { header: 'Adresse électronique', cell: (row) => row.workEmail ?? null },
  recrutement: { header: 'Recrutement', cell: (row) => dated(row.recruitedOn) },
  retraite: { header: 'Retraite', cell: (row) => dated(row.retirementOn) },
  absences: { header: 'Jours d’absence cette année', cell: (row) => row.absenceDays ?? null },
  evaluation: {
    header: 'Évaluation moyenne',
    cell: (row) => row.averageMark ?? null,
  },
}

const names: Export[] = [
  { header: 'Nom', cell: (row) => row.lastName ?? null },
  { header: 'Prénoms', cell: (row) => row.firstNames ?? null },
]

/** The list as a file, in pieces as the rows come. */
export async function fileOf(
  format: Format,
  people: AsyncIterable<PersonRow>,
  columns: ColumnName[],
): Promise<ReadableStream<Uint8Array>> {
  return format === 'csv' ? csvOf(people, columns) : xlsxOf(people, columns)
}

/** The list as UTF-8 CSV with a byte order mark, line by line as the rows come. */
function csvOf(people: AsyncIterable<PersonRow>, columns: ColumnName[]): ReadableStream<Uint8Array> {
  const wanted = [...names, ...columns.map((column) => exported[column])]
  return streamOf(async function* () {
    yield byteOrderMark + csvLine(wanted.map(({ header }) => header))
    for await (const row of people) yield csvLine(wanted.map(({ cell }) => cell(row)))
  })
}

/** The list as an XLSX workbook of one sheet; texts are inline strings, never formulas. */
async function xlsxOf(people: AsyncIterable<PersonRow>, columns: ColumnName[]): Promise<ReadableStream<Uint8Array>> {
  // loaded here: a tenth of a second that no start has to wait for
  const { writeXlsxStream } = await import('hucre/xlsx')
  const wanted = [...names, ...columns.map((column) => exported[column])]
  async function* rows() {
    for await (const row of people) yield wanted.map(({ cell }) => safeCell(cell(row)))
  }
  return writeXlsxStream(rows(), {
    name: 'Personnel',
    columns: wanted.map(({ header }) => ({ header })),
    freezePane: { rows: 1 },
  })
}

/** Lines gathered into chunks of some 32 kB: one chunk a line would cost more than the line. */
function streamOf(lines: () => AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const source = lines()
  return new ReadableStream({
    async pull(controller) {
      let text = ''
      while (text.length < 32_768) {
        const { done, value } = await source.next()
        if (done) {
          if (text) controller.enqueue(encoder.encode(text))
          return controller.close()
        }
        text += value
      }
      controller.enqueue(encoder.encode(text))
    },
    async cancel() {
      await source.return(undefined)
    },
  })
}

function dated(isoDay: string | undefined): string | null {
  return isoDay ? frenchDay(isoDay) : null
}
