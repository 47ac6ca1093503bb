import { z } from 'zod'
import type { User } from '../actor'
import { listAbout, proofOf } from '../corrections/corrections'
import { missing } from '../lib/problems'
import { pdfAside } from '../pdf/pdf'
import { wholeOf } from '../personnel/personnel'
import { storage } from '../storage/storage'
import { type Order, sourceOf } from './source'
import { findSubject } from './subject'
import { machineReadable } from './whole-json'
import { summary } from './whole-summary'
import { type Entry, safeName, zipOf } from './zip'

type Input = { personne: string }

/** Everything about one person that whoever asks may read, in one archive: the file itself, and each paper. */
export const wholeFile = sourceOf<Input>({
  name: 'dossier',
  formats: ['zip'],
  schema: z.strictObject({ personne: z.uuid('Cette adresse est incomplète.') }),
  actions: ['personnel.read'],
  view: [
    ...(['personnel.export', 'personnel.write', 'field.identity', 'field.private', 'field.salary'] as const),
    ...(['field.health', 'evaluations.read', 'activities.read', 'acts.read', 'corrections.decide'] as const),
  ],
  async count(actor, { personne }) {
    const { documents, corrections, photo } = await read(actor, personne)
    const proofs = corrections.filter(({ proof }) => proof)
    return 2 + documents.filter(sound).length + proofs.length + (photo ? 1 : 0)
  },
  // a whole file is much, whosever it is
  isMuch: async () => true,
  atOnce: false,
  about: async (actor, { personne }) => (await findSubject(actor, personne)) ?? { id: personne, name: null },
  make: async (order) => zipOf(entries(order)),
})

export type WholeFile = Awaited<ReturnType<typeof read>>

async function read(actor: User, id: string) {
  const found = (await findSubject(actor, id)) && (await wholeOf(actor, id))
  if (!found) throw missing()
  return { ...found, corrections: await listAbout(actor, id) }
}

/** The text for programs and the summary for people first, then the papers as they are read from where they are kept. */
async function* entries({ actor, input, step }: Order<Input>): AsyncGenerator<Entry> {
  const whole = await read(actor, input.personne)
  const at = new Date()
  const { lastName, firstNames, matricule } = whole.file
  const names = new Set<string>()
  const papers = whole.documents.map((document, index) => ({
    document,
    name: `documents/${unique(names, `${String(index + 1).padStart(3, '0')} ${document.typeLabel} v${document.version} ${document.name}`)}`,
  }))
  const files = new Map(papers.flatMap(({ document, name }) => (sound(document) ? [[document.id, name]] : [])))
  const text = Buffer.from(JSON.stringify(machineReadable(whole, { at, by: actor.name, files }), null, 2))
  yield await told({ name: 'dossier.json', at, packed: false, content: one(text) })
  const pdf = await pdfAside(await summary(whole, { at, by: actor.name }))
  yield await told({
    name: safeName(`${matricule} ${lastName} ${firstNames}.pdf`),
    at,
    packed: true,
    content: one(pdf),
  })
  if (whole.photo) yield await told({ name: 'photo.jpg', at, packed: true, content: one(whole.photo) })
  for (const { document, name } of papers) {
    if (!sound(document)) continue
    const content = await storage().read(document.hash)
    if (!content) throw new Error(`the file of document ${document.id} is not in the storage`)
    yield await told({ name, at: document.addedAt, packed: true, content })
  }
  for (const correction of whole.corrections) {
    if (!correction.proof) continue
    const { name, bytes } = await proofOf(correction)
    const day = correction.askedAt.toISOString().slice(0, 10)
    const place = `justificatifs/${unique(names, `${day} ${name}`)}`
    yield await told({ name: place, at: correction.askedAt, packed: true, content: one(bytes) })
  }

  async function told(entry: Entry): Promise<Entry> {
    await step()
    return entry
  }
}

/** What the antivirus has not found good is named, not handed out. */
function sound({ state }: { state: string }): boolean {
  return state === 'saine'
}

function unique(names: Set<string>, wanted: string): string {
  const safe = safeName(wanted)
  let name = safe
  for (let again = 2; names.has(name); again++) name = safe.replace(/(\.[A-Za-z0-9]{1,8})?$/, ` (${again})$1`)
  names.add(name)
  return name
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
