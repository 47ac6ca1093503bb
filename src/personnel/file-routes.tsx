import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { ActsPanel } from '../../components/acts/panel'
import { Documents } from '../../components/documents/panel'
import { Absences } from '../../components/personnel/absences'
import { Career } from '../../components/personnel/career'
import { Conflict } from '../../components/personnel/conflict'
import { Departure } from '../../components/personnel/departure'
import { Evaluations } from '../../components/personnel/evaluations'
import { File, type TabName, tabs, tabsFor } from '../../components/personnel/file'
import { PersonForm } from '../../components/personnel/form'
import { History } from '../../components/personnel/history'
import { Identity } from '../../components/personnel/identity'
import { valuesOf } from '../../components/personnel/values'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { choice, day, optional } from '../lib/form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { absencesOf } from './absences'
import { careerOf } from './career'
import { demandRight, reading } from './faults'
import { findFile, listEvaluations, listHistory, type PersonFile } from './file-queries'
import { historyOf } from './history'
import { listUnits, listWritable } from './list'
import { actsOf, papersOf } from './papers'
import {
  createPerson,
  departureForm,
  isOutdated,
  newPersonForm,
  personForm,
  recordDeparture,
  recordReturn,
  updatePerson,
} from './personnel'
import { openedIn, shownIn } from './reading'
import { differences, mentionOf, personId, saysTaken, seniority, yearsBetween } from './rules'
import { findByMatricule } from './write-queries'

/** `au`: the day as of which the career is read. */
const tabQuery = z.strictObject({ onglet: optional(choice(tabs)), au: optional(day) })
const historyLimit = 200

/** One person's file: to read, to create, to change, to leave and to come back. */
export const personFile = new Hono<Env>()
  .post('/', signedIn(), may('personnel.write'), refill(newForm), async (c) => {
    const { cle, ...input } = await demandRight(actorOf(c), await formInput(c, reading(newPersonForm)))
    const { id } = await createPerson(actorOf(c), input, cle)
    announce(c, 'cree')
    return c.redirect(path(`/personnel/${id}`), 303)
  })
  .get('/nouveau', signedIn(), may('personnel.write'), (c) => newForm(c))
  .get('/:id', signedIn(), may('personnel.read'), async (c) => {
    const file = openedIn(c.env.outgoing, actorOf(c), await fileOf(c))
    const { onglet, au } = queryInput(c, tabQuery)
    const tab = onglet ?? 'identite'
    if (!tabsFor(file).includes(tab)) throw missing()
    const own = file.id === actorOf(c).personId
    return render(c, { title: nameOf(file), current: own ? 'dossier' : 'personnel' }, await filePage(c, file, tab, au))
  })
  .get('/:id/modification', signedIn(), may('personnel.write'), (c) => changeForm(c))
  .put('/:id', signedIn(), may('personnel.write'), refill(changeForm), async (c) => {
    const id = personId(c.req.param('id'))
    const { version, ...input } = await demandRight(actorOf(c), await formInput(c, reading(personForm)), id)
    await updatePerson(actorOf(c), id, version, input)
    announce(c, 'modifie')
    return c.redirect(path(`/personnel/${id}`), 303)
  })
  .get('/:id/depart', signedIn(), may('personnel.write'), (c) => departurePage(c))
  .put('/:id/depart', signedIn(), may('personnel.write'), refill(departurePage), async (c) => {
    const id = personId(c.req.param('id'))
    await recordDeparture(actorOf(c), id, await formInput(c, departureForm))
    announce(c, 'depart')
    return c.redirect(path(`/personnel/${id}`), 303)
  })
  .delete('/:id/depart', signedIn(), may('personnel.write'), async (c) => {
    const id = personId(c.req.param('id'))
    const dropped = await recordReturn(actorOf(c), id)
    announce(c, dropped ? 'depart-annule' : 'reintegre')
    return c.redirect(path(`/personnel/${id}`), 303)
  })

async function newForm(c: Ctx, again?: Again): Promise<Response> {
  const [units, twin] = await Promise.all([listWritable(actorOf(c)), twinOf(c, again)])
  const values = again?.typed ?? {
    nationality: 'Ivoirienne',
    children: '0',
    position: 'en_activite',
    class: 'deuxieme',
    echelon: '1',
  }
  const form = (
    <PersonForm person={null} values={{ ...values, cle: randomUUID() }} units={units} {...refused(again)} twin={twin} />
  )
  return render(c, { title: 'Nouveau dossier', current: 'personnel' }, form)
}

async function changeForm(c: Ctx, again?: Again): Promise<Response> {
  const [file, twin] = await Promise.all([writableOf(c), twinOf(c, again)])
  const units = await listWritable(actorOf(c), file.unit)
  const merged = again && isOutdated(again.problem) ? await merge(c, file, again.typed) : undefined
  shownIn(c.env.outgoing, actorOf(c), file)
  const conflict = merged && <Conflict last={merged.last} differences={merged.differences} units={await listUnits()} />
  const values = merged?.values ?? again?.typed ?? valuesOf(file)
  const person = { id: file.id, name: nameOf(file), indexPoints: file.indexPoints }
  const form = (
    <PersonForm person={person} values={values} units={units} {...refused(again)} twin={twin} conflict={conflict} />
  )
  return render(c, { title: `Modifier ${nameOf(file)}`, current: 'personnel' }, form)
}

/**
 * A form that came too late, with the version it must now confirm: what was typed stays, and what its author had not
 * touched follows what the others wrote, so that confirming undoes nobody's work unseen.
 */
async function merge(c: Ctx, file: PersonFile, typed: Again['typed']) {
  const lines = await listHistory(actorOf(c), file.id, { limit: historyLimit, since: Number(typed.version) })
  const { indexPoints, ...typedPerson } = personForm.parse({ ...typed })
  const found = differences(lines, indexPoints === null ? typedPerson : { ...typedPerson, indexPoints })
  const fresh = valuesOf(file)
  const adopted = found
    .filter((one) => one.adopted && one.field in fresh)
    .map(({ field }) => [field, fresh[field] ?? ''])
  return {
    differences: found,
    last: lines[0] ? { name: lines[0].actorName, at: lines[0].at } : null,
    values: { ...typed, ...Object.fromEntries(adopted), version: String(file.version) },
  }
}

async function departurePage(c: Ctx, again?: Again): Promise<Response> {
  const file = await writableOf(c)
  const values = again?.typed ?? { leftOn: isoToday() }
  return render(
    c,
    { title: `Départ de ${nameOf(file)}`, current: 'personnel' },
    <Departure file={file} today={isoToday()} values={values} {...refused(again)} />,
  )
}

async function filePage(c: Ctx, file: PersonFile, tab: TabName, au: string | null): Promise<Child> {
  const today = isoToday()
  const mayList = can(actorOf(c), 'personnel.list')
  const facts = {
    age: yearsBetween(file.birthDate, today),
    served: seniority(file.startedOn, file.leftOn && file.leftOn < today ? file.leftOn : today),
    year: Number(today.slice(0, 4)),
    today,
  }
  const rights = { mayList, mayOpenAccount: can(actorOf(c), 'accounts.create') }
  return <File file={file} tab={tab} {...facts} {...rights} panel={await panelOf(c, file, tab, mayList, au)} />
}

async function panelOf(c: Ctx, file: PersonFile, tab: TabName, mayList: boolean, au: string | null): Promise<Child> {
  const actor = actorOf(c)
  if (tab === 'identite') return <Identity file={file} mayList={mayList} />
  if (tab === 'carriere') {
    const career = await careerOf(actor, file.id, au)
    return <Career personId={file.id} {...career} mayWrite={file.sees.write} />
  }
  if (tab === 'absences') return <Absences {...(await absencesOf(actor, file.id, isoToday()))} />
  if (tab === 'documents') return <Documents {...(await papersOf(actor, file))} />
  if (tab === 'actes') return <ActsPanel {...(await actsOf(actor, file.id))} />
  if (tab === 'evaluations') {
    const evaluations = await listEvaluations(actor, file.id)
    return <Evaluations evaluations={evaluations.map((one) => ({ ...one, mention: mentionOf(one.finalMark) }))} />
  }
  const [lines, units] = await Promise.all([historyOf(actor, file.id, historyLimit + 1), listUnits()])
  const cut = lines.length > historyLimit
  const shown = lines.slice(0, historyLimit)
  const journalHref = path(`/journal?personne=${encodeURIComponent(file.matricule)}`)
  return <History lines={shown} limit={cut ? historyLimit : null} units={units} journalHref={journalHref} />
}

/** The file in the address, or 404. */
async function fileOf(c: Ctx): Promise<PersonFile> {
  const file = await findFile(actorOf(c), personId(c.req.param('id')))
  if (!file) throw missing()
  return file
}

/** The same for who may change it: one role may read where another writes. */
async function writableOf(c: Ctx): Promise<PersonFile> {
  const file = await fileOf(c)
  if (!file.sees.write) throw missing()
  return file
}

/** Whose the refused matricule is, for who may know. */
async function twinOf(c: Ctx, again?: Again) {
  return again && saysTaken(again.errors) ? findByMatricule(actorOf(c), again.typed.matricule ?? '') : undefined
}

function refused(again?: Again) {
  return again && { errors: again.errors, refusal: again.problem.message }
}

function nameOf({ lastName, firstNames }: PersonFile): string {
  return `${lastName} ${firstNames}`
}
