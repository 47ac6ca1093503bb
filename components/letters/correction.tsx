import { z } from 'zod'
import { path } from '../../src/lib/paths'
import { fieldLabels } from '../personnel/labels'
import type { LetterContent } from './letter'

export const correctionProps = z.strictObject({
  id: z.uuid(),
  fields: z.array(z.enum(Object.keys(fieldLabels) as [keyof typeof fieldLabels])).min(1),
  refused: z.boolean(),
})

/**
 * What became of a request to correct one's own file: its values, and why it is refused, are read on the site and in no letter,
 * which those who look after the mail may read.
 */
export function correction({ id, fields, refused }: z.output<typeof correctionProps>, origin: string): LetterContent {
  const what = fields.map((field) => fieldLabels[field]).join(', ')
  const [word, done] = refused
    ? ['refusée', 'Votre dossier n’est pas modifié\u202f; le motif se lit sur le site.']
    : ['acceptée', 'Votre dossier est corrigé.']
  return {
    subject: `Votre demande de correction est ${word}`,
    blocks: [
      { kind: 'text', text: `Votre demande de correction (${what}) est ${word}. ${done}` },
      { kind: 'link', label: 'Voir ma demande', href: origin + path(`/profil/corrections/${id}`) },
    ],
  }
}
