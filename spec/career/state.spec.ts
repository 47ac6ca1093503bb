import { afterAll, beforeAll, expect, it } from 'vitest'
import { Chance } from '../../src/demonstration/chance'
import { openSite, type TestSite } from '../support/site'
import { dayFrom } from './hand'

let site: TestSite

beforeAll(async () => {
  site = await openSite({ redis: false })
})
afterAll(() => site.close())

it('everybody’s file is as their acts say today, whatever was written, corrected, cancelled or put off', async () => {
  const career = await import('../../src/career/career')
  const { system } = await import('../../src/actor')
  const { Problem } = await import('../../src/lib/problems')
  const clerk = system('Tirage')
  const chance = new Chance('careers')
  const people = await site.sql<{ id: string }[]>`select id from personnel order by id limit 8`
  const done = { written: 0, refused: 0 }
  for (let turn = 0; turn < 160; turn++) {
    const { id } = chance.pick(people)
    await oneAct(id).then(
      () => done.written++,
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error
        done.refused++
      },
    )
  }
  expect(done.written).toBeGreaterThan(50)
  expect(done.refused).toBeGreaterThan(10)
  expect(await site.sql`select id from career_late(current_date) as id`).toEqual([])
  for (const { id } of people) await agree(id)

  async function oneAct(id: string): Promise<void> {
    const acts = await site.sql<{ id: string; kind: string; decision: string }[]>`
      select id, kind from career_events where person_id = ${id} order by id`
    const way = chance.draw({ write: 6, correct: 2, cancel: 2 })
    const act = chance.pick(acts)
    if (way === 'cancel') return career.cancelAct(clerk, id, act.id, 'Tirage au sort')
    const kind = way === 'correct' ? act.kind : chance.pick(kinds)
    const fields = { acte: kind, effectiveOn: dayFrom(chance.int(-900, 200)), confirme: 'oui', ...drawn(kind) }
    if (way === 'write') return career.recordAct(clerk, id, career.actForm.parse(fields), null)
    const form = career.correctionForm(kind as 'position').parse({ ...fields, reason: 'Tirage au sort' })
    return career.correctAct(clerk, id, act.id, form, null)
  }

  function drawn(kind: string): Record<string, string> {
    const step = {
      grade: chance.pick(['A3', 'A4', 'B1', 'B3']),
      class: chance.pick(['deuxieme', 'premiere', 'principale']),
      echelon: String(chance.int(1, 3)),
    }
    const unit = chance.pick(['DAJ', 'DAF', 'DSI', 'DRH-PAIE'])
    const position = chance.pick(['en_activite', 'detachement', 'disponibilite'])
    const jobTitle = chance.pick(['Archiviste', 'Juriste', ''])
    const byKind: Record<string, Record<string, string>> = {
      nomination: { ...step, unit, position, jobTitle },
      avancement_echelon: { echelon: step.echelon },
      avancement_classe: { class: step.class, echelon: step.echelon },
      promotion: step,
      ...{ affectation: { unit }, position: { position }, fonction: { jobTitle } },
      ...{ sanction: { note: 'Avertissement' }, depart: { note: 'Mutation' } },
    }
    return byKind[kind] ?? {}
  }
})

const kinds = [
  ...['avancement_echelon', 'avancement_classe', 'promotion', 'affectation', 'affectation', 'fonction', 'position'],
  ...['sanction', 'depart', 'reintegration', 'retraite'],
]

/** What the page works out of the acts is what the database does, on any day. */
async function agree(id: string): Promise<void> {
  const { careerOf } = await import('../../src/career/career')
  const { system } = await import('../../src/actor')
  for (const days of [-2000, -700, -300, -100, -10, 0, 60, 200]) {
    const day = dayFrom(days)
    const { state } = await careerOf(system('Lecture'), id, day)
    const [said] = await site.sql`
      select u.code as unit, grade, class, echelon, echelon_since as "echelonSince", position, job_title as "jobTitle",
        case when left_on <= ${day} then left_on end as "leftOn"
      from career_of(${id}, ${day}) left join units u on u.id = unit_id`
    const { unitName: _, gradeSince: __, ...ours } = state
    expect(ours).toEqual(said)
  }
}
