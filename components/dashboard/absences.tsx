import { scaleLinear } from 'd3-scale'
import type { Figures } from '../../src/dashboard/figures'
import { number } from '../../src/lib/french'
import { ChartFigure, type ChartTone, fill, named, percent } from '../charts/figure'
import { peopleHref } from '../personnel/href'

const id = 'absences'

/** Hundredths of the width for the longest bar: its figure stands outside. */
const longest = 88

const spans = [
  { code: 'aujourdhui', key: 'today', label: 'Ce jour', tone: 1 },
  { code: 'semaine', key: 'week', label: 'Semaine', tone: 3 },
] as const

/** Two bars per type, on one scale: away today, away this week. */
export function AbsencesChart({ absences }: Pick<Figures, 'absences'>) {
  const { types } = absences
  const x = scaleLinear([0, Math.max(1, ...types.map(({ week }) => week))], [0, longest])
  return (
    <ChartFigure
      id={id}
      title="Absents par motif"
      note="En personnes, cette semaine du lundi au dimanche. Qui est absent pour deux motifs compte dans chacun, et une fois dans l’ensemble."
      tones={spans.map(({ tone }) => tone)}
      head={['Motif', ...spans.map(({ label }) => label)]}
      rows={[...types, { label: 'Ensemble', code: null, ...absences }].map(({ label, code, ...people }) => ({
        label,
        cells: spans.map((span) => ({
          text: number(people[span.key]),
          href: peopleHref({ absent: span.code, type_absence: code }),
        })),
      }))}
    >
      {types.length === 0 && <p>Personne n’est absent cette semaine.</p>}
      <ul class="bars">
        {types.map(({ code, label, ...people }) => (
          <li>
            <a class="bar-label" href={peopleHref({ absent: 'semaine', type_absence: code })}>
              {label}
            </a>
            <div>
              {spans.map((span) => (
                <Bar
                  name={[label, span.label]}
                  value={people[span.key]}
                  width={x(people[span.key])}
                  tone={span.tone}
                  href={peopleHref({ absent: span.code, type_absence: code })}
                />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </ChartFigure>
  )
}

type BarProps = { name: [type: string, span: string]; value: number; width: number; tone: ChartTone; href: string }

function Bar({ name, value, width, tone, href }: BarProps) {
  return (
    <div class="bar">
      <span class="bar-part">{name[1]}</span>
      <svg width="100%" height="20" role="group" aria-label={name.join(', ')}>
        <a href={href}>
          <title>{named(...name, value)}</title>
          <rect class="hit" width="100%" height="20" />
          <g class={`tone-${tone}`}>
            <rect class="shape" y="2" width={percent(width)} height="16" fill={fill(id, tone)} />
          </g>
          <text class="outside" x={percent(width)} dx="6" y="15" text-anchor="start">
            {number(value)}
          </text>
        </a>
      </svg>
    </div>
  )
}
