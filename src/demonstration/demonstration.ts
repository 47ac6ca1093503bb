import type { Tx } from '../db/sql'
import { absencesOf } from './absences'
import { type Day, yearOf } from './days'
import { evaluationsOf } from './evaluations'
import { eventsOf } from './events'
import { filesOf } from './files'
import { holidaysOf } from './holidays'
import {
  insertAbsences,
  insertEvaluations,
  insertEvents,
  insertFiles,
  insertHolidays,
  insertUnits,
  listSteps,
  setChiefs,
} from './queries'
import { insertSignatory } from './signatories'
import { chiefs, everyone } from './staffing'
import { units } from './units'

/**
 * Fills an empty, migrated database with a ministry of 480 people, as it may stand on the day given: nobody is real,
 * and the same day makes the same rows, ids included.
 */
export async function seedDemonstration(tx: Tx, today: Day): Promise<void> {
  const people = everyone(today, await listSteps(tx, today))
  const unitIds = await insertUnits(tx, units)
  await insertHolidays(
    tx,
    [-3, -2, -1, 0, 1].flatMap((years) => holidaysOf(yearOf(today) + years)),
  )
  const files = filesOf(people, unitIds, today)
  await insertFiles(tx, files)
  await setChiefs(tx, chiefs(people))
  await insertSignatory(tx)
  const titles = new Map(files.map((file) => [file.id, file.job_title]))
  await insertEvents(tx, eventsOf(people, titles, unitIds, today))
  await insertAbsences(tx, absencesOf(people, today))
  await insertEvaluations(tx, evaluationsOf(people, today))
}
