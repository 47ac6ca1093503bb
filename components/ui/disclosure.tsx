import type { PropsWithChildren } from 'hono/jsx'

export type DisclosureProps = PropsWithChildren<{ summary: string; open?: boolean }>

/** A part that opens on demand, with or without scripts. */
export function Disclosure({ summary, open, children }: DisclosureProps) {
  return (
    <details class="disclosure" open={open}>
      <summary>{summary}</summary>
      <div class="disclosure-body">{children}</div>
    </details>
  )
}
