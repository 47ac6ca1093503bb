import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrol } from '../support/authenticator'
import type { Answer, Client } from '../support/client'
import { sendLinks } from '../support/profile-pages'
import { openSite, type TestSite } from '../support/site'
import { leaveInvitation } from '../users/pages'

let site: TestSite
const recovery = `/mppeep/mot-de-passe/${'a'.repeat(43)}`
const invitation = '/mppeep/bienvenue/pour-la-page-de-bienvenue'

beforeAll(async () => {
  site = await openSite()
  await leaveInvitation(site.sql)
  await sendLinks(site.sql)
})
afterAll(() => site.close())

/** What the page asks of whoever types this in its field `password`. */
async function type(page: string, password: string, besides: Record<string, string> = {}): Promise<Answer> {
  const client = site.visitor()
  return client.post(await askedAt(client, page), { ...besides, password }, { 'hx-request': 'true' })
}

async function askedAt(client: Client, page: string): Promise<string> {
  return /hx-post="([^"]+)"/.exec((await client.get(page)).text)![1]!
}

const said = (answer: Answer) => answer.text.replace(/<[^>]+>/g, '')

describe.each([
  ['a recovery', recovery],
  ['an invitation', invitation],
])('at the link of %s, a password that somebody types', (_, page) => {
  it('is judged as it will be when it is sent: by the minimum of the page', async () => {
    expect((await site.visitor().get(page)).text).toContain('Au moins 15 caractères')
    expect(said(await type(page, 'cinq mots'))).toMatch(/faible.*Au moins 15 caractères/)
  })

  it('is asked for below the link, which goes nowhere else', async () => {
    const client = site.visitor()
    const token = page.split('/').at(-1)!
    const { text } = await client.get(page)
    expect(await askedAt(client, page)).toBe(`${page}/solidite`)
    expect(text.split(token)).toHaveLength(2)
  })

  it('says nothing to who has no link that can be used, whatever is typed', async () => {
    const forged = page.replace(/[^/]+$/, 'z'.repeat(43))
    const answers = await Promise.all(
      ['', 'x', 'invitee sur son chemin de fer', 'correct canari batterie agrafe'].map((password) =>
        site.visitor().post(`${forged}/solidite`, { password }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ text }) => /<section class="error-page".*?<\/section>/s.exec(text)![0])).size).toBe(1)
  })

  it('is looked at two times a second and no more', async () => {
    const client = site.visitor()
    const answers = await Promise.all(
      Array.from({ length: 122 }, () => client.post(`${page}/solidite`, { password: '' })),
    )
    expect(answers.filter(({ status, text }) => status === 429 && text === '')).toHaveLength(2)
  })

  it('too long to be one says so below its field, and the page stays', async () => {
    for (const length of [129, 1_001, 200_000]) {
      const answer = await type(page, 'clair de lune '.repeat(length).slice(0, length))
      expect(answer.headers['hx-retarget']).toBeUndefined()
      expect(said(answer)).toMatch(/^\s*Solidité\u202f: faible Au plus 128 caractères\.\s*$/)
    }
    const unreadable = await type(page, 'clair\u0000de lune')
    expect(unreadable.headers['hx-retarget']).toBeUndefined()
    expect(said(unreadable)).toContain('Ce texte contient un caractère illisible.')
  })
})

describe('whose link it is', () => {
  it('is what a password may not be about: name, address, matricule', async () => {
    expect(said(await type(invitation, 'konan sur son chemin de fer'))).toMatch(/faible.*votre nom/)
    expect(said(await type(invitation, 'invitee sur son chemin de fer'))).toMatch(/faible.*votre adresse/)
    const [agent] = await site.sql<[{ matricule: string }]>`
      select matricule from personnel p join users u on u.person_id = p.id where u.email = 'agent@mppeep.example'`
    expect(said(await type(recovery, `${agent.matricule} sur son chemin de fer`))).toMatch(/faible.*votre matricule/)
  })

  it('with a second factor may choose a short one', async () => {
    await enrol(await site.as('agent'))
    expect((await site.visitor().get(recovery)).text).toContain('Au moins 8 caractères')
    expect(said(await type(recovery, 'cinq mots'))).not.toContain('Au moins')
  })

  it('counts, and not who looks on', async () => {
    const drh = await site.as('drh')
    const answer = await drh.post(`${invitation}/solidite`, { password: 'konan sur son chemin de fer' })
    expect(said(answer)).toContain('votre nom')
  })
})
