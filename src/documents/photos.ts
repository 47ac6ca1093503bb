import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, User } from '../actor'
import { transaction } from '../db/sql'
import { choice, optional } from '../lib/form'
import { faceOf, pictureKind } from '../lib/picture'
import { invalid, missing } from '../lib/problems'
import * as queries from './photo-queries'
import { lockPerson } from './queries'

export const sizeQuery = z.strictObject({ taille: optional(choice(['64', '256'])) })

export type Side = queries.Side
export const sides = [64, 256] as const

/** The face of a person from now on: square, drawn anew. The same again changes nothing. */
export async function wearFace(actor: User, personId: string, { bytes }: { bytes: Buffer }): Promise<void> {
  if (!pictureKind(bytes)) throw wrong('Envoyez une image PNG ou JPEG.')
  const drawn = await Promise.all(sides.map((side) => faceOf(bytes, side)))
  const pictures = drawn.flatMap((jpeg, index) => (jpeg ? [{ side: sides[index]!, jpeg }] : []))
  if (pictures.length < sides.length)
    throw wrong('Cette image est illisible, ou trop grande. Envoyez une image de moins de 25 mégapixels.')
  await transaction(async (tx) => {
    const person = await lockPerson(tx, actor, personId)
    if (!person) throw missing()
    if (!(await queries.setPhoto(tx, personId, pictures, actor.id))) return
    const target = { kind: 'personnel' as const, id: personId, name: person.name }
    await record(tx, actor, { event: 'photos.changed', target, personId })
  })
}

export async function removeFace(actor: User, personId: string): Promise<void> {
  await transaction(async (tx) => {
    const person = await lockPerson(tx, actor, personId)
    if (!person) throw missing()
    if (!(await queries.deletePhoto(tx, personId))) return
    const target = { kind: 'personnel' as const, id: personId, name: person.name }
    await record(tx, actor, { event: 'photos.removed', target, personId })
  })
}

/** Of whoever's file the actor reads. */
export async function findFace(actor: Actor, personId: string, side: Side): Promise<Buffer> {
  const jpeg = await queries.findPhoto(actor, personId, side)
  if (!jpeg) throw missing()
  return jpeg
}

export { hasPhoto } from './photo-queries'

function wrong(message: string) {
  return invalid([{ field: 'photo', message }])
}
