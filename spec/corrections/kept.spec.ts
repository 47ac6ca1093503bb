import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { ask, idOf, own, pdf } from './hand'

let site: TestSite
let agent: Client
let chef: Client
const file = { name: 'acte de naissance.pdf', bytes: pdf() }

beforeAll(async () => {
  site = await openSite()
  ;[agent, chef] = [await site.as('agent'), await site.as('chef')]
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from kept_files`
  await site.sql`delete from corrections`
  await site.sql`delete from correction_proofs`
})

/** A form that is wrong, with a file that is not. */
const refused = (client = agent, phone = '12') => ask(client, { children: '9', phone }, file)
const keptIn = (answer: Answer) => /name="kept" value="([0-9a-f-]{36})"/.exec(answer.text)?.[1] ?? ''
const rows = async (table = 'kept_files') => {
  const [row] = await site.sql<[{ n: number }]>`select count(*)::int as n from ${site.sql(table)}`
  return row.n
}

describe('the file of a form that is refused', () => {
  it('is there when the form is sent again without one, and is used up by it', async () => {
    const first = await refused()
    expect([first.status, errorsOf(first).phone]).toEqual([422, expect.stringMatching(/dix chiffres/)])
    expect(first.text).toContain('acte de naissance.pdf')
    expect(first.text).toContain('Retirer ce fichier')
    // wrong once more
    const second = await ask(agent, { children: '9', phone: '13', kept: keptIn(first) })
    expect([second.status, keptIn(second)]).toEqual([422, keptIn(first)])
    const sent = await ask(agent, { children: '9', kept: keptIn(second) })
    expect(sent.status).toBe(303)
    const proof = await agent.get(`${own}/${idOf(sent)}/justificatif`)
    expect(proof.bytes.equals(file.bytes)).toBe(true)
    expect(await rows()).toBe(0)
    const again = await ask(agent, { address: 'Yopougon', kept: keptIn(second) })
    expect([again.status, errorsOf(again).document]).toEqual([422, expect.stringMatching(/Joignez un justificatif/)])
    expect(again.text).toContain('n’est plus gardé')
  })

  it('is kept too when it is the rule that refuses', async () => {
    const own = await site.sql<[{ children: number }]>`
      select children from personnel where id = (select person_id from users where email = 'agent@mppeep.example')`
    const same = await ask(agent, { children: String(own[0].children) }, file)
    expect([same.status, same.text.includes('Rien ne diffère')]).toEqual([422, true])
    expect((await ask(agent, { children: '9', kept: keptIn(same) })).status).toBe(303)
  })

  it('used by two at once is used once', async () => {
    const id = keptIn(await refused())
    const answers = await Promise.all([
      ask(agent, { children: '9', kept: id }),
      ask(agent, { address: 'Yopougon', kept: id }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect([await rows(), await rows('correction_proofs')]).toEqual([0, 1])
  })

  it('in the same form sent by five at once is used once, and asked once', async () => {
    const id = keptIn(await refused())
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(agent, { children: '9', kept: id })))
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    expect([await rows(), await rows('correction_proofs'), await rows('corrections')]).toEqual([0, 1, 1])
  })

  it.each<[string, (id: string) => Promise<[Client, string]>]>([
    ['somebody else’s', async (id) => [chef, id]],
    ['too old', async (id) => site.sql`update kept_files set expires_at = now()`.then(() => [agent, id])],
    ['nobody’s', async () => [agent, '01a20440-ba7d-7a75-b31b-72ea8590cc83']],
    ['no id', async () => [agent, '\u0000" or 1=1']],
  ])('that is %s is as none', async (_what, make) => {
    const [client, kept] = await make(keptIn(await refused()))
    const traces = await watch(site.sql)
    const answer = await ask(client, { children: '11', kept })
    expect([answer.status, errorsOf(answer).document]).toEqual([422, expect.stringMatching(/Joignez/)])
    expect(keptIn(answer)).toBe('')
    expect(answer.text).not.toContain('acte de naissance')
    expect(await traces()).toEqual({})
  })

  it('does not go by somebody else’s word', async () => {
    const id = keptIn(await refused())
    await ask(chef, { children: '11', kept: id, removed: 'oui' })
    expect(keptIn(await ask(agent, { phone: '12', kept: id }))).toBe(id)
  })

  it('goes when it is taken away, or another is chosen', async () => {
    const id = keptIn(await refused())
    const without = await ask(agent, { children: '9', kept: id, removed: 'oui' })
    expect([without.status, keptIn(without), await rows()]).toEqual([422, '', 0])
    const first = keptIn(await refused())
    const other = await ask(agent, { phone: '12', kept: first }, { name: 'autre.pdf', bytes: pdf() })
    expect(other.text).toContain('autre.pdf')
    expect([keptIn(other) === first, await rows()]).toEqual([false, 1])
    // what is refused itself is never kept, and takes nobody's place
    const bad = await ask(agent, { phone: '12', kept: keptIn(other) }, { name: 'a.pdf', bytes: '%PDF-1.7\n' })
    expect([bad.status, keptIn(bad), await rows()]).toEqual([422, keptIn(other), 1])
    expect((await ask(chef, { phone: '12' }, { name: 'a.pdf', bytes: '%PDF-1.7\n' })).status).toBe(422)
    expect(await rows()).toBe(1)
  })

  it('is one of five at most of an account, and is gone after half an hour', async () => {
    const theirs = keptIn(await refused(chef))
    await Promise.all(Array.from({ length: 7 }, () => refused()))
    expect(await rows()).toBe(6)
    const { tidy } = await import('../../src/work')
    await tidy()
    expect(await rows()).toBe(6)
    const [row] = await site.sql<[{ short: boolean }]>`
      select max(expires_at) <= now() + interval '30 minutes' as short from kept_files`
    expect(row.short).toBe(true)
    await site.sql`update kept_files set expires_at = expires_at - interval '30 minutes' where id <> ${theirs}`
    await tidy()
    expect(await rows()).toBe(1)
  })
})
