import { positions, sexes } from '../../lib/civil-service'
import type { ColumnName, ListInput, PersonRow } from '../../personnel/list'
import { columnsOf, everyone, filterRights, listSchema, sizeOf } from '../../personnel/personnel'
import { isMost, listSource } from '../source'
import { type Column, dayColumn } from '../table'

const beside: Record<ColumnName, Column<PersonRow>> = {
  photo: { header: 'Photo', cell: (row) => (row.photo ? 'oui' : 'non') },
  matricule: { header: 'Matricule', cell: (row) => row.matricule ?? null },
  unite: { header: 'Unité', cell: (row) => row.unitName ?? null },
  fonction: { header: 'Fonction', cell: (row) => row.jobTitle ?? null },
  categorie: { header: 'Catégorie', cell: (row) => row.category ?? null },
  grade: { header: 'Grade', cell: (row) => row.grade ?? null },
  position: { header: 'Position', cell: (row) => (row.position ? positions[row.position] : null) },
  sexe: { header: 'Sexe', cell: (row) => (row.sex ? sexes[row.sex] : null) },
  naissance: dayColumn('Date de naissance', (row) => row.birthDate),
  telephone: { header: 'Téléphone', cell: (row) => row.phone ?? null },
  courriel: { header: 'Adresse électronique', cell: (row) => row.workEmail ?? null },
  recrutement: dayColumn('Recrutement', (row) => row.recruitedOn),
  retraite: dayColumn('Retraite', (row) => row.retirementOn),
  absences: { header: 'Jours d’absence cette année', numeric: true, cell: (row) => row.absenceDays ?? null },
  evaluation: { header: 'Évaluation moyenne', numeric: true, cell: (row) => row.averageMark ?? null },
}

const names: Column<PersonRow>[] = [
  { header: 'Nom', cell: (row) => row.lastName ?? null },
  { header: 'Prénoms', cell: (row) => row.firstNames ?? null },
]

export const personnelList = listSource<ListInput, PersonRow>({
  name: 'personnel',
  schema: listSchema,
  boxes: ['colonnes'],
  settled: (input) => ({ ...input, colonnes: columnsOf(input) }),
  actions: ['personnel.export'],
  view: filterRights,
  isMuch: isMost,
  count: sizeOf,
  rows: everyone,
  columns: (input) => [...names, ...columnsOf(input).map((column) => beside[column])],
})
