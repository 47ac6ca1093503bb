import { asset, path } from '../../src/lib/paths'
import { escaped } from '../ui/piece'
import { Toast } from '../ui/toast'
import { Header } from './header'
import { Nav, type NavItem } from './nav'

export type PageUser = { name: string; roleLabel: string; nav: NavItem[]; theme?: 'light' | 'dark' }

export type FrameProps = { title: string; user: PageUser | null; current?: string; search?: string; wide?: boolean }

/** What stands before and after the content. All but title and search is drawn once for each user and place. */
export function frame({ title, user, current, search, wide }: FrameProps): [before: string, after: string] {
  const { head, top, middle, after } = stillParts(user, current)
  const main = `<main id="contenu" tabindex="-1" hx-history-elt=""${wide ? ' class="wide"' : ''}>`
  return [`${head}${escaped(title)} — MPPEEP${top}${search ? escaped(search) : ''}${middle}${main}`, after]
}

type StillParts = { head: string; top: string; middle: string; after: string }

/** Bounded: the oldest leaves when the 501st comes. */
const limit = 500
const drawn = new Map<string, StillParts>()

function stillParts(user: PageUser | null, current: string | undefined): StillParts {
  const key = `${path('')}\n${current}\n${user ? signature(user) : ''}`
  const known = drawn.get(key)
  if (known) return known
  const parts = draw(user, current)
  if (drawn.size >= limit) drawn.delete(drawn.keys().next().value!)
  drawn.set(key, parts)
  return parts
}

function signature(user: PageUser): string {
  let text = `${user.name}\n${user.roleLabel}\n${user.theme}`
  for (const item of user.nav) text += `\n${item.key}\t${item.href}\t${item.label}\t${item.icon}`
  return text
}

function draw(user: PageUser | null, current: string | undefined): StillParts {
  const theme = user?.theme ? ` data-theme="${user.theme}"` : ''
  const header = String(<Header user={user} />)
  const [beforeSearch, afterSearch] = cut(header, ' name="q" value="')
  const nav = user ? String(<Nav items={user.nav} current={current} />) : ''
  return {
    head: `<!DOCTYPE html><html lang="fr"${theme}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`,
    top: `</title>${headLinks()}</head><body><a class="skip" href="#contenu">Aller au contenu</a>${beforeSearch}`,
    middle: `${afterSearch}<div class="${user ? 'shell' : 'shell alone'}">${nav}`,
    after: `</main></div>${String(<Announcements />)}</body></html>`,
  }
}

/** In two, after `mark`; all in the first part when there is no such mark. */
function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at + mark.length), text.slice(at + mark.length)]
}

export function headLinks(): string {
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
function Announcements() {
  return (
    <>
      <div id="annonces" role="status" aria-live="polite" />
      <template id="hors-ligne">
        <Toast tone="attention" message="La connexion a été interrompue. Vérifiez le réseau, puis réessayez." />
      </template>
    </>
  )
}
