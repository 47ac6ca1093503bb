/** `+2250700001234` as people read it, never parted at a line's end: `+225 07 00 00 12 34`. */
export function inPairs(e164: string): string {
  return `+225\u00a0${pairs(e164).join('\u00a0')}`
}

/** The same as people type it: `07 00 00 12 34`. */
export function asTyped(e164: string): string {
  return pairs(e164).join(' ')
}

function pairs(e164: string): string[] {
  return e164.slice(4).match(/../g) ?? []
}
