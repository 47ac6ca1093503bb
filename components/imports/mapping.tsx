import type { Import } from '../../src/imports/imports'
import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { controlOf, FieldNotes } from '../ui/control'
import { ErrorSummary } from '../ui/error-summary'
import { CheckField, RadioField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { Deletion } from './deletion'
import { ReadingForm, type ReadingWords } from './reading'
import { beginningOf, home, hrefOf, labels, letterOf, modes } from './words'

export type MappingProps = {
  found: Import
  words: ReadingWords
  typed?: Record<string, string>
  errors?: FieldError[]
  refusal?: string
}

/** How the file is read, and what each of its columns is. */
export function MappingPage({ found, words, typed, errors = [], refusal }: MappingProps) {
  const { id, name, columns, createdAt, job, mode, clears } = found
  // what was refused may be the other form of the page
  const chosen = typed && 'mode' in typed ? typed : undefined
  const named = Object.fromEntries(
    columns.map(({ name }, place) => [`c${place}`, name || `Colonne ${letterOf(place)}`]),
  )
  const failed = job?.state === 'dead' ? job.reason : null
  return (
    <>
      <PageHead
        title={name}
        lead={`Envoyé le ${moment(createdAt)}, ${count(columns.length, 'colonne', 'colonnes')}`}
        back={{ href: path(home), label: 'Importer des dossiers' }}
      />
      {failed && (
        <Notice tone="loss" title="La vérification n’a pas pu être menée à bien.">
          {failed}
        </Notice>
      )}
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} labels={named} />
      <ReadingForm found={found} words={words} typed={typed} errors={errors} />
      <form class="form" method="post" action={`${hrefOf(id)}/colonnes?_method=PUT`} data-guard="">
        <h2>Que contient chaque colonne&#8239;?</h2>
        <p class="help">
          Une colonne laissée sans champ est ignorée. Vos réponses sont retenues pour les prochains fichiers qui ont le
          même en-tête.
        </p>
        <Table
          caption="Colonnes du fichier, avec leurs premières valeurs"
          rows={columns.map((column, place) => ({ ...column, place }))}
          columns={[
            { label: 'Colonne', cell: ({ name, place }) => name || `Colonne ${letterOf(place)}` },
            {
              label: 'Premières valeurs',
              cell: ({ samples }) => samples.map((value) => beginningOf(value, 24)).join(' · '),
            },
            {
              label: 'Champ du dossier',
              cell: ({ name, place }) => (
                <FieldChoice
                  place={place}
                  name={name}
                  value={chosen ? chosen[`c${place}`] : found.mapping?.[place]}
                  error={errors.find(({ field }) => field === `c${place}`)?.message}
                />
              ),
            },
          ]}
        />
        <RadioField
          name="mode"
          label="Que faire des lignes"
          value={chosen?.mode ?? mode ?? 'both'}
          choices={Object.entries(modes).map(([value, label]) => ({ value, label }))}
          help="Un dossier est reconnu à son matricule. Une ligne dont le matricule est nouveau crée un dossier."
          error={errors.find(({ field }) => field === 'mode')?.message}
        />
        <CheckField
          name="vides"
          label="Une cellule vide efface le champ"
          checked={chosen ? chosen.vides === 'oui' : clears}
          help="Sinon, dans un dossier qui existe, une cellule vide laisse le champ comme il est. Un champ obligatoire n’est jamais effacé."
        />
        <div class="actions">
          <Button kind="primary" icon="check">
            Vérifier le fichier
          </Button>
          <LinkButton href={path(home)}>Plus tard</LinkButton>
        </div>
      </form>
      <Deletion id={id} />
    </>
  )
}

type ChoiceProps = { place: number; name: string; value: string | null | undefined; error?: string }

function FieldChoice({ place, name, value, error }: ChoiceProps) {
  const field = { name: `c${place}`, label: `Champ de la colonne ${name || letterOf(place)}`, error }
  return (
    <div class={error ? 'field has-error' : 'field'}>
      <select aria-label={field.label} {...controlOf(field)}>
        <option value="">Colonne ignorée</option>
        {Object.entries(labels).map(([code, label]) => (
          <option value={code} selected={code === value}>
            {label}
          </option>
        ))}
      </select>
      <FieldNotes {...field} />
    </div>
  )
}
