import { safeCell } from './safe-cell'

/** What makes Excel read the file as UTF-8. */
export const byteOrderMark = '\ufeff'

/** One line of RFC 4180 with the separator that a French Excel expects. */
export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(safeCell(cell))).join(';')}\r\n`
}

function quoted(cell: string | number | null): string {
  if (cell === null) return ''
  const text = typeof cell === 'number' ? String(cell).replace('.', ',') : cell
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
