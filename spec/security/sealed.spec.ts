import { randomBytes } from 'node:crypto'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countByKey, keyFault, sealedColumns, sealPlain } from '../../src/db/sealed'
import { configureCipher, keyOf, open, seal } from '../../src/lib/cipher'
import { keysIn, newKey } from '../../src/lib/keys'
import { codeNow, door, enrol, untilCalm } from '../support/authenticator'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

/** What the database keeps sealed: a copy of it opens nothing, and who can write in it can carry nothing elsewhere. */
const [old, fresh] = [keysIn(newKey())!, keysIn(newKey())!]
const here = { table: 'second_factors', column: 'secret', row: 'a' }
const plain = randomBytes(20)

describe('a sealed value', () => {
  beforeEach(() => configureCipher(old))

  it('opens where it was sealed, names its key, and is another each time', () => {
    const [one, other] = [seal(plain, here), seal(plain, here)]
    expect(open(one, here)).toEqual(plain)
    expect(open(other, here)).toEqual(plain)
    expect(keyOf(one)).toBe(old[0]!.id)
    expect(one.subarray(10)).not.toEqual(other.subarray(10))
    expect(one.includes(plain)).toBe(false)
  })

  it.each([
    ['row', { ...here, row: 'b' }],
    ['column', { ...here, column: 'code' }],
    ['table', { ...here, table: 'sessions' }],
  ])('11.3.3 does not open in another %s', (_what, there) => {
    expect(open(seal(plain, here), there)).toBeNull()
  })

  it('11.3.3 does not open when one bit of it is another, wherever, or its end is gone', () => {
    const sealed = seal(plain, here)
    const altered = Array.from({ length: sealed.length * 8 }, (_, bit) => {
      const copy = Buffer.from(sealed)
      copy[bit >> 3]! ^= 1 << (bit & 7)
      return copy
    })
    const cut = Array.from({ length: sealed.length }, (_, length) => sealed.subarray(0, length))
    for (const one of [...altered, ...cut]) expect(open(one, here)).toBeNull()
  })

  it('opens by a key that seals no more, and not without it', () => {
    const sealed = seal(plain, here)
    configureCipher([...fresh, ...old])
    expect(open(sealed, here)).toEqual(plain)
    expect(keyOf(seal(plain, here))).toBe(fresh[0]!.id)
    configureCipher(fresh)
    expect(open(sealed, here)).toBeNull()
    // another key under the same name
    configureCipher([{ id: old[0]!.id, bytes: randomBytes(32) }])
    expect(open(sealed, here)).toBeNull()
    configureCipher([])
    expect(() => seal(plain, here)).toThrow('no key')
  })
})

describe('a second factor in the database', () => {
  let site: TestSite
  let sql: Sql
  let secret: Buffer
  let codes: string[]
  let id: string
  const email = 'auditeur@mppeep.example'

  beforeAll(async () => {
    site = await openSite()
    sql = site.sql
    ;({ secret, codes } = await enrol(await site.as('auditeur')))
    ;[{ id }] = await sql<[{ id: string }]>`select id from users where email = ${email}`
  })
  beforeEach(async () => {
    configureCipher(keysIn(process.env.SECRET_KEYS ?? '')!)
    await sql`update second_factors set last_step = 0, misses = '{}'`
    await untilCalm()
  })
  afterAll(() => site.close())

  const show = async (code: string) => {
    const client = site.visitor()
    await client.post('/mppeep/connexion', { email, password: castPassword })
    const answer = await client.post(door, { code })
    return { answer, isIn: client.cookies.has('session_id') }
  }
  const kept = async () => (await sql<[{ secret: Buffer }]>`select secret from second_factors where user_id = ${id}`)[0]

  it('is sealed from the moment that it is proposed, and no column of the house takes one in plain', async () => {
    expect(open((await kept()).secret, { table: 'second_factors', column: 'secret', row: id })).toEqual(secret)
    for (const { table, column, row } of sealedColumns) {
      const write = sql`update ${sql(table)} set ${sql(column)} = ${secret} where ${sql(row)} = ${id}`
      await expect(write).rejects.toMatchObject({ code: '23514' })
    }
    expect((await show(codeNow(secret))).isIn).toBe(true)
  })

  it('11.3.3 of somebody else, carried to one’s own account, lets nobody in, and a recovery code still does', async () => {
    const { secret: mine } = await kept()
    const thief = await enrol(await site.as('invite'))
    await sql`
      update second_factors set secret = (
        select secret from second_factors f join users u on u.id = f.user_id where u.email = 'invite@mppeep.example')
      where user_id = ${id}`
    site.log.length = 0
    const { answer, isIn } = await show(codeNow(thief.secret))
    expect([answer.status, isIn]).toEqual([503, false])
    expect(answer.text).toContain('Utilisez un code de récupération')
    expect(site.log.map((line) => line['event.name'])).toContain('second_factor.unreadable')
    expect((await show(codes[0]!)).isIn).toBe(true)
    await sql`update second_factors set secret = ${mine} where user_id = ${id}`
  })

  it('lets nobody in without the key it was sealed with, with any code', async () => {
    configureCipher(fresh)
    for (const code of [codeNow(secret), '000000']) {
      const { answer, isIn } = await show(code)
      expect([answer.status, isIn]).toEqual([503, false])
    }
  })

  it('left in plain by an older program is sealed once, by however many start together', async () => {
    await sql`alter table second_factors drop constraint second_factors_secret_sealed`
    await sql`update second_factors set secret = ${secret} where user_id = ${id}`
    expect((await countByKey(sql)).get(null)).toBe(1)
    // an open one lets nobody in
    expect((await show(codeNow(secret))).isIn).toBe(false)
    const sealed = await Promise.all([sealPlain(sql), sealPlain(sql), sealPlain(sql)])
    expect(sealed.sort()).toEqual([0, 0, 1])
    expect((await countByKey(sql)).get(null)).toBeUndefined()
    expect((await show(codeNow(secret))).isIn).toBe(true)
  })

  it('tells whose key it wants: none, another, one of the same name, but not for one value that was tampered with', async () => {
    const rightKeys = keysIn(process.env.SECRET_KEYS ?? '')!
    const name = rightKeys[0]!.id
    expect(await keyFault(sql)).toBeNull()
    configureCipher(fresh)
    expect(await keyFault(sql)).toContain(`par la clé « ${name} », qui n’est pas dans SECRET_KEYS`)
    configureCipher([{ id: name, bytes: randomBytes(32) }])
    expect(await keyFault(sql)).toContain(`La clé « ${name} » de SECRET_KEYS n’est pas celle`)
    configureCipher(rightKeys)
    const { secret: right } = await kept()
    await sql`update second_factors set secret = overlay(secret placing '\\x00'::bytea from 30) where user_id = ${id}`
    expect(await keyFault(sql)).toBeNull()
    await sql`update second_factors set secret = ${right} where user_id = ${id}`
  })
})
