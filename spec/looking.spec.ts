import { beforeEach, expect, it } from 'vitest'
import { configureLog } from '../src/lib/log'
import { looking } from '../src/lib/looking'

let lines: Record<string, unknown>[]

beforeEach(() => {
  lines = []
  const to = { write: (line: string) => void lines.push(JSON.parse(line)) }
  configureLog({ level: 'info', format: 'json', version: 'spec', to })
})

const said = () => lines.map((line) => line['event.name'])
const fail = () => Promise.reject(new Error('relation "x" does not exist'))

it('a look that goes on failing is said once, and once when it is over', async () => {
  const quietly = looking('somewhere')
  expect(await quietly(async () => 'found')).toBe('found')
  expect(said()).toEqual([])
  for (let round = 0; round < 5; round++) expect(await quietly(fail)).toBeUndefined()
  expect(said()).toEqual(['somewhere.away'])
  for (let round = 0; round < 5; round++) expect(await quietly(async () => round)).toBe(round)
  expect(said()).toEqual(['somewhere.away', 'somewhere.back'])
  await quietly(fail)
  expect(said()).toEqual(['somewhere.away', 'somewhere.back', 'somewhere.away'])
})

it('its line has the reason behind a refusal that was meant for people, and no stack', async () => {
  const refusal = Object.assign(new Error('Le service est momentanément indisponible.'), {
    cause: new Error('ECONNREFUSED'),
  })
  await looking('somewhere')(() => Promise.reject(refusal))
  expect(lines).toMatchObject([{ severity_text: 'WARN', reason: 'Error: ECONNREFUSED' }])
  expect(JSON.stringify(lines)).not.toContain('    at ')
})

it('one that is away says nothing of another', async () => {
  const [one, other] = [looking('one'), looking('other')]
  await Promise.all([one(fail), other(async () => true)])
  await other(async () => true)
  expect(said()).toEqual(['one.away'])
})
