import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSign, codeSigns, groupedCode, readCode } from '../../src/lib/check-code'
import { errorsOf } from '../personnel/paper'
import type { Answer } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { actOf, idOf, produce, somebody } from './hand'

let site: TestSite
let act: Awaited<ReturnType<typeof actOf>>

beforeAll(async () => {
  site = await openSite({ redis: false })
  const rh = await site.as('rh')
  act = (await actOf(site, idOf(await produce(rh, await somebody(site)))))!
})
afterAll(() => site.close())

const place = '/mppeep/verifier'
const words = ({ text }: Answer) =>
  (/<main.*<\/main>/s.exec(text)?.[0] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&[^;]+;/g, ' ')
    .replace(/\s+/g, ' ')

describe('the code of a paper', () => {
  it('is found wrong when one sign is, or two have changed places', () => {
    const { code } = act
    expect([...code].every((sign) => codeSigns.includes(sign))).toBe(true)
    expect(2 ** 50).toBeLessThan(codeSigns.length ** 11)
    for (let at = 0; at < 12; at++)
      for (const sign of codeSigns)
        if (sign !== code[at]) expect(readCode(code.slice(0, at) + sign + code.slice(at + 1))).toBe(null)
    const pairs = Array.from({ length: 10 }, (_, at) => at).filter((at) => code[at] !== code[at + 1])
    const swapped = pairs.map((at) => code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2))
    expect(swapped.filter((one) => readCode(one) !== null)).toEqual([])
  })

  it('leads anybody to what the paper says, and to nothing else', async () => {
    const visitor = site.visitor()
    const sent = await visitor.get(`${place}?code=${encodeURIComponent(` ${groupedCode(act.code).toLowerCase()} `)}`)
    const page = await visitor.get(sent.headers.location ?? '')
    expect([page.status, page.headers['x-robots-tag'], page.headers['cache-control']]).toEqual([
      200,
      'noindex, nofollow',
      'private, no-store',
    ])
    const said = words(page)
    for (const one of [act.person, act.matricule, 'Attestation de travail', 'Ce document est authentique.'])
      expect(said).toContain(one)
    expect(page.text).not.toMatch(/\/personnel\/|\/documents\/|\/actes\//)
    const [row] = await site.sql`
      select birth_date, unit_id, national_id, personal_email, phone from personnel where matricule = ${act.matricule}`
    for (const secret of Object.values(row!).filter((value) => String(value ?? '').length > 5))
      expect(page.text).not.toContain(String(secret))
  })

  it('that nobody gave says so calmly, whatever is wrong with it', async () => {
    const drawn = '2'.repeat(11)
    for (const code of [drawn + checkSign(drawn), 'ABC', `${act.code}2`, '%3Cb%3E', "'--"]) {
      const page = await site.visitor().get(`${place}/${code}`)
      expect([code, page.status]).toEqual([code, 404])
      expect(page.text).toContain('Aucun document ne porte ce code.')
      expect(page.text).toContain('Relisez-le sur le papier')
    }
    const long = await site.visitor().get(`${place}?code=${'A'.repeat(61)}`)
    expect([long.status, errorsOf(long)]).toEqual([422, { code: 'Au plus 60 caractères.' }])
  })

  it('cannot be sought: a place that misses thirty times waits, one that reads papers does not', async () => {
    const guesser = site.visitor('198.51.100.77')
    const reader = site.visitor('198.51.100.78')
    const seen: Answer[] = []
    for (let turn = 0; turn < 31; turn++) {
      seen.push(await guesser.get(`${place}/${'A'.repeat(12)}`))
      expect((await reader.get(`${place}/${act.code}`)).status).toBe(200)
    }
    expect(seen.slice(0, 30).every(({ status }) => status === 404)).toBe(true)
    const last = seen[30]!
    expect([last.status, last.headers['x-robots-tag']]).toEqual([429, 'noindex, nofollow'])
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(60)
    expect(words(last)).toMatch(/Trop de codes inconnus\. Réessayez dans \d+ minutes\./)
    expect(last.text).toContain(`value="${'A'.repeat(12)}" id="champ-code"`)
  })

  it('is looked up in the same way whether it is one or not', async () => {
    const calls = async (code: string) => (await site.lineOf(await site.visitor().get(`${place}/${code}`)))['db.calls']
    const known = await calls(act.code)
    expect(known).toBe(1)
    for (const code of ['2'.repeat(12), 'ABC', '%3Cb%3E']) expect(await calls(code), code).toBe(known)
  })
})
