import { type Exportable, exportables } from '../../src/lib/exportables'
import { count, moment } from '../../src/lib/french'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { type Asked, placeHref } from './words'

export type PrintedListProps = {
  list: Exportable
  columns: { label: string; numeric: boolean }[]
  rows: string[][]
  asked: Asked
  criteria: string
  by: string
  at: Date
}

/** A whole list on one page, for paper: what it is of, whose it is and of when, then every row. */
export function PrintedList({ list, columns, rows, asked, criteria, by, at }: PrintedListProps) {
  const { title, one, many } = exportables[list]
  const total = count(rows.length, one, many)
  return (
    <>
      <PageHead
        title={title}
        lead={`${criteria} · ${total} · édité le ${moment(at)} par ${by}`}
        back={{ href: placeHref(list, asked), label: 'Retour à la liste' }}
      />
      <Table
        caption={`${title}\u202f: ${total}`}
        columns={columns.map((column, index) => ({ ...column, cell: (row: string[]) => row[index] }))}
        rows={rows}
      />
    </>
  )
}
