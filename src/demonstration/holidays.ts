import { addDays, type Day, dayOf, weekday } from './days'

export type Holiday = { day: Day; label: string }

type Feast = Holiday & { postponed?: boolean }

/**
 * The public holidays of a year in Côte d'Ivoire. Muslim feasts are announced a few days before: those given here follow
 * the tabular calendar, at most a day or two away, and are there to be corrected.
 */
export function holidaysOf(year: number): Holiday[] {
  const feasts = [...civil(year), ...christian(year), ...muslim(year)]
  const nextDays = feasts
    .filter((feast) => feast.postponed && weekday(feast.day) === 7)
    .map((feast) => ({ day: addDays(feast.day, 1), label: `Lendemain : ${feast.label}` }))
  const byDay = new Map<Day, string>()
  for (const { day, label } of [...feasts, ...nextDays]) {
    const already = byDay.get(day)
    byDay.set(day, already ? `${already}, ${label}` : label)
  }
  return [...byDay].map(([day, label]) => ({ day, label })).sort((a, b) => (a.day < b.day ? -1 : 1))
}

function civil(year: number): Feast[] {
  return [
    { day: dayOf(year, 1, 1), label: 'Jour de l’an' },
    { day: dayOf(year, 5, 1), label: 'Fête du Travail', postponed: true },
    { day: dayOf(year, 8, 7), label: 'Fête de l’Indépendance', postponed: true },
    { day: dayOf(year, 11, 15), label: 'Journée nationale de la Paix' },
  ]
}

function christian(year: number): Feast[] {
  const easter = easterSunday(year)
  return [
    { day: addDays(easter, 1), label: 'Lundi de Pâques' },
    { day: addDays(easter, 39), label: 'Ascension' },
    { day: addDays(easter, 50), label: 'Lundi de Pentecôte' },
    { day: dayOf(year, 8, 15), label: 'Assomption' },
    { day: dayOf(year, 11, 1), label: 'Toussaint' },
    { day: dayOf(year, 12, 25), label: 'Noël', postponed: true },
  ]
}

function muslim(year: number): Feast[] {
  return [
    ...hijriDays(year, 9, 27).map((day) => ({ day, label: 'Lendemain de la Nuit du Destin' })),
    ...hijriDays(year, 10, 1).map((day) => ({ day, label: 'Fin du Ramadan', postponed: true })),
    ...hijriDays(year, 12, 10).map((day) => ({ day, label: 'Tabaski', postponed: true })),
    ...hijriDays(year, 3, 13).map((day) => ({ day, label: 'Lendemain du Maouloud' })),
  ]
}

/** Gregorian computus, anonymous algorithm (Nature, 20 April 1876; J. Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const leaps = Math.floor(century / 4)
  const lunar = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - leaps - lunar + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  const sum = epact + toSunday - 7 * late + 114
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1)
}

/** The days of a Gregorian year that carry this Hijri date: one, sometimes two (the Hijri year is eleven days shorter). */
function hijriDays(year: number, month: number, day: number): Day[] {
  const about = Math.floor((year - 622) * (33 / 32))
  return [about - 1, about, about + 1, about + 2]
    .map((hijriYear) => hijriToDay(hijriYear, month, day))
    .filter((found) => found.startsWith(String(year)))
}

/** Tabular Islamic calendar: a cycle of 30 years with 11 leap days, counted from 16 July 622 (Julian). */
function hijriToDay(year: number, month: number, day: number): Day {
  const epoch = '0622-07-19'
  const days =
    Math.floor((11 * year + 3) / 30) + 354 * (year - 1) + 29 * (month - 1) + Math.ceil((month - 1) / 2) + day - 1
  return addDays(epoch, days)
}
