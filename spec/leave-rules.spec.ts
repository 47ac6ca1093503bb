import { describe, expect, it } from 'vitest'
import { daysDue, missingLines } from '../src/leave/rules'

describe('annual leave', () => {
  it.each([
    [2026, '2010-03-01', null, 30],
    [2026, '2026-01-01', null, 30],
    [2026, '2026-07-02', null, 15.5],
    [2026, '2026-12-31', null, 0.5],
    [2026, '2027-01-01', null, 0],
    [2026, '2010-03-01', '2026-07-02', 15],
    [2026, '2010-03-01', '2026-01-01', 0],
    [2026, '2026-02-01', '2026-02-11', 1],
    [2024, '2010-03-01', null, 30],
    [2024, '2024-07-01', null, 15.5],
  ])('of %i for service from %s to %s is %f days', (year, startedOn, leftOn, days) => {
    expect(daysDue(year, startedOn, leftOn)).toBe(days)
  })

  it('wants lines for what the ledger does not say yet, and none for what it says', () => {
    const someone = { id: 'a', startedOn: '2010-01-01', leftOn: null, taken: 12, gained: 0, used: 0 }
    expect(missingLines([someone], 2026)).toEqual([
      { personId: 'a', kind: 'droit', days: 30 },
      { personId: 'a', kind: 'pris', days: -12 },
    ])
    expect(missingLines([{ ...someone, gained: 30, used: -12 }], 2026)).toEqual([])
    expect(missingLines([{ ...someone, leftOn: '2026-07-02', gained: 30, used: -15 }], 2026)).toEqual([
      { personId: 'a', kind: 'droit', days: -15 },
      { personId: 'a', kind: 'pris', days: 3 },
    ])
    expect(missingLines([{ ...someone, startedOn: '2027-05-01', taken: 0 }], 2026)).toEqual([])
  })
})
