import type { Measure } from './measure'

export type Report = {
  people: number
  cases: Measure[]
  memory: { idle: number | null; most: number | null; signIns: number | null }
}

const mostMemory = 160

/** For people: one line per case, then what was to be reached. */
export function inWords({ people, cases, memory }: Report): string {
  const rows = [
    [
      '',
      'bytes',
      'req/s',
      'floor',
      'ratio',
      'of rounds',
      'p50 ms',
      'p99 ms',
      'SQL',
      'Redis',
      'kept',
      'CPU ms',
      'in PG',
      'floor',
      'MB',
    ],
    ...cases.map((one) => [
      one.name,
      String(one.bytes),
      one.perSecond.toFixed(0),
      one.floor.toFixed(0),
      one.ratio.toFixed(3),
      one.ratios.length > 1 ? `${Math.min(...one.ratios).toFixed(3)}-${Math.max(...one.ratios).toFixed(3)}` : '',
      one.p50.toFixed(1),
      one.p99.toFixed(1),
      one.costs.sql.toFixed(2),
      one.costs.redis.toFixed(2),
      one.costs.cached === null ? '' : `${(100 * one.costs.cached).toFixed(0)} %`,
      ...['site', 'postgres', 'floor'].map((name) => one.cpu[name]?.toFixed(2) ?? ''),
      one.memory?.toFixed(0) ?? '',
    ]),
  ]
  return [
    `${people.toLocaleString('en')} people. Ratios are to a bare node:http server that answers the same requests with a body of the same`,
    'size, measured in turn with the site (median of three rounds; closed loop of 32 connections, 16 for sign-in).',
    'SQL and Redis: calls per request, from the log; a transaction is one call. Kept: answers for which all that was asked of the',
    'cache was there. "New": each search is made for the first time, so its total is counted; then the same ones again.',
    'CPU: processor time per request, in the site’s process, in Postgres and in the floor; steadier than the rest when the machine is busy.',
    'Pages of the list are all different, except the first.',
    '',
    ...aligned(rows),
    '',
    ...verdicts(cases, memory),
  ].join('\n')
}

function verdicts(cases: Measure[], memory: Report['memory']): string[] {
  const speeds = cases.flatMap(({ name, target, aim, ratio }) => {
    if (target === undefined) return []
    const beyond = aim === undefined ? '' : ratio >= aim ? `, and the aim of ${aim}` : `, below the aim of ${aim}`
    return [`${ratio >= target ? 'ok   ' : 'under'}  ${name}: ${ratio.toFixed(3)}, to reach ${target}${beyond}`]
  })
  const wrong = cases.flatMap(({ name, wrong }) =>
    Object.entries(wrong).map(([status, count]) => `wrong  ${name}: ${count} answers with status ${status}`),
  )
  if (memory.idle === null || memory.most === null) return [...speeds, ...wrong]
  const size = `${memory.most.toFixed(0)} MB under load (${memory.idle.toFixed(0)} idle), at most ${mostMemory}`
  const storm =
    memory.signIns === null
      ? []
      : [
          `       memory: ${memory.signIns.toFixed(0)} MB in a storm of sign-ins (Argon2 takes 19 MB each, one per processor)`,
        ]
  return [...speeds, `${memory.most <= mostMemory ? 'ok   ' : 'over '}  memory: ${size}`, ...storm, ...wrong]
}

function aligned(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  )
}
