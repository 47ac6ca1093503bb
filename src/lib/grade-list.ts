import { z } from 'zod'
import { type Grade, grades } from './civil-service'
import { isoToday } from './today'

/** From which day on there is a grade, and from which day on there is none any more. */
export type GradeLife = { code: Grade; openedOn: string; closedOn: string | null }

/** What the tables say is told to here (`src/grades/followed.ts`); until then those that a house begins with. */
let current: readonly GradeLife[] = grades.map((code) => ({ code, openedOn: '2000-01-01', closedOn: null }))

export function configureGrades(lives: readonly GradeLife[]): void {
  current = lives
}

/** Every grade that there is, was or will be, from the top. */
export function gradeCodes(): Grade[] {
  return current.map(({ code }) => code)
}

/** Those that somebody may be given today: open, and no end decided; and the one that is held. */
export function givenGrades(held?: string): Grade[] {
  const today = isoToday()
  const given = ({ openedOn, closedOn }: GradeLife) => openedOn <= today && closedOn === null
  return current.filter((life) => life.code === held || given(life)).map(({ code }) => code)
}

/** One of them, as a field of a form. */
export function gradeField() {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'Ce champ est obligatoire.' : message) })
    .refine((code) => gradeCodes().includes(code), message)
}

const message = 'Choisissez une valeur de la liste.'
