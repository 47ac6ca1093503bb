import type { KeptType } from '../../src/documents/types-register'
import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Badge } from '../ui/badge'
import { LinkButton } from '../ui/button'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { guardChoices, openToReaders } from './types-words'

export const typesHome = '/referentiels/documents'

/** Every kind of paper that a file may hold, and what is asked of it. */
export function TypeList({ types, write }: { types: KeptType[]; write: boolean }) {
  return (
    <>
      <PageHead
        title="Types de document"
        lead="Ce que les dossiers contiennent, qui le lit, et quand son échéance est annoncée."
        back={{ href: path('/referentiels'), label: 'Référentiels' }}
      >
        {write && (
          <LinkButton href={path(`${typesHome}/nouveau`)} kind="primary">
            Nouveau type
          </LinkButton>
        )}
      </PageHead>
      <Table
        caption="Types de document"
        rows={types}
        columns={[
          { label: 'Type', cell: ({ code, label }) => ({ text: label, href: path(`${typesHome}/${code}`) }) },
          { label: 'Lu par', cell: ({ guard }) => (guard ? guardChoices[guard] : openToReaders) },
          { label: 'Exigé', cell: ({ requiredOf }) => required(requiredOf) },
          { label: 'Échéance', cell: end },
          { label: 'Annoncé', cell: ({ alertDays }) => announced(alertDays) },
          {
            label: 'État',
            cell: ({ retiredOn }) =>
              retiredOn ? <Badge>{`Retiré le ${day(retiredOn)}`}</Badge> : <Badge tone="good">Proposé</Badge>,
          },
        ]}
      />
    </>
  )
}

function required(categories: string[]): string {
  if (categories.length === 0) return 'Non'
  if (categories.length === 4) return 'De tous'
  return `${categories.length === 1 ? 'Catégorie' : 'Catégories'} ${categories.join(', ')}`
}

function end({ expires, validityMonths }: KeptType): string {
  const validity = validityMonths === null ? '' : `${count(validityMonths, 'mois', 'mois')}`
  if (!expires) return validity || 'Facultative'
  return validity ? `Demandée, ${validity} par défaut` : 'Demandée'
}

function announced(days: number[]): string {
  return days.length === 0 ? 'Jamais' : `${days.join(', ')}\u00a0jours avant`
}
