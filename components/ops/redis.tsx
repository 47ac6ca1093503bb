import { number } from '../../src/lib/french'
import { bytes, elapsed, share } from '../../src/lib/quantities'
import type { HouseState } from '../../src/ops/state'
import { DefinitionList } from '../ui/definition-list'
import { type Column, Table } from '../ui/table'

type Hits = HouseState['redis']['hits'][number]

const columns: Column<Hits>[] = [
  { label: 'Famille', cell: ({ family }) => family },
  {
    label: 'Trouvées',
    numeric: true,
    cell: ({ hit, stale, miss, off }) => share(hit + stale, hit + stale + miss + off),
  },
  { label: 'Fraîches', numeric: true, cell: ({ hit }) => hit },
  { label: 'Vieillies', numeric: true, cell: ({ stale }) => stale },
  { label: 'Calculées', numeric: true, cell: ({ miss }) => miss },
  { label: 'Sans Redis', numeric: true, cell: ({ off }) => off },
]

/** What Redis says of itself, and what this process found in it. */
export function RedisState({ redis: { state, facts, hits } }: Pick<HouseState, 'redis'>) {
  return (
    <section class="stack" id="redis">
      <h2>Redis</h2>
      {facts ? (
        <DefinitionList
          items={[
            { label: 'Version', value: facts.version },
            { label: 'En marche depuis', value: elapsed(facts.uptimeSeconds) },
            {
              label: 'Mémoire',
              value:
                facts.most > 0 ? `${bytes(facts.used)} sur ${bytes(facts.most)}` : `${bytes(facts.used)}, sans limite`,
            },
            { label: 'Éviction', value: facts.policy },
            { label: 'Clés évincées', value: number(facts.evicted) },
            { label: 'Connexions', value: number(facts.clients) },
          ]}
        />
      ) : (
        <p class="lead">
          {state === 'none'
            ? 'Le site est installé sans Redis\u202f: tout fonctionne, un peu moins vite.'
            : 'Redis ne répond pas. Rien n’est perdu\u202f: tout fonctionne, un peu moins vite.'}
        </p>
      )}
      <h3>Cache de ce processus</h3>
      {hits.length === 0 ? (
        <p class="lead">Rien n’a encore été demandé au cache.</p>
      ) : (
        <Table caption="Ce qui a été trouvé dans le cache, par famille" columns={columns} rows={hits} />
      )}
    </section>
  )
}
