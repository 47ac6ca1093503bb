import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf, filledForm } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { ask, own } from './hand'

let site: TestSite
let agent: Client

beforeAll(async () => {
  site = await openSite()
  agent = await site.as('agent')
})
afterAll(() => site.close())

describe('a form that is wrong', () => {
  it.each<[string, Record<string, string>, string, RegExp]>([
    ['a number that is none', { phone: '12' }, 'phone', /dix chiffres/],
    ['too many children', { children: '31' }, 'children', /de 0 à 30/],
    ['a status that is not in the list', { maritalStatus: 'pacse' }, 'maritalStatus', /valeur de la liste/],
    ['an address too long', { address: 'a'.repeat(201) }, 'address', /200/],
    ['children without a proof', { children: '11' }, 'document', /Joignez un justificatif/],
    ['an address without a proof', { address: 'Yopougon' }, 'document', /Joignez un justificatif/],
    ['a note too long', { phone: '0700001122', note: 'a'.repeat(301) }, 'note', /300/],
  ])('%s is told at its field, keeps what was typed and leaves no trace', async (_what, fields, field, message) => {
    const traces = await watch(site.sql)
    const answer = await ask(agent, { ...fields })
    expect([answer.status, errorsOf(answer)[field]]).toEqual([422, expect.stringMatching(message)])
    for (const [name, typed] of Object.entries(fields))
      if (name !== 'maritalStatus') expect(answer.text.includes(typed), typed).toBe(true)
    expect(await traces()).toEqual({})
  })

  it('asks for nothing when nothing differs, and never for what is not offered', async () => {
    const fields = filledForm(await agent.get(`${own}/nouvelle`))
    const same = await ask(agent, { ...fields, note: '' })
    expect(same.status).toBe(422)
    expect(same.text.includes('Rien ne diffère de votre dossier')).toBe(true)
    for (const intruder of ['grade', 'personId', 'lastName', 'state', 'version']) {
      const answer = await ask(agent, { phone: '07 00 00 00 01', [intruder]: 'A7' })
      expect([intruder, answer.status]).toEqual([intruder, 422])
    }
  })
})
