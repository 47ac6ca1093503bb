import type { FieldError } from '../../src/lib/problems'
import { TextField } from '../ui/field'
import { newPasswordLabels } from './labels'
import { StrengthPlace, type StrengthProps } from './strength'

export type NewPasswordProps = {
  errors: FieldError[]
  /** With a second factor eight characters are enough. */
  secondFactor: boolean
  strength?: StrengthProps | null
  label?: string
}

/** The two fields of every form in which a password is chosen; `StrengthWatch` stands after the form. */
export function NewPasswordFields({ errors, secondFactor, strength, label }: NewPasswordProps) {
  const labels = newPasswordLabels(label)
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  // why it is weak is said once
  const said = strength && { ...strength, reason: strength.reason === errorOf('password') ? null : strength.reason }
  return (
    <>
      <TextField
        name="password"
        label={labels.password}
        type="password"
        autocomplete="new-password"
        help={`Au moins ${secondFactor ? 8 : 15} caractères, de toutes sortes, espaces compris. Une phrase à vous se retient bien.`}
        error={errorOf('password')}
        required
      />
      <StrengthPlace strength={said} />
      <TextField
        name="again"
        label={labels.again}
        type="password"
        autocomplete="new-password"
        error={errorOf('again')}
        required
      />
    </>
  )
}

/** Whose password it is, for the browser that keeps it; it is not sent. */
export function AccountName({ email }: { email: string }) {
  return <input type="text" value={email} autocomplete="username" aria-label="Compte" readonly hidden />
}
