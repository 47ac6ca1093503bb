import { frenchDay as day } from '../../src/lib/french'
import { organisation, organisationSignature } from '../../src/lib/organisation'
import { asset, path } from '../../src/lib/paths'
import { isoToday } from '../../src/lib/today'
import { escaped } from '../ui/piece'
import { Toast } from '../ui/toast'
import { type Flash, FlashNotice } from './flash'
import { Footer } from './footer'
import { Header } from './header'
import { Main } from './main'
import { Nav, type NavItem } from './nav'

export type PageUser = {
  name: string
  roleLabel: string
  nav: NavItem[]
  /** Whether there is anybody they may look for. */
  maySearch: boolean
  theme?: 'light' | 'dark'
  density?: 'compact'
}

export type FrameProps = { title: string; user: PageUser | null; current?: string; search?: string; wide?: boolean }

/** What stands before and after the content. All but title and search is drawn once for each user and place. */
export function frame(props: FrameProps): [before: string, after: string] {
  const { head, top, middle, after } = stillParts(props).text
  return [head + escaped(props.title) + top + searched(props) + middle, after]
}

/** A whole document around a piece that is bytes already: what comes from the cache is neither decoded nor encoded. */
export function framed(piece: Uint8Array, props: FrameProps & { flash?: Flash }): Uint8Array<ArrayBuffer> {
  const { head, top, middle, after } = stillParts(props).bytes
  const title = Buffer.from(escaped(props.title))
  const flash = Buffer.from(String(<FlashNotice flash={props.flash} />))
  return Buffer.concat([head, title, top, Buffer.from(searched(props)), middle, flash, piece, after])
}

/** What htmx gets of such a page: its title and its content. */
export function inMain(
  piece: Uint8Array,
  { title, wide }: Pick<FrameProps, 'title' | 'wide'>,
): Uint8Array<ArrayBuffer> {
  const [main] = cut(String(<Main wide={wide} />), '>')
  const before = `<title>${escaped(title)} &mdash; MPPEEP</title>${main}`
  return Buffer.concat([Buffer.from(before), piece, Buffer.from('</main>')])
}

function searched({ search }: FrameProps): string {
  return search ? escaped(search) : ''
}

/** Title goes between head and top, the searched words between top and middle, the content between middle and after. */
type Parts<Kind> = { head: Kind; top: Kind; middle: Kind; after: Kind }
type StillParts = { text: Parts<string>; bytes: Parts<Uint8Array> }

/** Bounded: the oldest leaves when the 501st comes. */
const limit = 500
const drawn = new Map<string, StillParts>()

function stillParts(props: FrameProps): StillParts {
  const key = signature(props)
  const known = drawn.get(key)
  if (known) return known
  const text = draw(props)
  const bytes = {
    head: Buffer.from(text.head),
    top: Buffer.from(text.top),
    middle: Buffer.from(text.middle),
    after: Buffer.from(text.after),
  }
  if (drawn.size >= limit) drawn.delete(drawn.keys().next().value!)
  drawn.set(key, { text, bytes })
  return { text, bytes }
}

function signature({ user, current, wide }: FrameProps): string {
  let key = `${path('')}\n${current}\n${wide}\n${organisationSignature()}\n${isoToday()}`
  if (!user) return key
  key += `\n${user.name}\n${user.roleLabel}\n${user.theme}\n${user.density}\n${user.maySearch}`
  for (const item of user.nav) key += `\n${item.key}\t${item.href}\t${item.label}\t${item.icon}`
  return key
}

/** Entities instead of characters beyond Latin-1: a string with one of those takes twice the memory. */
function draw({ user, current, wide }: FrameProps): Parts<string> {
  const theme = user?.theme ? ` data-theme="${user.theme}"` : ''
  const density = user?.density ? ` data-density="${user.density}"` : ''
  const [beforeSearch, afterSearch] = cut(String(<Header user={user} />), ' name="q" value="')
  const nav = user ? String(<Nav items={user.nav} current={current} />) : ''
  const [main] = cut(String(<Main wide={wide} />), '>')
  return {
    head: `<!DOCTYPE html><html lang="fr"${theme}${density}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`,
    top: ` &mdash; MPPEEP</title>${links()}</head><body><a class="skip" href="#contenu">Aller au contenu</a>${beforeSearch}`,
    middle: `${afterSearch}${user ? closedNotice() + printedBy(user) : ''}<div class="${user ? 'shell' : 'shell alone'}">${nav}${main}`,
    after: `</main></div>${String(<Footer />)}${announcements()}</body></html>`,
  }
}

/** While the house is closed, those who may be in it are told on every page. */
function closedNotice(): string {
  if (organisation().closed === null) return ''
  return String(<p class="closed">Maintenance en cours&#8239;: seuls les administrateurs ont accès au site.</p>)
}

/** On paper only: of which day the page is, and for whom it was made. */
function printedBy({ name }: PageUser): string {
  return String(
    <p class="printed">
      {organisation().name} &middot; État du {day(isoToday())}, pour {name}
    </p>,
  )
}

/** In two, after `mark`; all in the first part when there is no such mark. */
function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at + mark.length), text.slice(at + mark.length)]
}

function links(): string {
  return [
    '<meta name="color-scheme" content="light dark">',
    // Our stylesheet has the busy marks, and a constructed one would only weigh.
    `<meta name="htmx-config" content='{"includeIndicatorCSS":false,"defaultTimeout":30000}'>`,
    `<link rel="stylesheet" href="${asset('app.css')}">`,
    `<link rel="icon" href="${asset('favicon.ico')}" sizes="32x32">`,
    `<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">`,
    `<script src="${asset('htmx.js')}" defer></script>`,
    `<script src="${asset('app.js')}" defer></script>`,
  ].join('')
}

/** The live region of the page, and the message to show when the network fails in the middle of a swap. */
function announcements(): string {
  const lost = <Toast tone="attention" message="La connexion a été interrompue. Vérifiez le réseau, puis réessayez." />
  return `<div id="annonces" role="status" aria-live="polite"></div><template id="hors-ligne">${String(lost)}</template>`
}
