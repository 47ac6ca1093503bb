import type { PropsWithChildren } from 'hono/jsx'

export type DisclosureProps = PropsWithChildren<{ summary: string; open?: boolean; boxed?: boolean }>

/** A part that opens on demand, with or without scripts. */
export function Disclosure({ summary, open, boxed, children }: DisclosureProps) {
  return (
    <details class={boxed ? 'disclosure boxed' : 'disclosure'} open={open}>
      <summary>{summary}</summary>
      <div class="disclosure-body">{children}</div>
    </details>
  )
}
