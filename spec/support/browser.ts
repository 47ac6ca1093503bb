import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import type { Role } from '../../src/actor'
import { openSite, type TestSite } from './site'

const executable = findChromium()

/** A group of specs that needs a browser: where there is none, its name says why it did not run. */
export function describeInBrowser(name: string, specs: () => void): void {
  const title = executable ? name : `${name} (skipped: no Chromium, neither CHROMIUM_PATH nor chromium on PATH)`
  describe.skipIf(!executable)(title, { timeout: 60_000 }, specs)
}

/** A site of the group's own and a browser on it. A spec whose pages complained fails, and leaves no window open. */
export function siteInBrowser(): { site: TestSite; windows: Windows } {
  const there = {} as { site: TestSite; windows: Windows }
  beforeAll(async () => {
    there.site = await openSite()
    there.windows = await openBrowser(there.site)
  })
  afterEach(() => there.windows.closeAll())
  afterAll(async () => {
    await there.windows.quit()
    await there.site.close()
  })
  return there
}

/** Both ways in which the same page must work, as rows of `it.each`: `[name, options]`. */
export const bothWays: [string, { javaScript: boolean }][] = [
  ['with scripts', { javaScript: true }],
  ['without scripts', { javaScript: false }],
]

export type WindowOptions = {
  /** Somebody of the cast, signed in before; nobody unless told. */
  as?: Role
  javaScript?: boolean
  width?: number
  scheme?: 'light' | 'dark'
}

export type Windows = {
  /** A window with cookies of its own. */
  open(options?: WindowOptions): Promise<Page>
  /** Closes them all, and fails when a page has complained: a refused script or style, an exception, a file not found. */
  closeAll(): Promise<void>
  /** Ends the browser. */
  quit(): Promise<void>
}

/** One browser on the site. */
export async function openBrowser(site: TestSite): Promise<Windows> {
  const browser = await launch()
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  const sessions = new Map<Role, Promise<string>>()
  return {
    async open({ as, javaScript = true, width = 1280, scheme = 'light' } = {}) {
      const context = await browser.newContext({
        baseURL: site.origin,
        javaScriptEnabled: javaScript,
        colorScheme: scheme,
        viewport: { width, height: 800 },
        locale: 'fr-FR',
        acceptDownloads: true,
      })
      contexts.push(context)
      context.setDefaultTimeout(20_000)
      if (as) {
        if (!sessions.has(as)) sessions.set(as, sessionOf(site, as))
        await context.addCookies([{ name: 'session_id', value: await sessions.get(as)!, url: site.origin }])
      }
      await context.addInitScript(reportViolations)
      const page = await context.newPage()
      listen(page, complaints)
      return page
    },
    async closeAll() {
      await Promise.all(contexts.splice(0).map((context) => context.close()))
      expect(complaints.splice(0), 'what the pages complained of').toEqual([])
    },
    quit: () => browser.close(),
  }
}

/** The document, or an element of it, as it stands, with the spaces that specs compare with. */
export async function htmlOf(shown: Page | Locator): Promise<string> {
  const html = 'content' in shown ? await shown.content() : await shown.evaluate(readHtml)
  return html.replaceAll('&nbsp;', '\u00a0')
}

/** A page that the browser had kept comes back without being loaded: only its address is waited for. */
export async function back(page: Page): Promise<void> {
  await page.goBack({ waitUntil: 'commit' })
}

/** How the element that has the focus shows it, and whether anything hides it. */
export type Focus = { tag: string; id: string; name: string; text: string; outlined: boolean; seen: boolean }

export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(readFocus) as Promise<Focus>
}

function launch(): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--no-first-run']
  return chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', ...quiet],
    // people's browsers keep the page one leaves, and so may show again what Back must not
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
}

async function sessionOf(site: TestSite, role: Role): Promise<string> {
  const client = await site.as(role)
  return client.cookies.get('session_id')!
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isStatus(message)) complaints.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    const asked = response.request().resourceType()
    const part = asked !== 'document' && asked !== 'fetch' && asked !== 'xhr'
    if (part && response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
}

/** Said of every 4xx and 5xx: those of pages are what specs are about, those of their parts are heard by `response`. */
function isStatus(message: ConsoleMessage): boolean {
  return message.text().startsWith('Failed to load resource: the server responded with a status of')
}

const readHtml = (element: unknown) => (element as { outerHTML: string }).outerHTML

const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('Content-Security-Policy: ' + event.violatedDirective + ' ' + event.blockedURI))`

const readFocus = `(() => {
  const element = document.activeElement
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2]
  const there = document.elementFromPoint(x, y)
  return {
    tag: element.tagName,
    id: element.id,
    name: element.getAttribute('name') ?? '',
    text: element.textContent.trim().replace(/\\s+/g, ' '),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: there !== null && (element.contains(there) || there.contains(element)),
  }
})()`

function findChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(delimiter)
  // the first is Chromium without the frame around its pages, which takes more than the pages do
  return ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
