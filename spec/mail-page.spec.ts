import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from './support/client'
import { type MailSite, openMailSite } from './support/mail-site'

let site: MailSite
let admin: Client

/** However slow the machine. */
const soon = <T>(check: () => T) => vi.waitFor(check, 5_000)

beforeAll(async () => {
  site = await openMailSite()
  admin = await site.as('admin')
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from outbox`
  site.mailbox.letters.length = 0
  site.mailbox.refuse(null)
})

/** A letter that was done with already. */
async function letter(
  state: 'dead' | 'done',
  more: { reason?: string; result?: object; payload?: object } = {},
): Promise<string> {
  const to = { email: 'aya.konan@mppeep.example', name: 'KONAN <Aya>' }
  const payload = more.payload ?? { letter: 'account-enabled', to, props: { email: to.email } }
  const [row] = await site.sql<{ id: string }[]>`
    insert into outbox (kind, payload, state, attempts, reason, result, finished_at)
    values ('letter', ${site.sql.json(payload as never)}, ${state}, 1, ${more.reason ?? null}, ${site.sql.json((more.result ?? null) as never)}, now())
    returning id`
  return row!.id
}
const stateOf = async (id: string) =>
  (await site.sql<{ state: string }[]>`select state from outbox where id = ${id}`)[0]!.state

describe('the letters of the site', () => {
  it('are listed with whom they are for, what they say and what became of them', async () => {
    await letter('dead', { reason: 'Le serveur de courrier a répondu\u202f: 550 no such user' })
    await letter('done', { result: { response: '250 OK' } })
    await letter('done', { result: { kept: true } })
    await letter('dead', { payload: { letter: 'unknown' }, reason: 'Contenu illisible' })
    const page = await admin.get('/mppeep/courriers')
    expect(page.status).toBe(200)
    for (const words of [
      '4\u00a0courriers',
      'Non envoyé',
      'Envoyé',
      'Conservé ici',
      '550 no such user',
      'KONAN &lt;Aya&gt;',
    ])
      expect(page.text).toContain(words)
    expect(page.text.match(/Votre compte MPPEEP est réactivé/g)).toHaveLength(3)
    expect(page.text).toContain('Contenu illisible')
  })

  it('fill pages of fifty, both ways, each letter on one of them', async () => {
    for (let n = 0; n < 120; n++) await letter('done', { result: { response: '250' } })
    const wanted = await site.sql<{ id: string }[]>`select id from outbox where kind = 'letter' order by id desc`
    const forwards = await walk('', 'Suivante')
    expect(forwards.map(({ ids }) => ids.length)).toEqual([50, 50, 20])
    expect(forwards.flatMap(({ ids }) => ids)).toEqual(wanted.map(({ id }) => id))
    const backwards = await walk('?fin=1', 'Précédente')
    expect(backwards.reverse().flatMap(({ ids }) => ids)).toEqual(wanted.map(({ id }) => id))
  })

  it('that could not leave are found among all the others, page after page', async () => {
    for (let n = 0; n < 60; n++) await letter('done', { result: { response: '250' } })
    const lost = [await letter('dead', { reason: '550' }), await letter('dead', { reason: '551' })]
    for (let n = 0; n < 60; n++) await letter('done', { result: { response: '250' } })
    expect((await admin.get('/mppeep/courriers')).text).toContain('href="/mppeep/courriers?etat=non-envoyes"')
    const found = await walk('?etat=non-envoyes', 'Suivante')
    expect(found.flatMap(({ ids }) => ids)).toEqual(lost.reverse())
    for (let n = 0; n < 60; n++) await letter('dead')
    expect((await walk('?etat=non-envoyes', 'Suivante')).map(({ ids }) => ids.length)).toEqual([50, 12])
    const [row] = await site.sql`
      insert into outbox (kind, payload, attempts, reason, due_at)
      select kind, payload, 3, 'ne répond pas', now() + interval '1 hour' from outbox limit 1 returning id`
    expect((await admin.get('/mppeep/courriers')).text).toContain('n’a pas encore pu partir')
    expect((await walk('?etat=en-attente', 'Suivante')).flatMap(({ ids }) => ids)).toEqual([row!.id])
    expect((await admin.get('/mppeep/courriers?etat=perdus')).status).toBe(422)
  })

  it('are shown as they are read, in a frame that can do nothing', async () => {
    const id = await letter('done', { result: { kept: true } })
    const page = await admin.get(`/mppeep/courriers/${id}`)
    expect(page.text).toContain(`src="/mppeep/courriers/${id}/corps"`)
    expect(page.text).toContain('sandbox=""')
    expect(page.text).toContain('Le compte aya.konan@mppeep.example du tableau de bord')
    const body = await admin.get(`/mppeep/courriers/${id}/corps`)
    expect(body.text).toContain('Bonjour KONAN &lt;Aya&gt;,')
    expect(body.headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
    )
    expect(body.headers['x-frame-options']).toBe('SAMEORIGIN')
    expect(page.headers['content-security-policy']).not.toContain('unsafe-inline')
  })

  it('that nobody got leave again, once however often it is asked', async () => {
    const id = await letter('dead', { reason: '550' })
    const ask = () => admin.post(`/mppeep/courriers/${id}/envois`, {})
    const answers = await Promise.all([ask(), ask(), ask()])
    // whoever comes after it has left is told so
    expect(answers.map(({ status }) => status).filter((status) => status !== 303 && status !== 409)).toEqual([])
    expect(answers.some(({ status }) => status === 303)).toBe(true)
    // who asks again holds the row for a moment, and then it is the sweep that finds it
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('done'), 4_000)
    expect(site.mailbox.letters).toHaveLength(1)
    expect((await admin.get(`/mppeep/courriers/${id}`)).text).not.toContain('Renvoyer')
    expect((await ask()).status).toBe(409)
    expect(site.mailbox.letters).toHaveLength(1)
  })

  it('refused for good show the words of the server and leave when it takes them', async () => {
    site.mailbox.refuse({ code: 550, words: 'no such user here' })
    const id = await letter('done', { result: { kept: true } })
    await admin.post(`/mppeep/courriers/${id}/envois`, {})
    await soon(async () => expect(await stateOf(id)).toBe('dead'))
    const page = await admin.get(`/mppeep/courriers/${id}`)
    expect(page.text).toContain('550 no such user here')
    expect(page.text).toContain('Renvoyer')
    site.mailbox.refuse(null)
    await admin.post(`/mppeep/courriers/${id}/envois`, {})
    await soon(async () => expect(await stateOf(id)).toBe('done'))
    expect(site.mailbox.letters).toHaveLength(1)
  })

  it.each(['drh', 'rh', 'daf', 'chef', 'agent', 'auditeur', 'invite'] as const)(
    'are none of %s’s business',
    async (role) => {
      const id = await letter('dead')
      const client = await site.as(role)
      for (const path of ['', `/${id}`, `/${id}/corps`])
        expect((await client.get(`/mppeep/courriers${path}`)).status).toBe(403)
      expect((await client.post(`/mppeep/courriers/${id}/envois`, {})).status).toBe(403)
      expect(await stateOf(id)).toBe('dead')
    },
  )

  it('that do not exist are not found, and jobs that are no letters are not letters', async () => {
    const [job] = await site.sql<{ id: string }[]>`
      insert into outbox (kind, payload, state, finished_at) values ('tidy', '{}', 'dead', now()) returning id`
    for (const id of [job!.id, '00000000-0000-7000-8000-000000000000', 'x', "'"]) {
      expect((await admin.get(`/mppeep/courriers/${encodeURIComponent(id)}`)).status).toBe(404)
      expect((await admin.post(`/mppeep/courriers/${encodeURIComponent(id)}/envois`, {})).status).toBe(404)
    }
    expect((await admin.get('/mppeep/courriers?apres=x')).status).toBe(422)
    expect(await stateOf(job!.id)).toBe('dead')
  })
})

async function walk(query: string, label: string): Promise<{ ids: string[] }[]> {
  const { text } = await admin.get(`/mppeep/courriers${query}`)
  const ids = [...text.matchAll(/<th scope="row"><a href="\/mppeep\/courriers\/([^"]+)"/g)].map(([, id]) => id!)
  const links = [...text.matchAll(/<a href="\/mppeep\/courriers(\?[^"]*)"[^>]*>(.*?)<\/a>/g)]
  const next = links.find(([, , content]) => content!.includes(label))
  return [{ ids }, ...(next ? await walk(next[1]!.replaceAll('&amp;', '&'), label) : [])]
}
