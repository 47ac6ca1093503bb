import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type TestSite } from './support/site'

let site: TestSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** What is asked for and is no page that somebody signed in reads: files, data, streams, ways on, and the doors. */
const noPages =
  /^\/(|live|livez|readyz|metrics|logo\/.*|api\/.*|connexion.*|mot-de-passe.*|bienvenue\/.*|invitation\/.*)$|\.(csv|xlsx)$|\/(fichier|justificatif|photo|messages|apercu|pdf)$/

describe('the pages that are read most', () => {
  it('have a name that people know, each of them', async () => {
    const [{ createApp }, { readAssets }, { routeName }] = await Promise.all([
      import('../src/app'),
      import('../src/http/assets'),
      import('../components/ops/pages'),
    ])
    const routes = createApp(readAssets('dist/public')).app.routes.filter(({ method }) => method === 'GET')
    const pages = [...new Set(routes.map(({ path }) => path))].filter(
      (page) => !noPages.test(page.replace(/^\/mppeep\/?/, '/')),
    )
    expect(pages.length).toBeGreaterThan(80)
    expect(pages.filter((page) => routeName(page).startsWith('/'))).toEqual([])
  })
})
