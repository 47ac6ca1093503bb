import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { ask, multipart, own, pdf } from './hand'

let site: TestSite
let agent: Client
const fields = { children: '9', address: 'Yopougon, « Toits rouges »', note: 'Naissance de Koffi' }
const large = { name: 'acte.pdf', bytes: Buffer.alloc(11 * 1_048_576, '%') }

beforeAll(async () => {
  site = await openSite()
  agent = await site.as('agent')
})
afterAll(() => site.close())

describe('a file that is too large', () => {
  it.each([
    ['by far', large.bytes.length],
    ['by a byte', 10 * 1_048_576 + 1],
  ])('%s is 413 with the form, what was typed and why at its field', async (_what, size) => {
    const traces = await watch(site.sql)
    const answer = await ask(agent, fields, { ...large, bytes: large.bytes.subarray(0, size) })
    expect([answer.status, errorsOf(answer)]).toEqual([
      413,
      { document: 'Le fichier dépasse 10\u00a0Mo. Choisissez-en un plus léger.' },
    ])
    for (const shown of ['value="9"', fields.address, fields.note, '<html']) expect(answer.text).toContain(shown)
    expect(await traces()).toEqual({})
  })

  it('is a piece of the page for htmx, to be put where the form was', async () => {
    const { multipart: body, headers } = await multipart(fields, large)
    const asked = { method: 'POST', body, headers: { ...headers, 'hx-request': 'true' } }
    const answer = await agent.ask(own, asked)
    expect(answer.status).toBe(413)
    expect(answer.text).not.toContain('<html')
    expect(answer.headers['hx-retarget']).toBeUndefined()
    for (const shown of ['id="contenu"', 'value="9"', 'champ-document-erreur']) expect(answer.text).toContain(shown)
  })

  it('does not lose the one that is kept', async () => {
    const wrong = await ask(agent, { phone: '12' }, { name: 'gardé.pdf', bytes: pdf() })
    const kept = /name="kept" value="([^"]+)"/.exec(wrong.text)?.[1] ?? ''
    const answer = await ask(agent, { ...fields, kept }, large)
    expect(answer.status).toBe(413)
    expect(answer.text).toContain('gardé.pdf')
    expect(answer.text).toContain(`name="kept" value="${kept}"`)
  })

  it('before which nothing stands leaves the form as the file has it', async () => {
    const { multipart: body, headers } = await multipart({}, large)
    const answer = await agent.ask(own, { method: 'POST', body, headers })
    expect([answer.status, errorsOf(answer).document]).toEqual([413, expect.stringMatching(/dépasse 10/)])
  })

  it('is read to the end of what was typed, and no further', async () => {
    const form = await agent.get(`${own}/nouvelle`)
    expect(form.text.lastIndexOf('<input type="file"')).toBeGreaterThan(form.text.lastIndexOf('<textarea'))
  })
})
