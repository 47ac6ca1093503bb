import { describe, expect, it } from 'vitest'
import { easterSunday, type Holiday, holidaysOf } from '../src/demonstration/holidays'

describe('public holidays', () => {
  it('follow Easter', () => {
    const known = ['1818-03-22', '2024-03-31', '2025-04-20', '2026-04-05', '2038-04-25', '2285-03-22']
    expect(known.map((day) => easterSunday(Number(day.slice(0, 4))))).toEqual(known)
    const days = holidaysOf(2026)
    expect(labelOn(days, '2026-04-06')).toBe('Lundi de Pâques')
    expect(labelOn(days, '2026-05-14')).toBe('Ascension')
    expect(labelOn(days, '2026-05-25')).toBe('Lundi de Pentecôte')
  })

  it('go on the next day when certain feasts fall on a Sunday, and only those', () => {
    expect(labelOn(holidaysOf(2022), '2022-05-02')).toBe('Lendemain : Fête du Travail')
    expect(labelOn(holidaysOf(2022), '2022-08-08')).toBe('Lendemain : Fête de l’Indépendance')
    expect(labelOn(holidaysOf(2022), '2022-12-26')).toBe('Lendemain : Noël')
    expect(labelOn(holidaysOf(2026), '2026-05-02')).toBeUndefined()
    // Toussaint 2026 and Assomption 2021 are Sundays too
    expect(labelOn(holidaysOf(2026), '2026-11-02')).toBeUndefined()
    expect(labelOn(holidaysOf(2021), '2021-08-16')).toBeUndefined()
  })

  it('hold the Muslim feasts a day at most from where they were kept', () => {
    const kept = {
      'Fin du Ramadan': ['2023-04-21', '2024-04-10', '2025-03-30'],
      Tabaski: ['2023-06-28', '2024-06-16', '2025-06-06'],
    }
    for (const [label, days] of Object.entries(kept)) {
      for (const day of days) {
        const found = holidaysOf(Number(day.slice(0, 4))).find((holiday) => holiday.label === label)!
        expect(Math.abs(Date.parse(found.day) - Date.parse(day)) / 86_400_000, `${label} ${day}`).toBeLessThanOrEqual(1)
      }
    }
    // two ends of Ramadan in one year of the other calendar
    expect(holidaysOf(2033).filter(({ label }) => label === 'Fin du Ramadan')).toHaveLength(2)
  })

  it('are one a day, labels of the same day together', () => {
    // Ascension on 1 May
    expect(labelOn(holidaysOf(2008), '2008-05-01')).toBe('Fête du Travail, Ascension')
  })
})

function labelOn(days: Holiday[], day: string): string | undefined {
  return days.find((holiday) => holiday.day === day)?.label
}
