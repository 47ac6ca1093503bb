import type { ColumnName } from '../../src/personnel/list'
import { Disclosure } from '../ui/disclosure'

/** The columns one may show beside the name, in their order. */
export const columnLabels: Record<ColumnName, string> = {
  photo: 'Photo',
  matricule: 'Matricule',
  unite: 'Unité',
  fonction: 'Fonction',
  categorie: 'Catégorie',
  grade: 'Grade',
  position: 'Position',
  sexe: 'Sexe',
  naissance: 'Naissance',
  telephone: 'Téléphone',
  courriel: 'Adresse électronique',
  recrutement: 'Recrutement',
  retraite: 'Retraite',
  absences: 'Absences (jours)',
  evaluation: 'Évaluation',
}

/** One box per column, all of one name: a plain form says the choice without JavaScript. */
export function ColumnChoice({ columns, marks }: { columns: ColumnName[]; marks: boolean }) {
  const names = (Object.keys(columnLabels) as ColumnName[]).filter((name) => name !== 'evaluation' || marks)
  return (
    <Disclosure summary="Colonnes">
      <fieldset class="choices">
        <legend class="sr-only">Colonnes affichées</legend>
        {names.map((name) => (
          <label class="choice">
            <input type="checkbox" name="colonnes" value={name} checked={columns.includes(name)} />
            <span>{columnLabels[name]}</span>
          </label>
        ))}
      </fieldset>
    </Disclosure>
  )
}
