import type { PropsWithChildren } from 'hono/jsx'
import type { Attributes } from './attributes'

export type FieldProps = {
  name: string
  label: string
  error?: string
  help?: string
  required?: boolean
} & Attributes

/** Where the summary of errors leads to. */
export function fieldId(name: string): string {
  return `champ-${name}`
}

/** Label above, help and error below. The control inside takes its attributes from `controlOf`. */
export function Field({ name, label, error, help, required, children }: PropsWithChildren<FieldProps>) {
  const id = fieldId(name)
  return (
    <div class={error ? 'field has-error' : 'field'}>
      <label for={id}>
        {label}
        {required && <Required />}
      </label>
      {children}
      <FieldNotes name={name} error={error} help={help} />
    </div>
  )
}

export function FieldNotes({ name, error, help }: Pick<FieldProps, 'name' | 'error' | 'help'>) {
  const id = fieldId(name)
  return (
    <>
      {help && (
        <p class="help" id={`${id}-aide`}>
          {help}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-erreur`}>
          <span class="sr-only">Erreur&#8239;: </span>
          {error}
        </p>
      )}
    </>
  )
}

export function Required() {
  return (
    <span class="required" aria-hidden="true">
      *
    </span>
  )
}

/** What every control carries: its name and the links to its help and its error. */
export function controlOf({ name, label: _, error, help, required, ...attributes }: FieldProps) {
  const id = fieldId(name)
  const notes = [help && `${id}-aide`, error && `${id}-erreur`].filter(Boolean).join(' ')
  return {
    id,
    name,
    required,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': notes || undefined,
    ...attributes,
  }
}
