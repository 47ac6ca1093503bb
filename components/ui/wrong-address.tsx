import { noSuchField } from '../../src/lib/form'
import type { FieldError } from '../../src/lib/problems'
import { LinkButton } from './button'
import { names } from './error-summary'
import { parameterLabel } from './parameters'

/** What of an address cannot be read, each in the words of the filter it is for. */
export function WrongValues({ errors }: { errors: FieldError[] }) {
  return (
    <ul>
      {errors.map((error) => (
        <li>{wrongValue(error)}</li>
      ))}
    </ul>
  )
}

/** What the page does not ask for has no other name than the one in the address, whatever that is called elsewhere. */
export function wrongValue({ field, message }: FieldError): string {
  const label = message === noSuchField ? field : parameterLabel(field)
  const alone = message !== noSuchField && (marks.includes(field) || names(message, label))
  return alone ? message : `${label}\u202f: ${message}`
}

/** Where a page of a list begins: nobody has typed it. */
const marks = ['apres', 'avant', 'page']

/** To the same page, asked for what of its address can be read. */
export function WithoutThem({ href, errors }: { href: string; errors: FieldError[] }) {
  return (
    <LinkButton kind="primary" href={href}>
      {errors.length > 1 ? 'Continuer sans ces valeurs' : 'Continuer sans cette valeur'}
    </LinkButton>
  )
}
