import { letterhead } from '../acts/acts'
import { actKinds, actNumber } from '../lib/act-kinds'
import {
  absenceTypes,
  careerKinds,
  classes,
  evaluationStates,
  maritalStatuses,
  positions,
  sexes,
} from '../lib/civil-service'
import { correctionStates } from '../lib/correction-states'
import { fieldLabels } from '../lib/file-fields'
import { decimal, frenchDay, number } from '../lib/french'
import { organisation } from '../lib/organisation'
import type { Block, Paper } from '../pdf/pdf'
import type { WholeFile } from './whole-file'

/** The same for somebody who reads: a paper with a part for each tab of the file. */
export async function summary(whole: WholeFile, { at, by }: { at: Date; by: string }): Promise<Paper> {
  const { lastName, firstNames, matricule } = whole.file
  return {
    title: `${lastName} ${firstNames}`,
    reference: `Dossier ${matricule}, au ${frenchDay(at.toISOString())}`,
    letterhead: await letterhead(),
    blocks: [
      { kind: 'paragraph', text: `Ce que ${by} peut lire de ce dossier. Les pièces sont jointes dans l’archive.` },
      ...part('Identité et poste', { kind: 'facts', rows: identityOf(whole) }),
      ...career(whole),
      ...absences(whole),
      ...evaluations(whole),
      ...papers(whole),
      ...acts(whole),
      ...corrections(whole),
      ...history(whole),
    ],
    at: at.toISOString(),
  }
}

function part(title: string, block: Block | null): Block[] {
  const empty: Block = { kind: 'paragraph', text: 'Rien n’est enregistré.' }
  return [{ kind: 'heading', text: title }, block ?? empty]
}

function table(labels: [label: string, share: number][], rows: string[][]): Block | null {
  if (rows.length === 0) return null
  return { kind: 'table', columns: labels.map(([label, share]) => ({ label, share })), rows }
}

const words: Record<string, Record<string, string>> = {
  sex: sexes,
  maritalStatus: maritalStatuses,
  class: classes,
  position: positions,
}

function identityOf({ identity, file }: WholeFile): { label: string; value: string }[] {
  const said = Object.entries(fieldLabels).flatMap(([field, label]) => {
    const value = field === 'unit' ? file.units[0]?.name : identity[field]
    if (value === undefined || value === null || value === '') return []
    return [{ label, value: worded(field, value) }]
  })
  return [...said, { label: 'Retraite', value: frenchDay(file.retirementOn) }]
}

function worded(field: string, value: unknown): string {
  const text = String(value)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return frenchDay(text)
  if (typeof value === 'number') return number(value)
  return words[field]?.[text] ?? text
}

function career({ career }: WholeFile): Block[] {
  const rows = career.acts.map((act) => [
    frenchDay(act.effectiveOn),
    careerKinds[act.kind],
    [
      act.unitName,
      act.jobTitle,
      act.grade && `grade ${act.grade}`,
      act.class && classes[act.class],
      act.echelon !== null && `échelon ${act.echelon}`,
      act.position && positions[act.position],
      act.note,
      act.withdrawnAt && `retiré\u202f: ${act.withdrawnReason ?? ''}`,
    ]
      .filter(Boolean)
      .join(', '),
    act.decisionNumber ?? '',
  ])
  return part(
    'Carrière',
    table(
      [
        ['Effet', 2],
        ['Acte', 3],
        ['Ce qu’il dit', 6],
        ['Décision', 3],
      ],
      rows,
    ),
  )
}

function absences({ absences: { parts, balance, year } }: WholeFile): Block[] {
  const rows = parts.map(({ type, startsOn, endsOn, days }) => [
    type === null ? 'Autre motif' : absenceTypes[type],
    frenchDay(startsOn),
    frenchDay(endsOn),
    number(days),
  ])
  const left: Block[] = balance
    ? [
        {
          kind: 'paragraph',
          text: `Congé annuel ${year}\u202f: ${decimal(balance.left, 1)} jours restants sur ${decimal(balance.gained, 1)}.`,
        },
      ]
    : []
  return [
    ...part(
      'Absences',
      table(
        [
          ['Motif', 5],
          ['Du', 2],
          ['Au', 2],
          ['Jours', 1],
        ],
        rows,
      ),
    ),
    ...left,
  ]
}

function evaluations({ evaluations: seen }: WholeFile): Block[] {
  if (!seen) return []
  const rows = seen.map(({ year, finalMark, state, comment }) => [
    String(year),
    decimal(finalMark, 2),
    evaluationStates[state],
    comment ?? '',
  ])
  return part(
    'Évaluations',
    table(
      [
        ['Année', 1],
        ['Note', 1],
        ['État', 2],
        ['Appréciation', 5],
      ],
      rows,
    ),
  )
}

function papers({ documents }: WholeFile): Block[] {
  const rows = documents.map(({ typeLabel, version, name, addedAt, expiresOn }) => [
    typeLabel,
    String(version),
    name,
    frenchDay(addedAt.toISOString()),
    expiresOn ? frenchDay(expiresOn) : '',
  ])
  return part(
    'Documents',
    table(
      [
        ['Type', 4],
        ['Version', 1.5],
        ['Fichier', 5],
        ['Ajouté le', 2],
        ['Échéance', 2],
      ],
      rows,
    ),
  )
}

function acts({ acts: made }: WholeFile): Block[] {
  const rows = made.map((act) => [
    actKinds[act.kind].label,
    actNumber(act, organisation().shortName),
    frenchDay(act.madeOn),
    act.cancelledAt ? 'Annulé' : 'Valide',
  ])
  return part(
    'Actes',
    table(
      [
        ['Acte', 4],
        ['Numéro', 4],
        ['Fait le', 2],
        ['État', 2],
      ],
      rows,
    ),
  )
}

function corrections({ corrections: asked }: WholeFile): Block[] {
  const rows = asked.map(({ askedAt, after, state, decidedBy }) => [
    frenchDay(askedAt.toISOString()),
    Object.entries(fieldLabels)
      .flatMap(([field, label]) => (field in after ? [label] : []))
      .join(', '),
    correctionStates[state],
    decidedBy ?? '',
  ])
  return part(
    'Demandes de correction',
    table(
      [
        ['Demandée le', 2],
        ['Rubriques', 5],
        ['État', 2],
        ['Décidée par', 3],
      ],
      rows,
    ),
  )
}

function history({ history: lines }: WholeFile): Block[] {
  if (!lines) return []
  const rows = lines.map(({ at, actorName, label }) => [
    `${frenchDay(at.toISOString())} à ${at.toISOString().slice(11, 16)}`,
    label,
    actorName,
  ])
  return part(
    'Journal',
    table(
      [
        ['Date', 3],
        ['Acte', 5],
        ['Auteur', 4],
      ],
      rows,
    ),
  )
}
