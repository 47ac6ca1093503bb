import type { Actor } from '../actor'
import { sql, type Tx } from '../db/sql'
import type { ActKind } from '../lib/act-kinds'
import { organisation } from '../lib/organisation'
import { invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { listUnitsWithin } from '../organisation/organisation'
import { paperOf } from './making'
import { actFault, filled, type Said } from './rules'
import { listSigning, type Signatory } from './signatory-queries'
import { findSubject, type Subject } from './subject-queries'
import { templateOn } from './template-queries'
import { type Posting, valuesOf } from './variables'

export type Asked = {
  acte: ActKind
  signataire: string | null
  unite: string | null
  fonction: string | null
  effet: string | null
  carriere: string | null
}

/** Everything that an act says, and who signs it; refused as making it would be. */
export async function prepared(on: Tx, actor: Actor, subject: Subject, asked: Asked, day: string) {
  const fault = actFault(asked.acte, subject, day)
  if (fault) throw invalid([{ field: 'acte', message: fault }])
  const signing = await listSigning(on, day)
  const signatory = asked.signataire ? signing.find(({ id }) => id === asked.signataire) : signing[0]
  if (!signatory) throw invalid([{ field: 'signataire', message: signing.length > 0 ? notSigning : nobodySigns }])
  const template = await templateOn(on, asked.acte, day)
  const posting = asked.acte === 'decision_affectation' ? await postingOf(actor, subject, asked, day) : null
  const told = { subject, signatory, day, posting, organisation: organisation().name }
  return { template, signatory, said: filled(template.body, valuesOf(asked.acte, told)) }
}

const notSigning = 'Cette personne ne signe plus les actes aujourd’hui. Choisissez un signataire de la liste.'
const nobodySigns =
  'Personne ne signe les actes aujourd’hui\u202f: la DRH désigne un signataire dans « Actes », « Signataires ».'

async function postingOf(actor: Actor, subject: Subject, asked: Asked, day: string): Promise<Posting> {
  const code = asked.unite ?? subject.unitCode
  const unit = (await listUnitsWithin(actor, 'acts.produce', subject.unitCode)).find((one) => one.code === code)
  if (!unit) throw invalid([{ field: 'unite', message: 'Choisissez une unité de la liste.' }])
  const title = asked.fonction ?? subject.jobTitle
  if (!title) throw invalid([{ field: 'fonction', message: 'Indiquez la fonction confiée.' }])
  return { unit: unit.name, title, on: asked.effet ?? day }
}

/** Everything there is to choose from, for somebody of whom an act may be made. */
export async function choicesFor(actor: Actor, personId: string, kind: ActKind) {
  const subject = await findSubject(actor, personId)
  if (!subject) throw missing()
  const [signing, units] = await Promise.all([
    listSigning(sql, isoToday()),
    kind === 'decision_affectation' ? listUnitsWithin(actor, 'acts.produce', subject.unitCode) : [],
  ])
  return { subject, signing, units }
}

/** What the act would say. */
export async function textOf(actor: Actor, subject: Subject, asked: Asked): Promise<Said[]> {
  return (await prepared(sql, actor, subject, asked, isoToday())).said
}

/** The sheet as it would be, without a number, and with a mark across it. */
export async function previewOf(actor: Actor, personId: string, asked: Asked): Promise<Buffer> {
  const subject = await findSubject(actor, personId)
  if (!subject) throw missing()
  const day = isoToday()
  const { said, signatory } = await prepared(sql, actor, subject, asked, day)
  return paperOf({ kind: asked.acte, said, signatory, day, made: null })
}

/** A body that is being written, as it would be for somebody: its text, or its sheet. */
export async function tried(actor: Actor, kind: ActKind, body: string, matricule: string) {
  const [row] = await sql<{ id: string }[]>`select id from personnel where matricule = ${matricule}`
  const subject = row && (await findSubject(actor, row.id))
  if (!subject) throw invalid([{ field: 'personne', message: 'Aucun dossier à votre portée ne porte ce matricule.' }])
  const day = isoToday()
  const signatory = (await listSigning(sql, day))[0] ?? unknownSignatory
  const posting =
    kind === 'decision_affectation' ? { unit: subject.unit, title: subject.jobTitle ?? 'fonction', on: day } : null
  const said = filled(body, valuesOf(kind, { subject, signatory, day, posting, organisation: organisation().name }))
  return { said, sheet: () => paperOf({ kind, said, signatory, day, made: null }) }
}

const unknownSignatory: Signatory = {
  ...{ id: '', personId: '', name: 'Nom du signataire', sex: 'M', title: 'Fonction du signataire' },
  ...{ place: 'Abidjan', interim: false, startsOn: '', endsOn: null },
}
