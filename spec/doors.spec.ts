import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Role, roles } from '../src/actor'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'

const most = 60

let site: TestSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const navigation: Record<Role, string[]> = {
  agent: ['Accueil', 'Mon dossier'],
  chef: ['Accueil', 'Tableau de bord', 'Personnel', 'Carrières', 'Organisation', 'Actes', 'Mon dossier'],
  gestionnaire: [
    'Accueil',
    'Tableau de bord',
    'Personnel',
    'Carrières',
    'Organisation',
    'Documents',
    'Actes',
    'Corrections',
    'Mon dossier',
    'Référentiels',
    'Journal',
  ],
  drh: [
    'Accueil',
    'Tableau de bord',
    'Personnel',
    'Carrières',
    'Organisation',
    'Documents',
    'Actes',
    'Corrections',
    'Droits à congé',
    'Mon dossier',
    'Référentiels',
    'Journal',
  ],
  daf: ['Accueil', 'Tableau de bord', 'Personnel', 'Carrières', 'Organisation', 'Actes', 'Mon dossier'],
  admin: [
    'Accueil',
    'Organisation',
    'Utilisateurs',
    'Courriers',
    'Référentiels',
    'Paramètres',
    'Journal',
    'Activité',
    'Exploitation',
  ],
  auditeur: [
    'Accueil',
    'Tableau de bord',
    'Personnel',
    'Carrières',
    'Organisation',
    'Actes',
    'Utilisateurs',
    'Référentiels',
    'Paramètres',
    'Journal',
  ],
  invite: ['Accueil', 'Tableau de bord', 'Personnel', 'Carrières', 'Organisation'],
}

it.each(roles)('%s has the doors that open, and every link behind them opens too', async (role) => {
  const client = await site.as(role)
  const home = await client.get('/mppeep/accueil')
  expect(labelsOf(home.text)).toEqual(navigation[role])
  // pages and acts are found by everybody, people by who may list them
  expect(home.text).toContain('role="search"')
  const { opened, shut } = await walk(client)
  expect(shut).toEqual([])
  expect(opened).toBeGreaterThanOrEqual(navigation[role].includes('Personnel') ? 40 : navigation[role].length)
})

/** From the home page on, each kind of address a few times. */
async function walk(client: Client): Promise<{ opened: number; shut: string[] }> {
  const waiting = ['/mppeep/accueil']
  const kinds = new Map<string, number>()
  const shut: string[] = []
  const seen = new Set(waiting)
  let opened = 0
  while (opened < most && waiting.length > 0) {
    const path = waiting.shift()!
    const answer = await client.get(path)
    if (answer.status === 200) opened += 1
    else shut.push(`${answer.status} ${path}`)
    if (!String(answer.headers['content-type']).startsWith('text/html')) continue
    for (const href of linksOf(answer.text)) {
      const kind = href.replace(/[0-9a-f-]{36}/, ':id').replace(/=[^&]*/g, '')
      const known = kinds.get(kind) ?? 0
      if (seen.has(href) || known >= 4) continue
      kinds.set(kind, known + 1)
      seen.add(href)
      waiting.push(href)
    }
  }
  return { opened, shut }
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*\bhref="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
}

function labelsOf(html: string): string[] {
  const [, nav = ''] = /<nav class="nav".*?<ul>(.*?)<\/ul>/s.exec(html) ?? []
  return [...nav.matchAll(/<\/svg>([^<]*)<\/a>/g)].map(([, label]) => label!)
}
