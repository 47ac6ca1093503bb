import { z } from 'zod'
import { absenceTypes, categories, codes, positions } from '../lib/civil-service'
import { choice, day, optional, whole } from '../lib/form'
import { gradeField } from '../lib/grade-list'

const month = z.string().regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/, 'Un mois, par exemple 2026-11.')

/**
 * What the list of personnel can be asked for: each condition is a parameter of its address, so that a figure anywhere
 * in the site can link to exactly the people it counts.
 */
export const filterSchema = z
  .strictObject({
    /** beginnings of words: surname, given names, matricule, phone */
    q: optional(z.string().max(100, 'Au plus 100 caractères.')),
    /** code of a unit, counted with everything below it */
    unite: optional(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Cette unité n’existe pas.')),
    /** '1': the unit alone, without what is below it */
    unite_seule: optional(choice(['1'])),
    categorie: optional(choice(categories)),
    grade: optional(gradeField()),
    position: optional(choice(codes(positions))),
    sexe: optional(choice(['F', 'M'])),
    age_min: optional(whole(0, 120)),
    age_max: optional(whole(0, 120)),
    /** retirement due within so many months (1-120) from today, or already past */
    retraite: optional(z.string().regex(/^(depassee|[1-9]|[1-9]\d|1[01]\d|120)$/, 'Un nombre de mois de 1 à 120.')),
    /** year of retirement, past dates not included */
    retraite_annee: optional(whole(1950, 2150)),
    situation: optional(choice(['actifs', 'partis', 'tous'])),
    /** present on that day, whatever happened since */
    present_le: optional(day),
    entree: optional(month),
    sortie: optional(month),
    absent: optional(choice(['aujourdhui', 'semaine'])),
    /** with `absent`: of that type; 'autre' stands for the personal reasons where the reason itself may not be read */
    type_absence: optional(choice([...codes(absenceTypes), 'autre'])),
    /** with a settled mark (validated or arbitrated) in that year */
    evalue: optional(whole(1980, 2100)),
    evaluation: optional(choice(['contestee'])),
    dossier: optional(choice(['incomplet'])),
    /** these people, whether they are present or not, as far as the rest allows: ids with commas between */
    choix: optional(z.string().regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,199}$/, 'Cette sélection est illisible.')),
  })
  .refine(({ age_min, age_max }) => age_min === null || age_max === null || age_min <= age_max, {
    path: ['age_max'],
    message: 'L’âge minimum dépasse l’âge maximum.',
    // an age that is none is above or below nothing
    when: ({ issues }) => issues.length === 0,
  })

export type Filter = z.output<typeof filterSchema>
