import type { PropsWithChildren } from 'hono/jsx'
import type { Tone } from './attributes'

/** A state in words; the colour only repeats them. */
export function Badge({ tone = 'neutral', children }: PropsWithChildren<{ tone?: Tone }>) {
  return <span class={`badge ${tone}`}>{children}</span>
}
