import { raw } from 'hono/html'
import { escapeToBuffer } from 'hono/utils/html'

/** A string that is HTML already: a piece rendered before and kept in the cache. Never text that people typed. */
export function Piece({ html }: { html: string }) {
  return raw(html)
}

/** Text made safe inside an element or a quoted attribute, for the few components that write strings for speed. */
export function escaped(text: string): string {
  if (!special.test(text)) return text
  const buffer: [string] = ['']
  escapeToBuffer(text, buffer)
  return buffer[0]
}

const special = /[&<>'"]/
