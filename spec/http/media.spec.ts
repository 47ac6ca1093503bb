import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

describe('a body of another kind', () => {
  it.each([
    'text/plain',
    'application/json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencodedx',
    '',
  ])('a form sent as « %s » is a 415 page inside the site', async (type) => {
    for (const path of ['/mppeep/personnel', '/mppeep/connexion']) {
      const answer = await drh.ask(path, { method: 'POST', body: 'a=1', headers: { 'content-type': type } })
      expect(answer.status).toBe(415)
      expect(answer.text).toContain('<h1>Format non accepté</h1>')
      expect(answer.text).toContain('id="navigation"')
    }
  })

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/jsonx', undefined])(
    'JSON sent as « %s » is a 415 problem',
    async (type) => {
      const answer = await drh.ask('/mppeep/api/v1/personnel', {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': type },
      })
      expect(answer.status).toBe(415)
      expect(answer.json()).toMatchObject({ status: 415, title: 'Format non accepté' })
    },
  )

  it.each(['application/x-www-form-urlencoded; charset=UTF-8', 'APPLICATION/X-WWW-FORM-URLENCODED'])(
    'a form is read as %s',
    async (type) => {
      expect(
        (await drh.ask('/mppeep/personnel', { method: 'POST', body: 'a=1', headers: { 'content-type': type } })).status,
      ).toBe(422)
    },
  )

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json ;charset=utf-8'])(
    'JSON is read as %s',
    async (type) => {
      expect(
        (await drh.ask('/mppeep/api/v1/personnel', { method: 'POST', body: '{}', headers: { 'content-type': type } }))
          .status,
      ).toBe(422)
    },
  )

  it.each(['', '{', '{"a":1}}', "{'a':1}", 'NaN', '\u0000', '[1,]', '{"a":"\ud800"'])(
    'JSON that is none (%j) is a 400 problem in French',
    async (body) => {
      const answer = await drh.ask('/mppeep/api/v1/personnel', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect(answer.status).toBe(400)
      expect(answer.json()).toMatchObject({ status: 400, detail: 'Le contenu envoyé n’est pas du JSON lisible.' })
    },
  )

  it.each(['null', '[]', '"text"', '3', 'true', '[[[[[[]]]]]]', `${'['.repeat(100_000)}${']'.repeat(100_000)}`])(
    'JSON that is no object (%#) is a 422 problem',
    async (body) => {
      const answer = await drh.ask('/mppeep/api/v1/personnel', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect(answer.status).toBe(422)
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    },
  )

  it('compressed is a 415', async () => {
    const answer = await drh.post('/mppeep/personnel', { a: '1' }, { 'content-encoding': 'gzip' })
    expect(answer.status).toBe(415)
  })
})
