import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ProofField } from './proof-field'

type Props = {
  proved: boolean
  errors?: FieldError[]
  label: string
  kind?: 'primary' | 'danger'
  /** Where one goes who does not want to. */
  cancel: string
}

/** The end of a sensitive form: the password when it is asked for, the act, and the way out. */
export function ProvedActions({ proved, errors, label, kind = 'primary', cancel }: Props) {
  return (
    <>
      <ProofField proved={proved} errors={errors} />
      <div class="actions">
        <Button kind={kind}>{label}</Button>
        <LinkButton href={cancel}>Annuler</LinkButton>
      </div>
    </>
  )
}
