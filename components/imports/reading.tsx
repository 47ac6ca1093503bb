import type { Import } from '../../src/imports/imports'
import type { FieldError } from '../../src/lib/problems'
import { Button } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { SelectField, TextField } from '../ui/field'
import { hrefOf } from './words'

export type ReadingWords = { separateur: keyof typeof separators; guillemets: keyof typeof quotes }

const separators = {
  'point-virgule': 'Point-virgule (;)',
  virgule: 'Virgule (,)',
  tabulation: 'Tabulation',
  barre: 'Barre verticale (|)',
}
const quotes = { doubles: 'Guillemets doubles (")', simples: "Apostrophes (')", aucun: 'Aucun' }
/** Double ones go without saying. */
const quotesSaid = { doubles: '', simples: "apostrophes (') autour des textes, ", aucun: 'sans guillemets, ' }
const encodings = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (gros-boutiste)',
}

type Props = { found: Import; words: ReadingWords; typed?: Record<string, string>; errors: FieldError[] }

/** What was found out about the writing of a file, to be changed where it is wrong. */
export function ReadingForm({ found: { id, kind, reading }, words, typed = {}, errors }: Props) {
  const field = (name: string) => ({ name, error: errors.find((error) => error.field === name)?.message })
  const wrong = errors.some((error) => error.field in words || ['entete', 'feuille', 'encodage'].includes(error.field))
  const said =
    kind === 'csv'
      ? `${separators[words.separateur]}, ${quotesSaid[words.guillemets]}${encodings[reading.encoding]}`
      : `feuille «\u202f${reading.sheets[reading.sheet] ?? ''}\u202f»`
  const header = reading.header > 0 ? `en-tête à la ligne ${reading.header}` : 'sans en-tête'
  return (
    <Disclosure summary={`Lecture du fichier\u202f: ${said}, ${header}`} open={wrong}>
      <form class="form short" method="post" action={`${hrefOf(id)}/lecture?_method=PUT`}>
        {kind === 'csv' ? (
          <>
            <SelectField
              {...field('separateur')}
              label="Séparateur des colonnes"
              value={typed.separateur ?? words.separateur}
              choices={choicesOf(separators)}
            />
            <SelectField
              {...field('guillemets')}
              label="Guillemets autour des textes"
              value={typed.guillemets ?? words.guillemets}
              choices={choicesOf(quotes)}
            />
            <SelectField
              {...field('encodage')}
              label="Encodage des caractères"
              value={typed.encodage ?? reading.encoding}
              choices={choicesOf(encodings)}
              help="À changer lorsque les accents sont mal lus."
            />
          </>
        ) : (
          <SelectField
            {...field('feuille')}
            label="Feuille"
            value={typed.feuille ?? String(reading.sheet)}
            choices={reading.sheets.map((label, place) => ({ value: String(place), label }))}
          />
        )}
        <TextField
          {...field('entete')}
          label="Ligne de l’en-tête"
          type="number"
          min={0}
          max={1000}
          value={typed.entete ?? String(reading.header)}
          help="0 lorsque le fichier n’a pas de ligne qui nomme les colonnes."
          required
        />
        <div class="actions">
          <Button>Relire le fichier</Button>
        </div>
      </form>
    </Disclosure>
  )
}

function choicesOf(labels: Record<string, string>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}
