import type { FieldError } from '../../src/lib/problems'
import { fieldId } from './control'
import { Icon } from './icon'

export type ErrorSummaryProps = { errors: FieldError[]; title?: string }

/** On top of a refused form: each error leads to its field. Takes the focus when it appears (`data-focus`). */
export function ErrorSummary({ errors, title = 'Certaines informations sont à corriger' }: ErrorSummaryProps) {
  if (errors.length === 0) return null
  return (
    <div class="notice loss" role="alert" tabindex={-1} data-focus="">
      <Icon name="alert" />
      <div>
        <p class="notice-title">{title}</p>
        <ul>
          {errors.map(({ field, message }) => (
            <li>{field ? <a href={`#${fieldId(field)}`}>{message}</a> : message}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
