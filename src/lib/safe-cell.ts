/**
 * A cell of a spreadsheet that cannot act: what a program would read as a formula gets an apostrophe before it
 * (OWASP, CSV injection). Numbers stay numbers.
 */
export function safeCell(value: string | number | null): string | number | null {
  return typeof value === 'string' && /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : value
}

/** The same read again: the apostrophe that `safeCell` put before it is no part of it. */
export function plainCell(cell: string): string {
  return /^'[=+\-@\t\r\0]/.test(cell) ? cell.slice(1) : cell
}
