import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, User } from '../actor'
import { afterCommit, transaction } from '../db/sql'
import { type FileFault, wrongFile } from '../lib/file-fault'
import { choice, optional } from '../lib/form'
import { cropNames, faceOf, pictureKind } from '../lib/picture'
import { missing } from '../lib/problems'
import { bump } from '../redis/cache'
import * as queries from './photo-queries'
import { lockPerson } from './queries'

export const sizeQuery = z.strictObject({
  taille: optional(choice(['64', '256'])),
  version: optional(z.string().regex(/^\d{1,12}$/)),
})

export const photoForm = z.strictObject({ crop: optional(choice(cropNames)) })

export type Side = queries.Side
export const sides = [64, 256] as const

/** The face of a person from now on: square, drawn anew. The same again changes nothing. */
export async function wearFace(
  actor: User,
  personId: string,
  { crop }: z.output<typeof photoForm>,
  { bytes }: { bytes: Buffer },
): Promise<void> {
  if (!pictureKind(bytes)) throw wrong('neither', 'Envoyez une image PNG ou JPEG.')
  const drawn = await Promise.all(sides.map((side) => faceOf(bytes, side, crop ?? 'auto')))
  const pictures = drawn.flatMap((jpeg, index) => (jpeg ? [{ side: sides[index]!, jpeg }] : []))
  if (pictures.length < sides.length)
    throw wrong('unreadable', 'Cette image est illisible, ou trop grande. Envoyez une image de moins de 25 mégapixels.')
  await transaction(async (tx) => {
    const person = await lockPerson(tx, actor, personId)
    if (!person) throw missing()
    if (!(await queries.setPhoto(tx, personId, pictures, actor.id))) return
    const target = { kind: 'personnel' as const, id: personId, name: person.name }
    await record(tx, actor, { event: 'photos.changed', target, personId })
    afterCommit(tx, () => bump('personnel'))
  })
}

export async function removeFace(actor: User, personId: string): Promise<void> {
  await transaction(async (tx) => {
    const person = await lockPerson(tx, actor, personId)
    if (!person) throw missing()
    if (!(await queries.deletePhoto(tx, personId))) return
    const target = { kind: 'personnel' as const, id: personId, name: person.name }
    await record(tx, actor, { event: 'photos.removed', target, personId })
    afterCommit(tx, () => bump('personnel'))
  })
}

/** Of whoever's file the actor reads. */
export async function findFace(actor: Actor, personId: string, side: Side): Promise<Buffer> {
  const jpeg = await queries.findPhoto(actor, personId, side)
  if (!jpeg) throw missing()
  return jpeg
}

export { hasPhoto } from './photo-queries'

function wrong(fault: FileFault, message: string) {
  return wrongFile('photo', fault, message)
}
