import { missing } from '../lib/problems'

/** The id in an address; anything that is not one belongs to nobody. */
export function rowId(text: string | undefined): string {
  if (!text || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw missing()
  return text.toLowerCase()
}

/**
 * Which part of a file is asked for (RFC 9110 §14.1.2): null for the whole of it, also for several parts or what cannot be read;
 * `outside` when there is no such part.
 */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'outside' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return null
  if (from === '') return Number(to) === 0 ? 'outside' : { start: Math.max(0, size - Number(to)), end: size - 1 }
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (Number(from) >= size) return 'outside'
  return Number(from) > end ? null : { start: Number(from), end }
}
