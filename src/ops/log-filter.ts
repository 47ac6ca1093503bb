import { parseArgs } from 'node:util'
import { config } from '../config'
import { Refusal } from '../lib/refusal'

export type Entry = Record<string, unknown>
export type Asked = { file: string | undefined; json: boolean; wanted: (entry: Entry) => boolean }

export const logsUsage =
  'logs [FICHIER] [--status 5xx,404] [--route /personnel/:id] [--ray …] [--request …] [--user …] [--slower MS] [--event …] [--json]'

/** What the arguments ask for: a line is wanted when every filter given accepts it. Refuses what it does not know. */
export function askedBy(args: string[]): Asked {
  const { positionals, values } = parsed(args)
  if (positionals.length > 1) throw refused()
  const { status, route, ray, request, user, slower, event } = values
  const filters = [
    status === undefined ? [] : [byStatus(status)],
    route === undefined ? [] : [byRoute(route)],
    ray === undefined ? [] : [is('cf.ray', (value) => value === ray || value.startsWith(`${ray}-`))],
    request === undefined ? [] : [is('request.id', (value) => value === request)],
    user === undefined ? [] : [is('user.id', (value) => value === user)],
    slower === undefined ? [] : [bySlowness(slower)],
    event === undefined ? [] : [is('event.name', (value) => value === event || value.startsWith(`${event}.`))],
  ].flat()
  return {
    file: positionals[0],
    json: values.json ?? false,
    wanted: (entry) => filters.every((filter) => filter(entry)),
  }
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const
  const options = { status: text, route: text, ray: text, request: text, user: text, slower: text, event: text }
  try {
    return parseArgs({ args, allowPositionals: true, options: { ...options, json: { type: 'boolean' } } })
  } catch {
    throw refused()
  }
}

/** `404`, `5xx`, or several with commas. */
function byStatus(asked: string): (entry: Entry) => boolean {
  const kinds = asked.split(',')
  if (!kinds.every((kind) => /^[1-5](\d\d|xx)$/.test(kind))) throw refused()
  const shapes = kinds.map((kind) => new RegExp(`^${kind.replace('xx', '\\d\\d')}$`))
  return (entry) => shapes.some((shape) => shape.test(String(entry['http.response.status_code'])))
}

/** With or without the path under which the site stands. */
function byRoute(asked: string): (entry: Entry) => boolean {
  return is('http.route', (route) => route === asked || route === config.BASE_PATH + asked)
}

/** Streams apart: they last as long as somebody looks. */
function bySlowness(asked: string): (entry: Entry) => boolean {
  const ms = Number(asked)
  if (!(ms >= 0)) throw refused()
  return ({ duration_ms: took, 'http.route': route }) =>
    typeof took === 'number' && took > ms && route !== `${config.BASE_PATH}/live`
}

function is(field: string, holds: (value: string) => boolean): (entry: Entry) => boolean {
  return (entry) => {
    const value = entry[field]
    return typeof value === 'string' && holds(value)
  }
}

function refused(): Refusal {
  return new Refusal(`Usage : npm run cli -- ${logsUsage}`)
}
