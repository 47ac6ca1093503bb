import { z } from 'zod'
import { choice, day, optional } from '../lib/form'
import { type EventName, events } from './events'

const names = Object.keys(events) as [EventName, ...EventName[]]
const id = z.string().regex(/^[1-9]\d{0,17}$/, 'Cette ligne n’existe pas.')
const words = z.string().trim().max(100, 'Au plus 100 caractères.')

/** What the journal can be searched by: all of it is in the address. */
export const searchSchema = z
  .strictObject({
    /** whoever acted: part of a name, or an e-mail address */
    acteur: optional(words),
    /** the person concerned, or their account: beginnings of words of the name, the matricule, or of an account its address */
    personne: optional(words),
    acte: optional(choice(names)),
    du: optional(day),
    au: optional(day),
    adresse: optional(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'Une adresse IP, ou une plage (203.0.113.0/24).'),
    ),
    rayon: optional(
      z
        .string()
        .trim()
        .regex(/^[0-9a-f]{16}(-[A-Z]{3})?$/, 'Un identifiant CF-Ray\u202f: seize chiffres de 0 à f.'),
    ),
    requete: optional(z.string().trim().pipe(z.uuid('Une référence de requête entière.'))),
  })
  .refine(({ du, au }) => !du || !au || du <= au, {
    path: ['au'],
    message: 'La fin est avant le début.',
    // a day that is none is before or after nothing
    when: ({ issues }) => issues.length === 0,
  })

/** The same, and where in the list one is. */
export const journalSchema = searchSchema.safeExtend({
  apres: optional(id),
  avant: optional(id),
  fin: optional(choice(['1'])),
})

export type Search = z.output<typeof searchSchema>
export type Place = Pick<z.output<typeof journalSchema>, 'apres' | 'avant' | 'fin'>

export const lineId = id
