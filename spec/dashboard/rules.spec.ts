import { describe, expect, it } from 'vitest'
import { ageBands, lastMonths, nextYears, yearBefore } from '../../src/dashboard/rules'

describe('the rules of the dashboard', () => {
  it('takes 28 February as the day a year before 29 February', () => {
    expect(yearBefore('2028-02-29')).toBe('2027-02-28')
    expect(yearBefore('2029-02-28')).toBe('2028-02-28')
    expect(yearBefore('2026-11-22')).toBe('2025-11-22')
  })

  it('walks months and years over the end of a year', () => {
    expect(lastMonths('2027-02-10', 4)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    expect(lastMonths('2026-12-31', 12)[0]).toBe('2026-01')
    expect(nextYears('2026-11-22', 5)).toEqual([2026, 2027, 2028, 2029, 2030])
  })

  it('gives every age one band', () => {
    for (let age = 0; age <= 120; age++) {
      const holding = ageBands.filter(({ min, max }) => (min ?? 0) <= age && age <= (max ?? 200))
      expect(holding.length, String(age)).toBe(1)
    }
  })
})
