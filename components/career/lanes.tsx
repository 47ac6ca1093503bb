import { type Act, inForce } from '../../src/lib/career-acts'
import { positions } from '../../src/lib/civil-service'
import { day } from '../../src/lib/french'
import { percent } from '../charts/figure'

type Span = { from: string; to: string; label: string }
type Lane = { name: string; said: (act: Act) => string | null }

const lanes: Lane[] = [
  { name: 'Grade', said: ({ grade }) => grade },
  { name: 'Unité', said: ({ unitName }) => unitName },
  { name: 'Position', said: ({ position }) => position && positions[position] },
]
const laneHeight = 46

/** A career as bars over the years, drawn for the eye: the list of acts below says the same in words. */
export function CareerLanes({ acts, today }: { acts: Act[]; today: string }) {
  const ordered = inForce(acts).toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
  const first = ordered[0]?.effectiveOn
  if (!first || first >= today) return null
  const last = [today, ordered.at(-1)!.effectiveOn].sort().at(-1)!
  // what begins last has some room to be seen
  const until = new Date(Date.parse(last) + Math.max(yearMs, (Date.parse(last) - Date.parse(first)) / 12))
  const end = until.toISOString().slice(0, 10)
  const at = (on: string) => (100 * (Date.parse(on) - Date.parse(first))) / (Date.parse(end) - Date.parse(first))
  const height = lanes.length * laneHeight + 24
  return (
    <figure class="chart lanes">
      <svg width="100%" height={height} role="img" aria-labelledby="carriere-dessin">
        <title id="carriere-dessin">{`Grade, unité et position depuis le ${day(first)}. La liste des actes dit la même chose.`}</title>
        {yearsBetween(first, end).map((year) => (
          <>
            <line
              x1={percent(at(`${year}-01-01`))}
              x2={percent(at(`${year}-01-01`))}
              y1="0"
              y2={height - 18}
              class="base"
            />
            <text x={percent(at(`${year}-01-01`))} y={height - 4} class="label">
              {year}
            </text>
          </>
        ))}
        {lanes.map(({ name, said }, rank) => (
          <>
            <text x="0" y={rank * laneHeight + 12} text-anchor="start" class="label">
              {name}
            </text>
            {spansOf(ordered, said, end).map(({ from, to, label }) => (
              <svg x={percent(at(from))} y={rank * laneHeight + 18} width={percent(at(to) - at(from))} height="22">
                <title>{`${label}, à compter du ${day(from)}`}</title>
                <rect width="100%" height="22" rx="2" />
                <text x="6" y="15" text-anchor="start">
                  {label}
                </text>
              </svg>
            ))}
          </>
        ))}
        <line x1={percent(at(today))} x2={percent(at(today))} y1="0" y2={height - 18} class="today" />
      </svg>
    </figure>
  )
}

const yearMs = 365 * 86_400_000

/** From one value to the next; nothing while somebody is away for good. */
function spansOf(acts: Act[], said: Lane['said'], end: string): Span[] {
  const spans: Span[] = []
  let held: string | null = null
  let gone = false
  for (const act of acts) {
    if (act.kind === 'depart' || act.kind === 'retraite') gone = true
    if (act.kind === 'reintegration') gone = false
    held = said(act) ?? held
    const label = gone ? null : held
    const open = spans.find(({ to }) => to === end)
    if (label === (open?.label ?? null)) continue
    if (open) open.to = act.effectiveOn
    if (label !== null) spans.push({ from: act.effectiveOn, to: end, label })
  }
  return spans.filter(({ from, to }) => from < to)
}

/** Eight at most. */
function yearsBetween(first: string, end: string): number[] {
  const [from, to] = [Number(first.slice(0, 4)) + 1, Number(end.slice(0, 4))]
  const step = [1, 2, 5, 10, 20].find((one) => (to - from) / one <= 7) ?? 50
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, rank) => from + rank).filter(
    (year) => year % step === 0,
  )
}
