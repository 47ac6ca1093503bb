import { describe, expect, it } from 'vitest'
import { count, day, decimal, moment, number, plural } from '../src/lib/french'

describe('figures and dates in French', () => {
  it('parts thousands with a narrow no-break space', () => {
    expect(number(0)).toBe('0')
    expect(number(999)).toBe('999')
    expect(number(1000)).toBe('1\u202f000')
    expect(number(247464)).toBe('247\u202f464')
    expect(number(1234567)).toBe('1\u202f234\u202f567')
  })

  it('writes negatives with the minus sign, never a negative zero', () => {
    expect(number(-1200)).toBe('\u22121\u202f200')
    expect(number(-0.2)).toBe('0')
    expect(decimal(-0.004, 2)).toBe('0,00')
    expect(decimal(-3.5, 1)).toBe('\u22123,5')
  })

  it('writes decimals with a comma and a fixed length', () => {
    expect(decimal(14, 2)).toBe('14,00')
    expect(decimal(14.256, 2)).toBe('14,26')
    expect(decimal(1234.5, 1)).toBe('1\u202f234,5')
    expect(decimal(9.96, 0)).toBe('10')
  })

  it('writes days as dd/mm/yyyy, whatever the machine’s time zone', () => {
    expect(day('2026-11-22')).toBe('22/11/2026')
    expect(day('2026-01-05T23:59:59Z')).toBe('05/01/2026')
  })

  it('writes instants on the clock of Abidjan', () => {
    expect(moment(new Date('2026-11-22T16:40:59Z'))).toBe('22/11/2026 à\u00a016:40')
    expect(moment(new Date('2026-11-22T23:30:00-02:00'))).toBe('23/11/2026 à\u00a001:30')
  })

  it('agrees from two on', () => {
    expect([0, 1, 1.5, 2, -3].map((n) => plural(n, 'agent', 'agents'))).toEqual([
      'agent',
      'agent',
      'agent',
      'agents',
      'agents',
    ])
    expect(count(1480, 'agent', 'agents')).toBe('1\u202f480\u00a0agents')
  })
})
