import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { type Flash, FlashNotice } from './flash'
import { type FrameProps, frame } from './frame'

export type { PageUser } from './frame'
export type { NavItem } from './nav'

export type PageProps = PropsWithChildren<FrameProps & { flash?: Flash }>

/** A whole document of the site. `current` is the key of the nav item, `search` what the search field shows. */
export function Page({ children, flash, ...place }: PageProps) {
  const [before, after] = frame(place)
  return (
    <>
      {raw(before)}
      <FlashNotice flash={flash} />
      {children}
      {raw(after)}
    </>
  )
}
