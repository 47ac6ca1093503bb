import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig, variables } from '../src/config'
import { secretKeys } from './support/ground'

it('is described, each variable on one line, by .env.example, with the defaults that are true', () => {
  const example = readFileSync('.env.example', 'utf8')
  const given = Object.fromEntries([...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((match) => [match[1]!, match[2]!]))
  expect(Object.keys(given).sort()).toEqual(Object.keys(variables.shape).sort())
  expect(readConfig(given)).toEqual(readConfig({}))
  expect(example.match(/^# .+\n[A-Z_]+=/gm)?.length).toBe(Object.keys(given).length)
})

it.each([
  ['PORT', 'neuf mille'],
  ['PORT', '70000'],
  ['BASE_PATH', 'mppeep'],
  ['BASE_PATH', '/mppeep/'],
  ['PUBLIC_ORIGIN', 'http://localhost:9000/mppeep'],
  ['PUBLIC_ORIGIN', 'ftp://localhost'],
  ['PUBLIC_ORIGIN', 'mppeep.example'],
  ['TRUSTED_PEERS', '10.0.0.0/33'],
  ['TRUSTED_PEERS', 'tout le monde'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['REDIS_URL', 'memcached://localhost'],
  ['SMTP_URL', 'http://mail.mppeep.example'],
  ['MAIL_FROM', 'a@b\nBcc: c@d'],
  ['METRICS_TOKEN', 'short'],
  ['DATABASE_PREPARE', 'oui'],
  ['LOG_FORMAT', 'xml'],
  ['LOG_LEVEL', 'tout'],
  ['STORAGE_URL', 'https://seau'],
  ['DEMO_PASSWORD', 'court'],
  ['SECRET_KEYS', 'une phrase'],
  ['SECRET_KEYS', `un:${Buffer.alloc(16, 'abcdefghijklmnop').toString('base64url')}`],
  ['SECRET_KEYS', `un:${Buffer.alloc(32, 'mot de passe').toString('base64url')}`],
  ['SECRET_KEYS', `${secretKeys},${secretKeys}`],
  ['CLAMAV_URL', 'http://127.0.0.1:3310'],
])('refuses %s=%s in a French sentence that names it', (name, value) => {
  const sentence = new RegExp(`^Variable d’environnement illisible : ${name} \\((?!Invalid|Too )[^\\n]+\\)\\.$`)
  expect(() => readConfig({ [name]: value })).toThrow(
    expect.objectContaining({ name: 'Refusal', message: expect.stringMatching(sentence) }),
  )
})

it('takes a list of hosts for Redis', () => {
  expect(readConfig({ REDIS_URL: 'redis+sentinel://a:1,b:2/main' }).REDIS_URL).toBe('redis+sentinel://a:1,b:2/main')
})

it('reads a secret from the file that NAME_FILE names, and says so when it cannot', () => {
  expect(readConfig({ DEMO_PASSWORD_FILE: 'LICENSE' }).DEMO_PASSWORD).toContain('MIT')
  expect(readConfig({ SMTP_URL_FILE: '/dev/null' }).SMTP_URL).toBeUndefined()
  expect(() => readConfig({ DATABASE_URL_FILE: '/nowhere' })).toThrow(/DATABASE_URL_FILE/)
})
