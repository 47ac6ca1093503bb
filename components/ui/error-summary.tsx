import type { FieldError } from '../../src/lib/problems'
import { fieldId } from './control'
import { Icon } from './icon'

/** `labels`: of the fields whose messages do not say which one they are about. */
export type ErrorSummaryProps = { errors: FieldError[]; title?: string; labels?: Record<string, string> }

/** On top of a refused form: each error leads to its field. Takes the focus when it appears (`data-focus`). */
export function ErrorSummary({
  errors,
  title = 'Certaines informations sont à corriger',
  labels = {},
}: ErrorSummaryProps) {
  if (errors.length === 0) return null
  const said = ({ field, message }: FieldError) => (labels[field] ? `${labels[field]}\u202f: ${message}` : message)
  return (
    <div class="notice loss" role="alert" tabindex={-1} data-focus="">
      <Icon name="alert" />
      <div>
        <p class="notice-title">{title}</p>
        <ul>
          {errors.map((error) => (
            <li>{error.field ? <a href={`#${fieldId(error.field)}`}>{said(error)}</a> : said(error)}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
