import type { FieldError } from '../../src/lib/problems'
import { TextField } from '../ui/field'
import { authLabels } from './labels'

/** The password again, in front of what is sensitive; nothing for whoever has given it a moment ago. */
export function ProofField({ proved, errors = [] }: { proved: boolean; errors?: FieldError[] }) {
  if (proved) return null
  return (
    <TextField
      name="proof"
      label={authLabels.proof}
      type="password"
      autocomplete="current-password"
      help="Demandé avant une action sensible lorsque vous ne l’avez pas donné depuis un quart d’heure."
      error={errors.find(({ field }) => field === 'proof')?.message}
      required
    />
  )
}
