export type Encoding = 'br' | 'gzip'

const known = new Map<string, Encoding | null>()

/** The best encoding that the client takes, Brotli first; a quality of 0 is a refusal (RFC 9110 §12.5.3). */
export function encodingFor(accepted: string | string[] | undefined): Encoding | null {
  if (typeof accepted !== 'string') return null
  const found = known.get(accepted)
  if (found !== undefined) return found
  const taken = accepted.length <= 200 ? read(accepted) : new Set<string>()
  const best = taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : null
  // browsers send a handful of different ones; strangers may send any number
  if (known.size < 200) known.set(accepted, best)
  return best
}

function read(accepted: string): Set<string> {
  const codings = accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((word) => word.trim()))
  const refused = (weights: string[]) => weights.some((weight) => /^q=0(\.0*)?$/.test(weight))
  const named = new Map(codings.map(([coding = '', ...weights]) => [coding, !refused(weights)]))
  const takes = (coding: string) => named.get(coding) ?? named.get('*') ?? false
  return new Set(['br', 'gzip'].filter(takes))
}
