import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

const roles = ['agent', 'chef', 'rh', 'drh', 'daf', 'admin', 'auditeur', 'invite'] as const
type Role = (typeof roles)[number]
let site: TestSite
let as: Record<Role, Client>
let person: { id: string; matricule: string; name: string }

beforeAll(async () => {
  site = await openSite()
  as = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await site.as(role)]))) as never
  const [found] = await site.sql<[typeof person]>`
    select p.id, p.matricule, p.last_name || ' ' || p.first_names as name
    from personnel p
    where p.id not in (select person_id from users where person_id is not null) and p.left_on is null
    order by p.id
    limit 1`
  person = found!
  const by = await site.sql<{ id: string; email: string }[]>`select id, email from users`
  const account = (email: string) => by.find((one) => one.email === email)!.id
  await site.sql`
    insert into activities (at, actor_id, actor_name, event, target_kind, target_id, target_name, person_id, before, after, address, cf_ray, request_id)
    values
      ('2026-03-01 10:00Z', ${account('rh@mppeep.example')}, 'Test RH', 'personnel.updated', 'personnel', ${person.id}, ${person.name}, ${person.id},
        '{"version": 1, "nationalId": "CI000000111", "indexPoints": 777, "phone": "+2250700000001", "children": 3}',
        '{"version": 2, "nationalId": "CI000000222", "indexPoints": 888, "phone": "+2250700000002", "children": 4}',
        '198.51.100.7', 'aaaaaaaaaaaaaaaa-ABJ', '01935b1c-0000-7000-8000-000000000001'),
      ('2026-03-02 10:00Z', ${account('admin@mppeep.example')}, 'Test Admin', 'account.created', 'account', gen_random_uuid(), 'Nouveau Compte', null,
        null, '{"email": "nouveau@mppeep.example", "roles": ["agent"]}', '198.51.100.8', null, null)`
})

afterAll(() => site?.close())

describe('who reads what', () => {
  const [files, technical] = [
    '?acte=personnel.updated&du=2026-03-01&au=2026-03-01',
    '?acte=account.created&du=2026-03-02&au=2026-03-02',
  ]

  it.each<[Role, boolean, boolean]>([
    ['agent', false, false],
    ['chef', false, false],
    ['rh', true, false],
    ['drh', true, true],
    ['daf', false, false],
    ['admin', false, true],
    ['auditeur', true, true],
    ['invite', false, false],
  ])('%s: of the files %s, of the accounts %s', async (role, mayFiles, mayAccounts) => {
    for (const [query, may] of [
      [files, mayFiles],
      [technical, mayAccounts],
    ] as const) {
      const { status, text } = await as[role].get(`/mppeep/journal${query}`)
      expect(status).toBe(200)
      expect(text.includes('<tbody>')).toBe(may)
      const [line] = await site.sql<{ id: string }[]>`
        select id from activities where event = ${query === files ? 'personnel.updated' : 'account.created'} and at < '2026-03-03' order by id desc limit 1`
      expect((await as[role].get(`/mppeep/journal/${line!.id}`)).status).toBe(may ? 200 : 404)
      const csv = await as[role].get(`/mppeep/exports/listes/journal/csv${query}`)
      expect(csv.text.trim().split('\r\n')).toHaveLength(may ? 2 : 1)
    }
  })

  it('shows everybody their own sign-in, and nobody else theirs', async () => {
    const [own] = await site.sql`
      select a.id from activities a join users u on u.id = a.actor_id where u.email = 'agent@mppeep.example' and a.event = 'session.opened' limit 1`
    expect((await as.agent.get(`/mppeep/journal/${own!.id}`)).status).toBe(200)
    expect((await as.chef.get(`/mppeep/journal/${own!.id}`)).status).toBe(404)
    expect((await as.admin.get(`/mppeep/journal/${own!.id}`)).status).toBe(200)
  })

  it('shows its door to those for whom there is more than their own trail', async () => {
    const door = 'href="/mppeep/journal"'
    const shown = await Promise.all(
      roles.map(async (role) => (await as[role].get('/mppeep/accueil')).text.includes(door)),
    )
    expect(roles.filter((_, index) => shown[index])).toEqual(['rh', 'drh', 'admin', 'auditeur'])
  })
})

describe('a line', () => {
  it('says who, from where, and what it was before and after, in French', async () => {
    const { text } = await as.rh.get(`/mppeep/journal/${await lineId()}`)
    for (const said of [
      'Dossier modifié',
      'Test RH',
      '198.51.100.7',
      'aaaaaaaaaaaaaaaa-ABJ',
      '01935b1c-0000-7000-8000-000000000001',
    ])
      expect(text).toContain(said)
    expect(words(text)).toContain('Carte nationale d’identité CI000000111 CI000000222')
    expect(words(text)).toContain('Indice 777 888')
    expect(words(text)).toContain('Téléphone +225 07 00 00 00 01 +225 07 00 00 00 02')
  })

  it('leaves out, for who wrote it in other days, the fields that their rights do not show now', async () => {
    // a line of theirs, about somebody whose papers and pay they may not read
    const [line] = await site.sql<{ id: string }[]>`
      insert into activities (actor_id, actor_name, event, target_kind, target_id, person_id, before, after)
      select u.id, u.name, 'personnel.updated', 'personnel', ${person.id}, ${person.id}, a.before,
        a.after || '{"act": {"kind": "avancement_echelon", "echelon": 8, "decisionNumber": "D-2"}}'
      from users u, activities a where u.email = 'chef@mppeep.example' and a.id = ${await lineId()}
      returning id`
    const { status, text } = await as.chef.get(`/mppeep/journal/${line!.id}`)
    expect(status).toBe(200)
    expect(words(text)).toContain('07 00 00 00 02')
    expect(words(text)).toContain('Nature : Avancement d’échelon ; Numéro de décision : D-2')
    for (const secret of ['CI000000', 'Carte nationale', 'Indice', 'Nombre d’enfants', 'Échelon'])
      expect(words(text)).not.toContain(secret)
    expect(text).toContain('Certaines rubriques ne vous sont pas montrées.')
  })

  it.each(['0', '-1', 'x', '999999999', '99999999999999999999'])('that is not there (%s) is not found', async (id) => {
    expect((await as.auditeur.get(`/mppeep/journal/${id}`)).status).toBe(404)
  })
})

describe('the search', () => {
  it.each([
    ['acteur', 'rh@mppeep.example'],
    ['adresse', '198.51.100.7'],
    ['adresse', '198.51.100.0/29'],
    ['rayon', 'aaaaaaaaaaaaaaaa'],
    ['rayon', 'aaaaaaaaaaaaaaaa-ABJ'],
    ['requete', '01935b1c-0000-7000-8000-000000000001'],
    ['acte', 'personnel.updated'],
  ])('by %s %s finds the line', async (field, value) => {
    const { status, text } = await as.auditeur.get(
      `/mppeep/journal?du=2026-03-01&au=2026-03-01&${field}=${encodeURIComponent(value)}`,
    )
    expect(status).toBe(200)
    expect(text).toContain(`/mppeep/journal/${await lineId()}"`)
  })

  it('by a person, by matricule or by name without accents', async () => {
    for (const asked of [person.matricule, person.name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')]) {
      const { text } = await as.auditeur.get(`/mppeep/journal?personne=${encodeURIComponent(asked)}`)
      expect(text, asked).toContain(`/mppeep/journal/${await lineId()}"`)
    }
    const { text } = await as.auditeur.get('/mppeep/journal?personne=000000Z')
    expect(text).toContain('Aucune ligne ne répond à cette recherche.')
  })

  it.each([
    'adresse=nulle+part',
    'rayon=x',
    'requete=1',
    'acte=rien',
    'du=2026-02-30',
    'du=2026-03-02&au=2026-03-01',
    'apres=x',
    'inconnu=1',
    'du=2026-01-01&du=2026-01-02',
  ])('refuses %s', async (query) => expect((await as.auditeur.get(`/mppeep/journal?${query}`)).status).toBe(422))

  it('says at its field what is mistyped, and keeps what was typed', async () => {
    const { text } = await as.auditeur.get('/mppeep/journal?adresse=nulle+part&rayon=%3Cb%3E&acteur=kon%C3%A9')
    for (const typed of ['nulle part', '&lt;b&gt;', 'koné']) expect(text).toContain(`value="${typed}"`)
    expect(text.match(/aria-invalid="true"/g)).toHaveLength(2)
    expect(text.match(/Une adresse IP, ou une plage/g)).toHaveLength(2)
    expect((await as.agent.get('/mppeep/journal?inconnu=1')).text).toContain('inconnu\u202f: Ce champ n’existe pas.')
  })

  it('takes what is typed as text, whatever it is', async () => {
    for (const typed of ["' or 1=1 --", '%', '\\', '<b>x</b>', 'œ'.repeat(100)]) {
      const { status, text } = await as.auditeur.get(
        `/mppeep/journal?acteur=${encodeURIComponent(typed)}&personne=${encodeURIComponent(typed)}`,
      )
      expect(status, typed).toBe(200)
      expect(text).not.toContain('<b>x</b>')
      expect(text).toContain('Aucune ligne')
    }
  })
})

describe('a long journal', () => {
  beforeAll(async () => {
    await site.sql`
      insert into activities (at, actor_name, event, target_kind, target_id, target_name, address)
      select '2025-01-01'::timestamptz + make_interval(secs => n), 'Robot', 'account.disabled', 'account', n::text, '=cmd|' || n,
        case when n <= 1100 then inet '192.0.2.77' end
      from generate_series(1, 10050) n`
  })

  it('is turned page by page, each line once', async () => {
    const seen = new Set<string>()
    let href = '/mppeep/journal?acte=account.disabled&du=2025-01-01&au=2025-01-01'
    const pages: number[] = []
    for (let turned = 0; turned < 4; turned++) {
      const { text } = await as.admin.get(href)
      const ids = [...text.matchAll(/href="\/mppeep\/journal\/(\d+)"/g)].map(([, id]) => id!)
      pages.push(ids.length)
      for (const id of ids) seen.add(id)
      href = /href="([^"]*apres=[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
    }
    expect(pages).toEqual([50, 50, 50, 50])
    expect(seen.size).toBe(200)
  })

  it('says honestly that there are more than are counted, and counts exactly below', async () => {
    const many = await as.admin.get('/mppeep/journal?acte=account.disabled&du=2025-01-01')
    expect(words(many.text)).toContain('plus de 10 000 lignes')
    const few = await as.admin.get('/mppeep/journal?acte=account.created&du=2026-03-02&au=2026-03-02')
    expect(words(few.text)).toContain('1 ligne')
    const [last] = await site.sql<{ id: string }[]>`select min(id) as id from activities where target_name = '=cmd|1'`
    expect((await as.admin.get('/mppeep/journal?acte=account.disabled&au=2025-01-01&fin=1')).text).toContain(
      `/journal/${last!.id}"`,
    )
  })

  it('costs at most four queries, whatever it holds', async () => {
    const asked = ['', '?acteur=robot&personne=kouassi&du=2025-01-01&adresse=198.51.100.7', '?fin=1']
    for (const query of asked) {
      const line = await site.lineOf(await as.auditeur.get(`/mppeep/journal${query}`))
      expect(line['db.calls']).toBeLessThanOrEqual(4)
    }
    const line = await site.lineOf(await as.auditeur.get(`/mppeep/journal/${await lineId()}`))
    expect(line['db.calls']).toBeLessThanOrEqual(4)
  })

  it('is taken away with its cells harmless, and that is written first', async () => {
    const search = 'acte=account.disabled&adresse=192.0.2.77'
    const { status, text, headers } = await as.admin.get(`/mppeep/exports/listes/journal/csv?${search}`)
    expect(status).toBe(200)
    expect(headers['content-disposition']).toMatch(/^attachment; filename="journal-\d{4}-\d\d-\d\d\.csv"$/)
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1_101)
    expect(lines[1]).toContain(";'=cmd|1100;")
    const [line] =
      await site.sql`select actor_name, after from activities where event = 'journal.exported' order by id desc limit 1`
    expect(line!.after).toEqual({ asked: Object.fromEntries(new URLSearchParams(search)), total: 1_100 })
  })
})

async function lineId(): Promise<string> {
  const [line] = await site.sql<{ id: string }[]>`select id from activities where cf_ray = 'aaaaaaaaaaaaaaaa-ABJ'`
  return line!.id
}

function words(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/[\s\u202f\u00a0]+/g, ' ')
}
