import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Change } from '../../src/settings/history'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { Differences } from './differences'

/** Every version of the settings, newest first: who, when, and what was other than before. */
export function SettingsHistory({ changes, next }: { changes: Change[]; next: string | null }) {
  const here = path('/parametres/versions')
  return (
    <>
      <PageHead
        title="Historique des paramètres"
        back={{ href: path('/parametres'), label: 'Retour aux paramètres' }}
      />
      {changes.length === 0 ? (
        <EmptyState title="Rien n’a encore été modifié." />
      ) : (
        <Table
          caption="Versions des paramètres, de la plus récente à la plus ancienne"
          rows={changes}
          columns={[
            { label: 'Date', cell: ({ version, at }) => ({ text: moment(at), href: `${here}/${version}` }) },
            { label: 'Par', cell: ({ by }) => by ?? 'Premier démarrage' },
            { label: 'Ce qui a changé', cell: ({ differences }) => <Differences differences={differences} /> },
          ]}
        />
      )}
      {next && <LinkButton href={`${here}?avant=${next}`}>Plus anciennes</LinkButton>}
    </>
  )
}
