import type { FieldError } from '../../src/lib/problems'
import { fieldId } from './control'
import { Icon } from './icon'

/** `labels`: what the fields are called, so that each line says which one it is about. */
export type ErrorSummaryProps = { errors: FieldError[]; title?: string; labels?: Record<string, string> }

/** On top of a refused form: each error leads to its field. Takes the focus when it appears (`data-focus`). */
export function ErrorSummary({
  errors,
  title = 'Certaines informations sont à corriger',
  labels = {},
}: ErrorSummaryProps) {
  if (errors.length === 0) return null
  return (
    <div class="notice loss" role="alert" tabindex={-1} data-focus="">
      <Icon name="alert" />
      <div>
        <p class="notice-title">{title}</p>
        <ul>
          {errors.map((error) => (
            <li>{error.field ? <a href={`#${fieldId(error.field)}`}>{said(error, labels)}</a> : error.message}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** « Mot de passe : ce champ est obligatoire. »; a message that names its field itself says enough. */
function said({ field, message }: FieldError, labels: Record<string, string>): string {
  // a field that there is not may be called « constructor »
  const label = Object.hasOwn(labels, field) ? labels[field] : undefined
  if (!label || names(message, label)) return message
  // « CI » stays as it is
  const begins = /^\p{Lu}(?!\p{Lu})/u.test(message)
  return `${label}\u202f: ${begins ? message[0]!.toLowerCase() + message.slice(1) : message}`
}

/** Whether a message says by itself which field it is about; « matricule » does not name what is called « Tri ». */
export function names(message: string, label: string): boolean {
  return spaced(message).includes(spaced(label))
}

/** Each word with a space before it. */
function spaced(text: string): string {
  return ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')}`.trimEnd()
}
