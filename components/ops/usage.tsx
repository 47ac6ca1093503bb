import { count, day, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Usage } from '../../src/ops/usage'
import { Sparkline } from '../charts/sparkline'
import { FigureCard } from '../ui/figure-card'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { refreshing } from '../ui/refreshing'
import { type Column, Table } from '../ui/table'
import { Tabs } from '../ui/tabs'
import { routeName } from './pages'

type UsagePageProps = Usage & { at: Date }

const periods = [
  { name: 'jour', label: 'Aujourd’hui', lead: 'aujourd’hui' },
  { name: '7j', label: '7 jours', lead: 'ces sept derniers jours' },
  { name: '30j', label: '30 jours', lead: 'ces trente derniers jours' },
] as const

/** How the site is used, for its administrator: figures, two lines, and what is read and who reads most. */
export function UsagePage(usage: UsagePageProps) {
  const { period, at } = usage
  const time = at.toISOString().slice(11, 16)
  const { lead } = periods.find(({ name }) => name === period)!
  return (
    <>
      <PageHead title="Activité en temps réel" lead={`Comment le site est utilisé ${lead}.`} />
      <Tabs
        label="Période"
        tabs={periods.map(({ name, label }) => ({ href: hrefOf(name), label, current: name === period }))}
      />
      <div class="stack" {...refreshing('mesures', hrefOf(period), 10)}>
        <p class="lead">{`Relevé de ${time}, renouvelé toutes les dix secondes.`}</p>
        {!usage.live && (
          <Notice tone="attention" title="Le compteur immédiat est indisponible.">
            Les chiffres s’arrêtent au dernier relevé horaire enregistré. Le reste du site fonctionne.
          </Notice>
        )}
        <Figures {...usage} lead={lead} />
        <div class="charts">
          <div>
            <Line id="courbe-pages" title="Pages lues" of="views" time={time} {...usage} />
          </div>
          <div>
            <Line id="courbe-actions" title="Actions" of="actions" time={time} {...usage} />
          </div>
        </div>
        <div class="charts">
          <div>
            <Pages {...usage} />
          </div>
          <div>
            <Busiest {...usage} />
          </div>
        </div>
      </div>
    </>
  )
}

function Figures({ now, views, actions, people, lead }: Usage & { lead: string }) {
  return (
    <div class="figures">
      <FigureCard
        label="Personnes connectées"
        value={now === null ? '—' : number(now)}
        href="#personnes"
        note={now === null ? 'Inconnu pour le moment' : 'Vues ces quinze dernières minutes'}
      />
      <FigureCard label="Pages lues" value={number(views)} href="#courbe-pages" note={capital(lead)} />
      <FigureCard label="Actions" value={number(actions)} href="#courbe-actions" note="Pages lues et actes accomplis" />
      <FigureCard
        label="Personnes actives"
        value={number(people)}
        href="#personnes"
        note={
          people === 0 ? undefined : `${count(Math.round(actions / people), 'action', 'actions')} chacune en moyenne`
        }
      />
    </div>
  )
}

type LineProps = Usage & { id: string; title: string; of: 'views' | 'actions'; time: string }

function Line({ id, title, of, time, period, points }: LineProps) {
  const hourly = period === 'jour'
  return (
    <Sparkline
      id={id}
      title={title}
      note={hourly ? 'Par heure' : 'Par jour'}
      head={[hourly ? 'Heure' : 'Jour', title]}
      at={time}
      points={points.map((point) => ({ ...labels(point.label), value: point[of] }))}
    />
  )
}

/** `2026-11-22T08` is eight o’clock, `2026-11-22` a day. */
function labels(name: string): { label: string; short: string } {
  const hour = name.split('T')[1]
  if (hour) return { label: `${hour}\u00a0h`, short: `${hour}\u00a0h` }
  return { label: day(name), short: day(name).slice(0, 5) }
}

const pageColumns: Column<Usage['pages'][number]>[] = [
  { label: 'Page', cell: ({ name }) => routeName(name) },
  { label: 'Lectures', numeric: true, cell: ({ count: views }) => views },
]

function Pages({ pages }: Usage) {
  return (
    <section class="stack" id="pages">
      <h2>Pages les plus lues</h2>
      {pages.length === 0 ? (
        <p class="lead">Aucune page lue sur la période.</p>
      ) : (
        <Table caption="Les dix pages les plus lues" columns={pageColumns} rows={pages} />
      )}
    </section>
  )
}

const peopleColumns: Column<Usage['busiest'][number]>[] = [
  { label: 'Compte', cell: ({ name }) => name },
  { label: 'Actions', numeric: true, cell: ({ count: actions }) => actions },
]

function Busiest({ busiest }: Usage) {
  return (
    <section class="stack" id="personnes">
      <h2>Comptes les plus actifs</h2>
      {busiest.length === 0 ? (
        <p class="lead">Personne n’a utilisé le site sur la période.</p>
      ) : (
        <Table caption="Les dix comptes les plus actifs" columns={peopleColumns} rows={busiest} />
      )}
    </section>
  )
}

function hrefOf(period: Usage['period']): string {
  return path(period === 'jour' ? '/activite' : `/activite?periode=${period}`)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
