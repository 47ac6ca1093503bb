import { Chip, Chips } from '../ui/chip'
import { filterWords } from './filter-words'
import { hrefWith } from './list-href'

type Props = { query: URLSearchParams; units: { code: string; name: string }[] }

/** The fields of the form above the list; what else its address says travels with the list. */
const fields = [
  'q',
  'unite',
  'categorie',
  'position',
  'situation',
  'grade',
  'sexe',
  'age_min',
  'age_max',
  'retraite',
  'absent',
  'colonnes',
]
const noPage = { apres: null, avant: null, fin: null }

/** What is in force, as words one can take away; and, for the form to send along, what has no field there. */
export function ListState({ query, units }: Props) {
  const given = [...query].filter(([name, value]) => value !== '' && !(name in noPage))
  const conditions = given
    .map(([name, value]) => ({ name, label: filterWords(name, value, units) }))
    .filter(({ label }) => label)
  return (
    <>
      {given
        .filter(([name]) => !fields.includes(name))
        .map(([name, value]) => (
          <input type="hidden" form="filtres" name={name} value={value} />
        ))}
      {conditions.length > 0 && (
        <Chips>
          {conditions.map(({ name, label }) => (
            <Chip label={label!} removeHref={hrefWith('/personnel', query, { ...noPage, [name]: null })} />
          ))}
        </Chips>
      )}
    </>
  )
}
