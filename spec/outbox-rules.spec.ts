import { describe, expect, it } from 'vitest'
import { delayAfter, reasonOf, type Schedule, slotOf } from '../src/outbox/rules'

describe('the wait before another attempt', () => {
  it('doubles from two seconds up to an hour, however many attempts there were', () => {
    expect([1, 2, 3, 10, 12, 13, 2_000].map((attempts) => delayAfter(attempts, 0) / 1_000)).toEqual([
      2, 4, 8, 1_024, 3_600, 3_600, 3_600,
    ])
  })

  it('is up to half shorter by chance, so that those who failed together come back apart', () => {
    expect([0, 0.5, 1].map((chance) => delayAfter(3, chance))).toEqual([8_000, 6_000, 4_000])
  })
})

describe('the turn of a timed job', () => {
  const at = (schedule: Schedule, moment: string) => slotOf(schedule, new Date(moment)).toISOString()

  it.each<[Schedule, string, string]>([
    [{ minutes: 10 }, '2026-11-22T10:09:59.999Z', '2026-11-22T10:00:00.000Z'],
    [{ minutes: 10 }, '2026-11-22T10:10:00Z', '2026-11-22T10:10:00.000Z'],
    [{ hours: 6 }, '2026-11-22T17:59:00Z', '2026-11-22T12:00:00.000Z'],
    [{ dailyAt: '07:30' }, '2026-11-22T07:30:00Z', '2026-11-22T07:30:00.000Z'],
    [{ dailyAt: '07:30' }, '2026-11-22T07:29:59Z', '2026-11-21T07:30:00.000Z'],
    [{ dailyAt: '00:00' }, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z'],
  ])('%j at %s began at %s', (schedule, moment, slot) => {
    expect(at(schedule, moment)).toBe(slot)
  })
})

it('keeps of an error one line that Postgres can keep', () => {
  expect(reasonOf(new Error('550 no\r\n\u0000such \ud800 user '))).toBe('550 no such user')
  expect(reasonOf(new Error('x'.repeat(900)))).toHaveLength(500)
  expect(reasonOf('plain')).toBe('plain')
})
