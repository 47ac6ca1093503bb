import type { JSX } from 'hono/jsx/jsx-runtime'
import { number } from '../../src/lib/french'
import type { Attributes } from './attributes'
import { Icon } from './icon'
import { escaped, Piece } from './piece'

/** Text, a figure, a link with an optional second line, or an element. */
export type Cell =
  | string
  | number
  | null
  | undefined
  | { text: string; href: string; note?: string; box?: Box }
  | JSX.Element

/** A box before the link that ticks the row, for a form elsewhere on the page. */
export type Box = { form: string; name: string; value: string }

export type Column<Row> = {
  label: string
  numeric?: boolean
  sort?: Sort
  cell: (row: Row) => Cell
}

export type Sort = { href: string; direction?: 'ascending' | 'descending' }

export type TableProps<Row> = {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  /** Shows the caption above the table; otherwise it is for screen readers. */
  captionShown?: boolean
  /** htmx attributes of the links that sort. */
  sorting?: Attributes
}

/** The first column names the row; on a narrow screen each row becomes a block under that name. */
export function Table<Row>({ caption, columns, rows, captionShown, sorting }: TableProps<Row>) {
  return (
    <div class={`table-frame${width(columns.length)}`}>
      <table class="table">
        <caption class={captionShown ? undefined : 'sr-only'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <SortHeader label={column.label} numeric={column.numeric} sort={column.sort} attributes={sorting} />
            ))}
          </tr>
        </thead>
        <Piece html={body(columns, rows)} />
      </table>
    </div>
  )
}

export type SortHeaderProps = { label: string; numeric?: boolean; sort?: Sort; attributes?: Attributes }

export function SortHeader({ label, numeric, sort, attributes }: SortHeaderProps) {
  return (
    <th scope="col" class={numeric ? 'num' : undefined} aria-sort={sort?.direction}>
      {sort ? (
        <a href={sort.href} {...attributes}>
          {label}
          {sort.direction && <Icon name={sort.direction === 'ascending' ? 'arrow-up' : 'arrow-down'} />}
        </a>
      ) : (
        label
      )}
    </th>
  )
}

/** Beyond a number of columns the frame scrolls sideways by itself, so that the page never does. */
function width(columns: number): string {
  if (columns > 9) return ' many'
  return columns > 6 ? ' several' : ''
}

/** Written as a string: fifty rows as elements cost more than the rest of the page. */
function body<Row>(columns: Column<Row>[], rows: Row[]): string {
  const opening = columns.map(({ label, numeric }, index) => {
    const kind = numeric ? ' class="num"' : ''
    return index === 0 ? `<th scope="row"${kind}>` : `<td${kind} data-label="${escaped(label)}">`
  })
  let html = '<tbody>'
  for (const row of rows) {
    html += '<tr>'
    for (let index = 0; index < columns.length; index++) {
      html += opening[index]! + written(columns[index]!.cell(row)) + (index === 0 ? '</th>' : '</td>')
    }
    html += '</tr>'
  }
  return `${html}</tbody>`
}

function written(cell: Cell): string {
  if (typeof cell === 'string') return cell === '' ? nothing : escaped(cell)
  if (typeof cell === 'number') return number(cell)
  if (cell === null || cell === undefined) return nothing
  if (!('href' in cell)) return String(cell)
  const box = cell.box ? ticked(cell.text, cell.box) : ''
  const link = `${box}<a href="${escaped(cell.href)}">${escaped(cell.text)}</a>`
  return cell.note ? `${link}<small>${escaped(cell.note)}</small>` : link
}

/** Its `id` is the row's own: a morph that finds none would leave the tick at its place, on somebody else. */
function ticked(text: string, { form, name, value }: Box): string {
  const label = escaped(`Choisir ${text}`)
  const own = escaped(value)
  return `<input type="checkbox" form="${form}" name="${name}" value="${own}" id="${name}-${own}" aria-label="${label}"> `
}

const nothing = '<span class="nothing"><span class="sr-only">non renseigné</span></span>'
