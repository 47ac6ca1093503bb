import type { Sql } from 'postgres'
import { beforeAll, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import { describeInBrowser, siteInBrowser } from '../support/browser'
import { everyRoute, pathsOf, type Route } from './ground'

/** What would act as soon as it stood in a page as anything but text; the second fits where there is little room. */
const evil = `"'><img src=x onerror=document.title='piege'><svg/onload=alert(1)></title></textarea><script>alert(2)</script>`
const little = `"'></title><img src=x onerror=document.title='piege'>`

/**
 * Every text that the tables can hold is made hostile, those that a rule of the database keeps out apart; then every page is
 * opened in a browser by whoever reads the most. A page that complains, of a refused script or an exception, fails the spec.
 */
describeInBrowser('a page full of hostile text', () => {
  const there = siteInBrowser()
  let pages: Route[]
  let poisoned: string[]
  const paths: string[] = []

  beforeAll(async () => {
    pages = (await everyRoute()).filter(
      ({ method, path }) =>
        method === 'GET' && !/live|export\.|modele\.|fichier|apercu|corps|api|logo|:token/.test(path),
    )
    const real = await pathsOf(there.site)
    paths.push(...pages.map(({ path }) => real(path)))
    for (const tab of ['carriere', 'absences', 'evaluations', 'historique'])
      paths.push(`${real('/mppeep/personnel/:id')}?onglet=${tab}`)
    for (const role of ['drh', 'admin'] as const) await there.site.as(role)
    poisoned = await poison(there.site.sql)
  })

  it('has been made so', () => {
    expect(poisoned).toEqual(
      expect.arrayContaining([
        'personnel.last_name',
        'personnel.address',
        'users.name',
        'evaluations.comment',
        'career_events.note',
      ]),
    )
    expect(poisoned.length).toBeGreaterThan(25)
  })

  it.each<Role>(['drh', 'admin'])(
    '1.2.1 3.2.2 3.4.3 shows it as it was typed, and nothing acts: %s',
    { timeout: 180_000 },
    async (role) => {
      const page = await there.windows.open({ as: role })
      const acted: string[] = []
      page.on('dialog', (dialog) => {
        acted.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      let shown = 0
      // the rest is the same page for both, or closed to the administrator
      const own = paths.filter(
        (path) => role === 'drh' || /accueil|utilisateurs|parametres|journal|courriers|ops|activite/.test(path),
      )
      for (const path of own) {
        const answer = await page.goto(path, { waitUntil: 'load' })
        expect(answer?.status(), path).toBeLessThan(500)
        const { title, trapped, text } = await page.evaluate<{ title: string; trapped: number; text: boolean }>(look)
        if (title === 'piege' || trapped > 0) acted.push(path)
        if (text) shown++
      }
      expect(acted).toEqual([])
      expect(shown).toBeGreaterThan(role === 'drh' ? 6 : 2)
    },
  )

  it('1.2.1 and in what is reflected: a search, an address that there is not, a form that is refused', async () => {
    const page = await there.windows.open({ as: 'drh' })
    const said = encodeURIComponent(evil)
    for (const path of [
      `/mppeep/personnel?q=${said}`,
      `/mppeep/rien/${said}`,
      `/mppeep/connexion?suite=${said}`,
      `/mppeep/personnel?${said}=1`,
    ]) {
      await page.goto(path)
      const { title, trapped } = await page.evaluate<{ title: string; trapped: number }>(look)
      expect([title === 'piege', trapped], path).toEqual([false, 0])
    }
    const visitor = await there.windows.open()
    await visitor.goto('/mppeep/connexion')
    await visitor.evaluate(
      `document.querySelector('form').noValidate = true; document.querySelector('#champ-email').type = 'text'`,
    )
    await visitor.fill('#champ-email', evil)
    await visitor.fill('#champ-password', 'une autre phrase')
    await visitor.getByRole('button', { name: 'Se connecter' }).click()
    await visitor.locator('[aria-invalid="true"], .error-summary').first().waitFor()
    expect((await visitor.evaluate<{ trapped: number }>(look)).trapped).toBe(0)
    expect(await visitor.inputValue('#champ-email')).toContain('<script>')
  })
})

/** An element of ours never has these; the text stands somewhere on the page, or in one of its fields. */
const look = `({
  title: document.title,
  trapped: document.querySelectorAll('img[src="x"], svg[onload], [onerror], script:not([src])').length,
  text: document.body.textContent.toLowerCase().includes('onerror=document') ||
    [...document.querySelectorAll('input, textarea')].some((field) => field.value.toLowerCase().includes('onerror=document')),
})`

/** Writes it into every column of text; what the rules of the table refuse stays as it is. Returns the columns that took it. */
async function poison(sql: Sql): Promise<string[]> {
  const columns = await sql<{ table: string; column: string }[]>`
    select c.table_name as table, c.column_name as column
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'character varying')
      and c.is_generated = 'NEVER' and c.column_name !~ '(hash|token|kind|key|state|href|version|email)$'
      and c.table_name not in ('schema_migrations', 'migrations')`
  const took: string[] = []
  for (const { table, column } of columns)
    for (const text of [evil, little]) {
      if (took.includes(`${table}.${column}`)) continue
      if (await write(sql, table, column, text)) took.push(`${table}.${column}`)
    }
  return took
}

async function write(sql: Sql, table: string, column: string, text: string): Promise<boolean> {
  const done = sql.begin(async (tx) => {
    // triggers do not stop somebody who writes behind our back
    await tx`set local session_replication_role = replica`
    return tx`update ${tx(table)} set ${tx(column)} = ${text}`
  })
  return done.then(
    ({ count }) => count > 0,
    () => false,
  )
}
