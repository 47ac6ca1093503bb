import { invalid } from '../lib/problems'
import { violates } from './constraint'

const message = 'Ce grade n’est pas ouvert à cette date, ou sa fermeture est décidée.'

/** Closed meanwhile, or named by a program: the trigger on files has the last word on grades. */
export function refusedGrade(error: unknown): never {
  if (!violates(error, 'personnel_grade_open')) throw error
  throw invalid([{ field: 'grade', message }])
}
