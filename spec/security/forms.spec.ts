import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acts, perform, type Ready } from '../support/acts'
import type { Answer } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { type Traces, watch } from '../support/traces'

/** Every act as it is rightly asked for, but for what an attacker writes into one of its fields, or beside them. */
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** What would break out of a text, a number or a name of SQL, and out of an element or an attribute of a page. */
const markup = '"><img src=x onerror=alert(1)>'
const breaking = `' or '1'='1\\);select pg_sleep(9)--${markup}`

/** What the tables have and no form offers. */
const ofTheHouse = {
  id: '01a20440-ba7d-7a75-b31b-72ea8590cc83',
  is_admin: 'true',
  held: '[{"role":"admin"}]',
  password_hash: '$argon2id$v=19$m=19456,t=2,p=1$YQ$YQ',
  created_at: '2020-01-01',
  person_id: '01a20440-ba7d-7a75-b31b-72ea8590cc83',
  fictitious: 'true',
}

const routes = Object.keys(acts)

describe.each(routes)('%s', (route) => {
  const act = acts[route]!
  let ready: Ready
  let traces: () => Promise<Traces>
  beforeAll(async () => {
    ready = await act.ready(site)
    traces = await watch(site.sql)
  })
  const named = () => Object.keys(ready.fields ?? ready.json ?? {})
  const nothingWritten = async () => {
    // what was done before is sealed meanwhile
    const { activity_seals: _seals, activities_waiting: _waiting, ...others } = await traces()
    expect(others).toEqual({})
  }

  it('15.3.3 takes no field that it does not ask for', async () => {
    if (named().length === 0) return
    // another two at each route
    const some = Object.entries(ofTheHouse).filter((_, place) => (place + routes.indexOf(route)) % 3 === 0)
    for (const [name, value] of some) {
      const answer = await send(route, { ...ready, ...withField(ready, name, value) })
      expect(answer.status, name).toBe(422)
    }
    await nothingWritten()
  })

  it('15.3.6 takes no field of the language itself', async () => {
    if (named().length === 0) return
    for (const extra of ['__proto__=1', '__proto__[admin]=1', 'constructor[prototype][admin]=1'])
      expect((await sendMore(route, ready, extra)).status, extra).toBeGreaterThanOrEqual(400)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
    await nothingWritten()
  })

  it('15.3.7 takes no field twice', async () => {
    // whatever it is called: the first two of each form
    for (const name of Object.keys(ready.fields ?? {}).slice(0, 2)) {
      const twice = await sendMore(route, ready, new URLSearchParams([[name, ready.fields![name]!]]).toString())
      expect(twice.status, name).toBe(422)
    }
    await nothingWritten()
  })

  it('1.2.4 1.2.1 takes what is typed for text, in any field', async () => {
    site.log.length = 0
    for (const name of named()) {
      const answer = await send(route, { ...ready, ...withField(ready, name, breaking) })
      expect(answer.status, name).toBeLessThan(500)
      expect(answer.text, name).not.toContain('<img src=x')
    }
    expect(site.log.filter((line) => String(line['event.name']).startsWith('error.'))).toEqual([])
  })
})

async function send(route: string, ready: Ready): Promise<Answer> {
  return perform(route, ready)
}

/** The right form, and something after it. */
function sendMore(route: string, { client, path, fields, json, headers }: Ready, extra: string): Promise<Answer> {
  const [method = ''] = route.split(' ')
  if (json) {
    const [name = ''] = extra.split(/[=[]/)
    const body = `${JSON.stringify(json).slice(0, -1)},${JSON.stringify(name)}:{"admin":true}}`
    return client.ask(`/mppeep${path}`, { method, body, headers: { 'content-type': 'application/json', ...headers } })
  }
  const body = `${new URLSearchParams(fields)}&${extra}`
  const type = 'application/x-www-form-urlencoded'
  return client.ask(`/mppeep${path}`, { method, body, headers: { 'content-type': type, ...headers } })
}

function withField({ fields, json }: Ready, name: string, value: string): Pick<Ready, 'fields' | 'json'> {
  return json ? { json: { ...json, [name]: value } } : { fields: { ...fields, [name]: value } }
}
