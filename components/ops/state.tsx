import type { Recent } from '../../src/http/recent'
import { count, moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { bytes, elapsed, secondsSince, share } from '../../src/lib/quantities'
import type { HouseState } from '../../src/ops/state'
import { Badge } from '../ui/badge'
import { DefinitionList } from '../ui/definition-list'
import { FigureCard } from '../ui/figure-card'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { refreshing } from '../ui/refreshing'
import { Guide } from './guide'
import { Processes } from './processes'
import { RedisState } from './redis'
import { Scanner } from './scanner'
import { Slowest } from './slowest'

export type StateProps = HouseState & { recent: Recent }

/** What ops look at first when something is wrong; the figures at the top lead to what is behind them. */
export function StatePage(state: StateProps) {
  return (
    <>
      <PageHead title="Exploitation" lead="Ce sur quoi le site repose, et comment il répond." />
      <Guide />
      <div class="stack" {...refreshing('etat', path('/ops'), 10)}>
        <p class="lead">{`Relevé du ${moment(state.at)}, renouvelé toutes les dix secondes.`}</p>
        <Headline {...state} />
        <Late {...state} />
        <div class="charts">
          <div>
            <Database {...state} />
            <Queue {...state} />
          </div>
          <div>
            <RedisState {...state} />
            <Scanner {...state} />
          </div>
        </div>
        <Slowest {...state.recent} />
        <Processes processes={state.processes} at={state.at} />
      </div>
    </>
  )
}

function Headline({ at, queue, recent, redis, processes }: StateProps) {
  const late = secondsSince(queue.oldest, at)
  const words = { on: 'Actif', away: 'Absent', none: 'Aucun' }
  return (
    <div class="figures">
      <FigureCard
        label="Erreurs"
        value={share(recent.failed, recent.requests)}
        href="#routes"
        tone={recent.failed > 0 ? 'loss' : 'neutral'}
        note={`${count(recent.failed, 'échec', 'échecs')} sur ${count(recent.requests, 'réponse', 'réponses')} en quinze minutes`}
      />
      <FigureCard
        label="File d’attente"
        value={number(queue.waiting + queue.running)}
        href="#file"
        tone={late > 60 ? 'attention' : 'neutral'}
        note={late > 0 ? `Plus ancien retard\u202f: ${elapsed(late)}` : 'Aucun retard'}
      />
      <FigureCard
        label="Travaux abandonnés"
        value={number(queue.dead)}
        href="#file"
        tone={queue.dead > 0 ? 'attention' : 'neutral'}
        note="Ces trente derniers jours"
      />
      <FigureCard
        label="Redis"
        value={words[redis.state]}
        href="#redis"
        tone={redis.state === 'away' ? 'attention' : 'neutral'}
        note={redis.state === 'on' ? undefined : 'Le site fonctionne, un peu moins vite'}
      />
      <FigureCard
        label="Processus"
        value={number(processes.length)}
        href="#processus"
        note="Entendus depuis deux minutes"
      />
    </div>
  )
}

/** A queue that grows is the one thing here that nobody on the site notices. */
function Late({ at, queue, processes }: StateProps) {
  if (secondsSince(queue.oldest, at) <= 60) return null
  const worker = processes.some(({ kind }) => kind === 'worker')
  return (
    <Notice tone="attention" title="Des courriers et des travaux attendent.">
      {worker
        ? 'Un processus de travaux est en marche, et n’y suffit pas\u202f: lisez son journal, ou lancez-en un second (npm run worker).'
        : 'Aucun processus de travaux n’est annoncé\u202f: lancez npm run worker, ou le site avec WORK=true.'}
    </Notice>
  )
}

function Database({ database, at }: StateProps) {
  const { connections, mostConnections } = database
  return (
    <section class="stack" id="postgres">
      <h2>Postgres</h2>
      <DefinitionList
        items={[
          { label: 'Version', value: database.version },
          { label: 'En marche depuis', value: elapsed((at.getTime() - database.startedAt.getTime()) / 1_000) },
          { label: 'Taille de la base', value: bytes(database.size) },
          { label: 'Lu en mémoire', value: share(database.found, database.read) },
          {
            label: 'Connexions',
            value: (
              <>
                {`${connections} sur ${mostConnections} `}
                {connections >= mostConnections * 0.8 && <Badge tone="attention">Presque toutes prises</Badge>}
              </>
            ),
          },
          { label: 'Dernière migration', value: database.migration },
        ]}
      />
    </section>
  )
}

function Queue({ queue }: StateProps) {
  return (
    <section class="stack" id="file">
      <h2>File d’attente</h2>
      <DefinitionList
        items={[
          { label: 'En attente', value: number(queue.waiting) },
          { label: 'En cours', value: number(queue.running) },
          { label: 'Plus ancien retard', value: queue.oldest ? moment(queue.oldest) : 'aucun' },
          { label: 'Abandonnés', value: number(queue.dead) },
          { label: 'Dernier abandon', value: queue.lastDead ? givenUp(queue.lastDead) : 'aucun', wide: true },
        ]}
      />
      {queue.lastDead?.kind === 'letter' && (
        <p>
          <a href={path('/courriers?etat=non-envoyes')}>Voir les courriers non envoyés</a>
        </p>
      )}
    </section>
  )
}

function givenUp({ kind, reason }: NonNullable<StateProps['queue']['lastDead']>): string {
  return `${kind === 'letter' ? 'courrier' : kind}\u202f: ${reason ?? 'sans raison connue'}`
}
