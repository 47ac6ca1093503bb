import { z } from 'zod'
import { path } from '../../src/lib/paths'
import { fieldLabels } from '../personnel/labels'
import type { LetterContent } from './letter'

export const correctionProps = z.strictObject({
  id: z.uuid(),
  fields: z.array(z.enum(Object.keys(fieldLabels) as [keyof typeof fieldLabels])).min(1),
  /** Why it is refused; null when it is not. */
  reason: z.string().max(300).nullable(),
})

/** What became of a request to correct one's own file: its values are read on the site, and in no letter. */
export function correction({ id, fields, reason }: z.output<typeof correctionProps>, origin: string): LetterContent {
  const what = fields.map((field) => fieldLabels[field]).join(', ')
  const [word, done] =
    reason === null ? ['acceptée', 'Votre dossier est corrigé.'] : ['refusée', 'Votre dossier n’est pas modifié.']
  return {
    subject: `Votre demande de correction est ${word}`,
    blocks: [
      { kind: 'text', text: `Votre demande de correction (${what}) est ${word}. ${done}` },
      ...(reason === null ? [] : [{ kind: 'text' as const, text: `Motif du refus\u202f: ${reason}` }]),
      { kind: 'link', label: 'Voir ma demande', href: origin + path(`/profil/corrections/${id}`) },
    ],
  }
}
