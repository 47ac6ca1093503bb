import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acts, perform, type Ready } from './support/acts'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'
import { type Traces, watch } from './support/traces'

/**
 * Each act as it is rightly asked for, but for one thing: it is refused, and nothing in the whole database is other than it was.
 * Which role may do what is in `access.spec.ts`, which origin is ours in `http/csrf.spec.ts`.
 */
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

type Wrong = (ready: Ready) => Ready | Promise<Ready>
type Refusal = [why: string, status: number, wrong: Wrong, notes?: Traces]

/** Where it takes more than the door to see that it is wrong. */
const deeper: Record<string, Refusal[]> = {
  // who tries passwords is noted
  'POST /connexion': [
    ['with another password', 422, withField('password', 'une autre phrase'), { activities: 1, sign_in_failures: 1 }],
  ],
  'POST /invitation/:token': [['with two passwords', 422, withField('again', 'une autre phrase de passe')]],
  'POST /personnel': [
    ['with the matricule of somebody else', 409, withMatriculeTaken],
    ['with a service that begins before the recruitment', 422, withField('startedOn', '2020-01-14')],
  ],
  'PUT /personnel/:id': [
    ['with the matricule of somebody else', 409, withMatriculeTaken],
    ['about a version that is not the present one', 409, withField('version', '2')],
    ['without its class', 422, withField('class', '')],
  ],
  'PUT /personnel/:id/depart': [['before the service began', 422, withField('leftOn', '2020-01-31')]],
  'POST /api/v1/personnel': [['with the matricule of somebody else', 409, withMatriculeTaken]],
  'PATCH /api/v1/personnel/:id': [
    ['with the matricule of somebody else', 409, withMatriculeTaken],
    ['about a version that is not the present one', 412, withHeader('if-match', '"2"')],
    ['about no version', 428, (ready) => ({ ...ready, headers: {} })],
  ],
  'POST /conges/recomptes': [['for a year that is not offered', 422, withField('annee', '1999')]],
}

/** What is not lost with a form that is refused: its file, for half an hour. */
const kept: Record<string, Traces> = {
  'POST /profil/corrections': { kept_files: 1 },
  'POST /personnel/:id/documents': { kept_files: 1 },
  'POST /documents/:id/versions': { kept_files: 1 },
}

describe.each(Object.keys(acts))('%s', (route) => {
  const { ready: makeReady, first, leaves, each, stranger } = acts[route]!
  let ready: Ready
  let outsider: Client
  let traces: () => Promise<Traces>

  beforeAll(async () => {
    ready = await makeReady(site)
    // after the act is ready: some end every session of an account
    if (stranger) outsider = await site.as(stranger[0])
    traces = await watch(site.sql)
  })

  it.each([...refusalsOf(route, () => outsider), ...(deeper[route] ?? [])])(
    '%s: %i',
    async (_why, status, wrong, notes = {}) => {
      const answer = await perform(route, await wrong(ready))
      expect([answer.status, await traces()]).toEqual([status, notes])
    },
  )

  it('as it should be, is done after all that', async () => {
    const answer = await perform(route, ready)
    expect([answer.status, await traces()]).toEqual([first, { ...leaves, ...each }])
  })
})

/** What can be wrong with any of them: where it comes from, who asks, about what, how. */
function refusalsOf(route: string, outsider: () => Client): Refusal[] {
  const [, path = ''] = route.split(' ')
  const { stranger } = acts[route]!
  const refusals: (Refusal | false)[] = [
    ['from another site', 403, withHeader('sec-fetch-site', 'cross-site')],
    !isOpen(route) && ['by nobody', path.startsWith('/api/') ? 401 : 303, by(() => site.visitor())],
    stranger !== undefined && [`by ${stranger[0]}`, stranger[1], by(outsider)],
    path.includes(':') && ['about what there is not', 404, aboutNothing(path)],
    saysSomething(route) && ['with a field too many', 422, withField('intrus', '1'), kept[route]],
    saysSomething(route) && ['as plain text', 415, withHeader('content-type', 'text/plain')],
  ]
  return refusals.filter((refusal) => refusal !== false)
}

/** To whoever comes by. */
function isOpen(route: string): boolean {
  return /connexion$|\/invitation\/|bienvenue|solidite|^POST \/mot-de-passe/.test(route)
}

/** Has a form or a document; the others say all there is to say by their address. */
function saysSomething(route: string): boolean {
  return !/^DELETE|deconnexion$|annulation$|envois$|invitations$|adresse\/:token$/.test(route)
}

function by(client: () => Client): Wrong {
  return (ready) => ({ ...ready, client: client() })
}

/** An id of the same shape that nobody has. */
function aboutNothing(path: string): Wrong {
  const id = path.startsWith('/notifications/') ? '9'.repeat(15) : '0199f0c4-1111-7222-8333-444455556666'
  return (ready) => ({ ...ready, path: path.replace(/:\w+/, id) })
}

function withHeader(name: string, value: string): Wrong {
  return (ready) => ({ ...ready, headers: { ...ready.headers, [name]: value } })
}

function withField(name: string, value: string): Wrong {
  return ({ json, fields, multipart, ...ready }) => {
    if (multipart) return { ...ready, multipart: withPart(multipart, name, value) }
    return json ? { ...ready, json: { ...json, [name]: value } } : { ...ready, fields: { ...fields, [name]: value } }
  }
}

/** The first line of a form with a file is what parts its parts (RFC 2046 §5.1.1). */
function withPart(form: Buffer, name: string, value: string): Buffer {
  const boundary = form.subarray(0, form.indexOf('\r\n'))
  const part = Buffer.from(`\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  return Buffer.concat([boundary, part, form])
}

async function withMatriculeTaken(ready: Ready): Promise<Ready> {
  const [someone] = await site.sql<[{ matricule: string }]>`select matricule from personnel order by matricule limit 1`
  return withField('matricule', someone.matricule)(ready)
}
