import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../redis/server'
import type { Client } from '../support/client'
import { addDirector, addUser, layGround, postLetters } from './ground'
import { Ledger } from './ledger'
import { type Program, startWorker } from './program'

const people = 4
const letters = 20

/** The worker beside the site does the letters; both go without Redis, so that nothing but rows says what is left. */
const ground = layGround({ mailbox: true, env: { WORK: 'false' } })
let worker: Program
let clients: Client[]
let admin: Client

beforeAll(async () => {
  const { url } = ground.database
  const emails = Array.from({ length: people }, (_, i) => `drh${i}@mppeep.example`)
  for (const email of emails) await addDirector(url, email)
  await addUser(url, 'admin@mppeep.example', 'admin')
  clients = await Promise.all(emails.map((email) => ground.site.signIn(undefined, email)))
  admin = await ground.site.signIn(undefined, 'admin@mppeep.example')
  worker = await startWorker(ground.env)
})
afterAll(() => worker?.kill())

it('when the server of the mail is away, then says “later”, then “never”, nobody waits for it and no letter is lost', {
  timeout: 60_000,
}, async () => {
  const { mailbox, site } = ground
  const { sql } = ground.database
  await mailbox.close()
  const ledger = new Ledger()
  const exports = await Promise.all(clients.map(askForList))
  await Promise.all(clients.map((client) => ledger.write(client)))
  expect(ledger.refusals).toEqual([])
  const ready = () => sql`select from notifications where kind = 'export.ready'`
  await until(async () => (await ready()).length === people, 15_000)
  // as the clock does at the next minute: their lists are ready, which each is told in a letter
  await sql`insert into outbox (kind, payload) values ('notices', ${sql.json({ slot: new Date().toISOString() })})`
  await postLetters(sql, letters - people)
  await until(async () => (await rows()).length === letters, 10_000)

  for (const attempts of [1, 2, 3]) await comeAround(attempts)
  const page = (await admin.get('/mppeep/courriers')).text
  expect(page.match(/Nouvel essai le/g)).toHaveLength(letters)
  expect(page.match(/Le serveur de courrier ne répond pas\u202f: [^<]*ECONNREFUSED/g)).toHaveLength(letters)
  expect(mailbox.asked()).toBe(0)

  mailbox.refuse({ code: 451, words: 'greylisted' })
  await mailbox.open()
  for (const attempts of [4, 5]) await comeAround(attempts)
  for (const { reason } of await rows()) expect(reason).toContain('451 greylisted')
  expect(mailbox.letters).toEqual([])

  const refused = ['drh0', 'drh1', 'agent1', 'agent2', 'agent3'].map((name) => `${name}@mppeep.example`)
  mailbox.refuse({ code: 550, words: 'no such user here' })
  const asked = mailbox.asked()
  // the others have waited so often that an hour goes by before their turn
  await sql`
    update outbox
    set due_at = case when payload #>> '{to,email}' = any(${refused}) then now() else now() + interval '1 hour' end
    where kind = 'letter'`
  await until(async () => (await lettersIn('dead')).length === refused.length, 10_000)
  mailbox.refuse(null)
  await makeDue()
  await until(async () => (await lettersIn('done')).length === letters - refused.length, 10_000)
  // each was asked for once more, and never again once that was said
  expect(mailbox.asked() - asked).toBe(letters)
  expect((await lettersIn('dead')).map(({ to }) => to).sort()).toEqual([...refused].sort())

  const list = (await admin.get('/mppeep/courriers')).text
  expect(list).toContain(`${refused.length}\u00a0courriers n’ont pu être envoyés`)
  expect(list.match(/a répondu\u202f: 550 no such user here/g)).toHaveLength(refused.length)
  // and then it is away again: whoever sends them again does not wait for it either
  await mailbox.close()
  for (const { id } of await lettersIn('dead')) {
    expect(list).toContain(`href="/mppeep/courriers/${id}"`)
    expect((await admin.get(`/mppeep/courriers/${id}`)).text).toContain('Renvoyer')
    expect((await admin.post(`/mppeep/courriers/${id}/envois`, {})).status).toBe(303)
  }
  const again = async () => (await lettersIn('waiting')).filter(({ attempts }) => attempts > 0)
  await until(async () => (await again()).length === refused.length, 10_000)
  await mailbox.open()
  await makeDue()
  await until(async () => (await lettersIn('done')).length === letters, 10_000)
  expect((await admin.get('/mppeep/courriers')).text).not.toContain('pu être envoyé')

  const delivered = mailbox.letters.map(({ to, headers }) => [to.join(), headers.get('message-id')])
  expect(delivered.sort()).toEqual((await rows()).map(({ id, to }) => [to, `<${id}@localhost>`]).sort())
  expect(await ledger.check(sql)).toEqual({ lost: [], notOnce: [] })
  expect(ledger.acknowledged.size).toBe(people)
  for (const [i, place] of exports.entries()) expect((await clients[i]!.get(`${place}/fichier`)).status).toBe(200)
  expect(site.log.filter((line) => Number(line['http.response.status_code']) >= 400)).toEqual([])
  expectLongerWaits()
})

/** Where the list will be, of which a letter is wished when it is ready. */
async function askForList(client: Client): Promise<string> {
  const wish = await client.post('/mppeep/notifications/preferences?_method=PUT', { mail: 'immediat' })
  const { status, headers } = await client.post('/mppeep/personnel/exports', { format: 'csv' })
  expect([wish.status, status]).toEqual([303, 303])
  return String(headers.location)
}

/** The next attempt at every letter, as if what is left until then had gone by. */
async function comeAround(attempts: number): Promise<void> {
  await makeDue()
  await until(async () => (await rows()).every((row) => row.state === 'waiting' && row.attempts >= attempts), 10_000)
  for (const row of await rows()) expect(row.wait).toBeLessThanOrEqual(2_000 * 2 ** (row.attempts - 1))
}

async function makeDue(): Promise<void> {
  await ground.database.sql`update outbox set due_at = now() where kind = 'letter' and state = 'waiting'`
}

/** Between attempts it is at least as long each time as it may have been the time before. */
function expectLongerWaits(): void {
  const failed = worker.log.filter((line) => line['event.name'] === 'job.failed' && line.kind === 'letter')
  expect(new Set(failed.map((line) => line.id)).size).toBe(letters)
  for (const attempts of [1, 2, 3, 4, 5]) {
    const waits = failed.filter((line) => line.attempts === attempts).map((line) => Number(line.retry_in_ms))
    // those that were sent again began again
    expect(waits.length).toBeGreaterThanOrEqual(letters)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000 * 2 ** (attempts - 1))
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000 * 2 ** (attempts - 1))
  }
}

type Row = { id: string; to: string; state: string; attempts: number; reason: string | null; wait: number }

async function lettersIn(state: string): Promise<Row[]> {
  return (await rows()).filter((row) => row.state === state)
}

/** `wait`: milliseconds until it is due. */
function rows(): Promise<Row[]> {
  return ground.database.sql<Row[]>`
    select id, payload #>> '{to,email}' as "to", state, attempts, reason,
      extract(epoch from due_at - now())::float * 1000 as wait
    from outbox where kind = 'letter'`
}
