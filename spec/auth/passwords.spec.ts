import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { knownPasswords } from '../../src/auth/common-passwords'
import { type OwnWords, passwordProblem, wordsOf } from '../../src/auth/password-rules'
import { strengthOf } from '../../src/auth/strength'
import { built } from '../../src/lib/built'

const nobody: OwnWords = { name: [], email: [], matricule: [], house: wordsOf('mppeep ministere localhost') }
const aya = {
  name: wordsOf('N’GUESSAN-KONÉ Aya Amélie'),
  email: wordsOf('a.dupre'),
  matricule: wordsOf('387452M'),
  house: nobody.house,
}

let isKnown: (word: string) => boolean
beforeAll(async () => {
  isKnown = await knownPasswords()
})
const alone = (password: string, words = nobody) => passwordProblem(password, { words, secondFactor: false }, isKnown)
const withCode = (password: string, words = nobody) => passwordProblem(password, { words, secondFactor: true }, isKnown)

describe('the length of a password (ASVS 6.2.1, NIST SP 800-63B-4)', () => {
  it('is 15 characters at least, or 8 with a second factor', () => {
    expect(alone('quatorze lapis')).toContain('Au moins 15 caractères')
    expect(alone('quatorze lapins')).toBeUndefined()
    expect(withCode('vf7 aqz')).toContain('Au moins 8 caractères')
    expect(withCode('vf7 aqzu')).toBeUndefined()
  })

  it('is 128 characters at most, each code point counted once, and 256 bytes', () => {
    const long = randomBytes(96).toString('base64url')
    expect(alone(long)).toBeUndefined()
    expect(alone(`${long}x`)).toContain('Au plus 128 caractères')
    expect(alone('🗝🐘🌴🥭'.repeat(16))).toBeUndefined()
    expect(alone(`${'🗝🐘🌴🥭'.repeat(16)}🐘`)).toContain('trop long')
    // five that are written with ten UTF-16 units each are still five
    expect(withCode('🗝🐘🌴🥭🦁')).toContain('Au moins 8')
  })

  it('is counted as it is hashed: an accent apart is no character', () => {
    expect(withCode('e\u0301'.repeat(7))).toContain('Au moins 8')
  })
})

it('asks for no mixture of characters (ASVS 6.2.5)', () => {
  for (const password of [
    'toutenminuscules',
    'TOUT EN CAPITALES',
    '738 194 206 553 817',
    'ዓለም ሰላም ይሁን ለሁላችን',
    '  des  espaces  partout  ',
  ])
    expect(alone(password), password).toBeUndefined()
})

describe('a common password (ASVS 6.2.4)', () => {
  it('is looked for in a list of more than ten thousand of eight characters and more', () => {
    const words = readFileSync(built('common-passwords.txt'), 'utf8').trim().split('\n')
    expect(words.filter((word) => word.length >= 8).length).toBeGreaterThan(10_000)
    // of figures alone a longer number is another one
    for (const word of words.filter((one, place) => place % 100 === 0 && /^[a-z]+$/.test(one))) {
      const ornate = `${word.toUpperCase()}2026202620!`
      if (ornate.length >= 15) expect(alone(ornate), ornate).toContain('plus courants')
    }
  })

  it.each([
    'Azerty123456789',
    '123456789Azerty',
    'AZERTY!!!!20262026',
    'azértyuiop123456',
    'passwordpassword',
    'P@ssw0rd12345678',
    'motdepasse202620',
    'Mot de passe 2026 !',
    'm-o-t-d-e-p-a-s-s-e 1',
    '123456789012345',
    '987654321098765',
    'abcdefghijklmno',
    'azertyuiopqsdfghjklm',
    'aaaaaaaaaaaaaaa',
    'Bienvenue2026!!!',
    'abidjan225225225',
  ])('is refused with its ornaments: %s', (password) => {
    expect(alone(password)).toContain('plus courants')
  })

  it.each(['correct cheval batterie agrafe', 'mon azerty préféré', 'password azerty soleil'])(
    'is no reason to refuse a phrase: %s',
    (password) => {
      expect(alone(password)).toBeUndefined()
    },
  )

  it('is never what the program generates itself', () => {
    for (let i = 0; i < 500; i++) expect(alone(randomBytes(12).toString('base64url'))).toBeUndefined()
  })
})

describe('what is known of its owner (ASVS 6.2.11)', () => {
  it.each([
    ['ma phrase de kone', 'votre nom'],
    ['AMELIE aime le riz', 'votre nom'],
    ['la maison n guessan', 'votre nom'],
    ['Dupré et la mangue', 'votre adresse électronique'],
    ['le 387452m est à moi', 'votre matricule'],
    ['le 387 452 M est à moi', 'votre matricule'],
    ['ma vie à MPPÉEP ici', 'nom du site'],
    ['mon ministère à moi', 'nom du site'],
  ])('is refused in it, and said which: %s', (password, said) => {
    expect(alone(password, aya)).toContain(said)
  })

  it('is nothing of three letters, nor anybody else’s', () => {
    expect(alone('la mangue de Aya', aya)).toBeUndefined()
    expect(alone('ma phrase de kone')).toBeUndefined()
  })
})

it('takes no time, however awkward what was typed', () => {
  const began = performance.now()
  for (const awkward of [
    'a'.repeat(127),
    'ab'.repeat(63),
    `${'1a'.repeat(63)}`,
    '@4310$5!'.repeat(16),
    ' '.repeat(128),
    'é'.repeat(128),
  ])
    alone(awkward, aya)
  alone('x'.repeat(1_000_000), aya)
  expect(performance.now() - began).toBeLessThan(1_000)
})

describe('how hard it is to guess', () => {
  it('is told in four grades, with a reason for those below', { timeout: 30_000 }, async () => {
    // a machine with much to do takes longer than anybody waits
    const of = (password: string) =>
      vi.waitFor(async () => {
        const strength = await strengthOf(password, ['konan'])
        if (!strength) throw new Error('no time')
        return strength
      }, 20_000)
    expect((await of('azerty12')).score).toBe(0)
    expect((await of('azerty12')).reason).toMatch(/\.$/)
    expect((await of('correct cheval batterie agrafe')).score).toBe(3)
    expect((await of('konan')).score).toBe(0)
  })

  it('answers when many ask for what takes longest, and goes on', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 40 }, (_, i) => strengthOf('p4ssw0rd@0135$!'.repeat(8) + i, []))
    const answers = await Promise.all(many)
    // more than it has time for are told nothing
    expect(answers).toHaveLength(40)
    expect(answers.filter((answer) => answer === null).length).toBeGreaterThanOrEqual(20)
    await vi.waitFor(async () => expect(await strengthOf('azerty12', [])).toMatchObject({ score: 0 }), 20_000)
  })
})
