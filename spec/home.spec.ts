import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userWith } from './support/actors'
import { addAwkwardPeople } from './support/awkward'
import { linkedFigures, totalOf } from './support/linked'
import { openSite, type TestSite } from './support/site'
import { World } from './support/world'

const page = '/mppeep/accueil'
const today = new Date().toISOString().slice(0, 10)

let site: TestSite
let world: World

beforeAll(async () => {
  site = await openSite()
  await addAwkwardPeople(site.sql, today)
  world = await World.read(site.sql)
})
afterAll(() => site.close())

describe('what waits', () => {
  it.each(['drh', 'gestionnaire'] as const)(
    'counts for %s the files that call for an act, each leading to its list',
    async (role) => {
      const client = await site.as(role)
      const { status, text } = await client.get(page)
      expect(status).toBe(200)
      const figures = new Map(linkedFigures(text).map(({ href, people }) => [href.split('?')[1], people]))
      for (const query of [
        'retraite=depassee',
        'retraite=12',
        'dossier=incomplet',
        'evaluation=contestee',
        'absent=aujourdhui',
      ]) {
        const expected = world.who(new URLSearchParams(query), today).length
        expect(expected, query).toBeGreaterThan(0)
        expect(figures.get(query), `${query} by hand`).toBe(expected)
        expect(totalOf((await client.get(`/mppeep/personnel?${query}`)).text), `${query} in the list`).toBe(expected)
      }
    },
  )

  it('is right on the last day of a year, when people retire', async () => {
    const { homeOf } = await import('../src/home/home')
    for (const day of ['2026-12-31', '2027-01-01', '2027-12-31']) {
      const { waiting, away } = await homeOf(userWith('drh', null), day)
      const count = (query: string) => world.who(new URLSearchParams(query), day).length
      expect(waiting, day).toMatchObject({ past: count('retraite=depassee'), soon: count('retraite=12') })
      expect(away!.total, day).toBe(count('absent=aujourdhui'))
    }
  })

  it('counts for a chief the contested marks of the unit, and no file to put in order', async () => {
    const { text } = await (await site.as('chef')).get(page)
    const queries = linkedFigures(text).map(({ href }) => href.split('?')[1])
    expect(queries.sort()).toEqual(['absent=aujourdhui', 'evaluation=contestee'])
    for (const { href, people } of linkedFigures(text)) {
      expect(people, href).toBe(world.below('DSI').who(new URLSearchParams(href.split('?')[1]), today).length)
    }
  })

  it('drops what no longer waits', async () => {
    const client = await site.as('gestionnaire')
    await site.sql`update personnel set national_id = coalesce(national_id, 'CI000000000'), birth_place = coalesce(birth_place, 'Man')`
    await bumped()
    expect((await client.get(page)).text).not.toContain('dossier=incomplet')
    expect((await client.get(page)).text).toContain('evaluation=contestee')
  })

  it('tells an agent of the evaluation to comment and of the absences to come, and says when there is nothing', async () => {
    const client = await site.as('agent')
    const [{ id }] = await site.sql<
      [{ id: string }]
    >`select person_id as id from users where email = 'agent@mppeep.example'`
    const coming = await site.sql<{ label: string; on: string }[]>`
      select t.label, to_char(a.starts_on, 'DD/MM/YYYY') as on
      from absences a join absence_types t on t.code = a.type
      where a.person_id = ${id} and a.cancelled_at is null and a.starts_on > ${today} order by a.starts_on limit 3`
    const before = (await client.get(page)).text
    expect(before).toContain('attend votre avis')
    for (const { label, on } of coming) {
      expect(before).toContain(label)
      expect(before).toContain(on)
    }
    expect(before).not.toContain('Rien ne vous attend')
    await site.sql`update evaluations set state = 'validee' where person_id = ${id}`
    await site.sql`update absences set cancelled_at = now() where person_id = ${id}`
    const after = (await client.get(page)).text
    expect(after).toContain('Rien ne vous attend')
    expect(after).not.toContain('attend votre avis')
  })
})

describe('who sees what', () => {
  it('says who one is', async () => {
    const [chief] = await site.sql<[{ name: string; matricule: string; unit: string }]>`
      select u.name, p.matricule, units.name as unit
      from users u join personnel p on p.id = u.person_id join units on units.id = p.unit_id
      where u.email = 'chef@mppeep.example'`
    const text = plain((await (await site.as('chef')).get(page)).text)
    for (const word of [chief.name, chief.matricule, chief.unit, 'Chef d’unité']) expect(text).toContain(word)
  })

  it('opens only the doors that open', async () => {
    const doors = {
      '/mppeep/dashboard': ['chef', 'gestionnaire', 'drh', 'daf', 'auditeur', 'invite'],
      '/mppeep/personnel/nouveau': ['gestionnaire', 'drh'],
      '/mppeep/personnel/export.xlsx': ['chef', 'gestionnaire', 'drh', 'daf', 'auditeur'],
    }
    for (const role of ['agent', 'chef', 'gestionnaire', 'drh', 'daf', 'admin', 'auditeur', 'invite'] as const) {
      const main = (await (await site.as(role)).get(page)).text.split('<main')[1]!
      for (const [href, roles] of Object.entries(doors)) {
        expect(main.includes(`href="${href}"`), `${role} ${href}`).toBe(roles.includes(role))
      }
    }
  })

  it('names the absent within reach, and nobody else', async () => {
    const { text } = await (await site.as('chef')).get(page)
    const shown = [...text.matchAll(/href="\/mppeep\/personnel\/([0-9a-f-]{36})">([^<]+)</g)]
    const away = world.below('DSI').who(new URLSearchParams({ absent: 'aujourdhui' }), today)
    const first = await site.sql<{ id: string; name: string }[]>`
      select id, last_name || ' ' || first_names as name
      from personnel where id = any (${away.map(({ id }) => id)}) order by name_key, id limit 8`
    expect(first.length).toBeGreaterThan(0)
    expect(shown.map(([, id, name]) => ({ id, name: plain(name!) }))).toEqual([...first])
    for (const role of ['agent', 'admin'] as const) {
      expect((await (await site.as(role)).get(page)).text).not.toContain('En ce moment')
    }
  })

  it('tells those who keep the accounts about the site, and shows them no file', async () => {
    await site.visitor().post('/mppeep/connexion', { email: 'drh@mppeep.example', password: 'ce n’est pas elle' })
    await site.sql`
      insert into activities (actor_name, event, at) values ('Personne', 'second_factor.refused', now())`
    const client = await site.as('admin')
    const { text } = await client.get(page)
    const [counted] = await site.sql<[{ sessions: number; accounts: number; refusals: number }]>`
      select (select count(*)::int from sessions) as sessions, (select count(*)::int from users) as accounts,
        (select count(*)::int from activities where event in ('session.refused', 'second_factor.refused')) as refusals`
    expect(counted.refusals).toBe(2)
    expect(definition(text, 'Sessions ouvertes')).toBe(String(counted.sessions))
    expect(definition(text, 'Comptes actifs')).toBe(String(counted.accounts))
    expect(definition(text, 'Connexions refusées depuis 24 heures')).toBe(String(counted.refusals))
    expect(definition(text, 'Pages lues aujourd’hui') !== null).toBe(site.redis !== null)
    expect(text).not.toContain('/mppeep/personnel')
    expect((await (await site.as('drh')).get(page)).text).not.toContain('Sessions ouvertes')
  })

  it('shows the journal within reach, in words, newest first', async () => {
    const text = plain((await (await site.as('drh')).get(page)).text)
    const [account] = await site.sql<[{ name: string; at: string }]>`
      select u.name, to_char(a.at at time zone 'Africa/Abidjan', 'DD/MM/YYYY à\u00a0HH24:MI') as at
      from users u join activities a on a.target_id = u.id::text and a.event = 'account.created'
      where u.email = 'drh@mppeep.example'`
    const recent = text.slice(text.indexOf('Activité récente'))
    expect(recent).toMatch(new RegExp(`Compte créé\\s+${account.name}\\s+.*${account.at}`))
    // these are for the journal
    expect(recent).not.toMatch(/Connexion\s+–/)
    expect(recent).not.toMatch(/session\.|personnel\./)
  })
})

it('costs at most five statements; once the shared part is kept two, and one for the files opened last', async (context) => {
  const most = async (role: Parameters<TestSite['as']>[0]) => {
    const client = await site.as(role)
    // its session is read from Postgres once
    await client.get(page)
    await bumped()
    const costs = []
    for (let visits = 1; visits <= 2; visits++) {
      const seen = site.log.length
      await client.get(page)
      costs.push(await costSince(seen))
    }
    return costs
  }
  for (const role of ['agent', 'chef', 'drh', 'admin', 'auditeur', 'invite'] as const) {
    const [first, second] = await most(role)
    expect(first, role).toBeLessThanOrEqual(5)
    if (site.redis && role === 'agent') expect(second, role).toBe(2)
    if (site.redis && (role === 'chef' || role === 'drh')) expect(second, role).toBe(3)
  }
  if (!site.redis) context.skip('what is kept needs a Redis server')
})

async function bumped(): Promise<void> {
  const { bump } = await import('../src/redis/cache')
  await bump('personnel')
}

async function costSince(seen: number): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const line = site.log.slice(seen).find((candidate) => candidate['url.path'] === page)
    if (line) return Number(line['db.calls'])
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('no log line')
}

function definition(html: string, label: string): string | null {
  return new RegExp(`<dt>${label}</dt><dd>([^<]*)</dd>`).exec(html)?.[1] ?? null
}

/** The words of a page, without its marks. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
