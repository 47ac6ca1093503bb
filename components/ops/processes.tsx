import { moment } from '../../src/lib/french'
import { elapsed, secondsSince } from '../../src/lib/quantities'
import type { HouseState } from '../../src/ops/state'
import { Badge } from '../ui/badge'
import { type Column, Table } from '../ui/table'

/** Two announcements missed, in seconds. */
const twoBeats = 65

type Process = HouseState['processes'][number]

const kinds: Record<string, string> = { site: 'Site', worker: 'Travaux' }

/** The processes that are alive, and the version each runs: two versions at once are seen here. */
export function Processes({ processes, at }: { processes: Process[]; at: Date }) {
  const columns: Column<Process>[] = [
    { label: 'Processus', cell: ({ kind, pid }) => `${kinds[kind] ?? kind} ${pid}` },
    { label: 'Machine', cell: ({ host }) => host },
    { label: 'Version', cell: ({ version }) => version },
    { label: 'Démarré le', numeric: true, cell: ({ startedAt }) => moment(startedAt) },
    {
      label: 'Entendu il y a',
      numeric: true,
      cell: ({ seenAt }) => {
        const silence = secondsSince(seenAt, at)
        return (
          <>
            {elapsed(silence)} {silence > twoBeats && <Badge tone="attention">Silencieux</Badge>}
          </>
        )
      },
    },
  ]
  const versions = new Set(processes.map(({ version }) => version))
  return (
    <section class="stack" id="processus">
      <h2>Processus en marche</h2>
      {versions.size > 1 && (
        <p class="lead">{`${versions.size} versions du programme sont en marche en même temps.`}</p>
      )}
      {processes.length === 0 ? (
        <p class="lead">Aucun processus ne s’est annoncé depuis deux minutes.</p>
      ) : (
        <Table caption="Processus en marche" columns={columns} rows={processes} />
      )}
    </section>
  )
}
