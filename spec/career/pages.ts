import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { Role } from '../../src/actor'
import { sendForm } from '../documents/hand'
import type { Answer, Client } from '../support/client'
import { actFields, dayFrom, recordAct } from './hand'

type Page = [
  name: string,
  role: Role | null,
  status: number,
  ask: (client: Client, ids: { person: string }) => Promise<Answer>,
]

const file = '/mppeep/personnel'
const page = (name: string, path: string, role: Role = 'drh'): Page => [
  name,
  role,
  200,
  (client) => client.get(`/mppeep/carriere${path}`),
]

/** Every page about careers. */
export const careerPages: Page[] = [
  ['act, its kind', 'drh', 200, (client, { person }) => client.get(`${file}/${person}/carriere/nouveau`)],
  ...['promotion', 'affectation', 'position', 'sanction'].map(
    (kind): Page => [
      `act, ${kind}`,
      'drh',
      200,
      (client, { person }) => client.get(`${file}/${person}/carriere/nouveau?acte=${kind}`),
    ],
  ),
  [
    'act refused',
    'drh',
    422,
    (client, { person }) => sendForm(client, `/personnel/${person}/carriere`, actFields('sanction')),
  ],
  ['career with an act to come', 'drh', 200, ahead],
  page('advancements to prepare', '/avancements?quand=retard'),
  page('retirements to come', '/retraites'),
  page('retirements to come of a unit', '/retraites', 'chef'),
  page('decisions about many', '/masse'),
  ['decision about many, with a line to mend', 'drh', 200, batch],
  page('decision about many, for those who are due', '/masse?quand=retard&liste=1'),
  ['decision about many, to take back', 'drh', 200, written],
  ['decision about many, written', 'drh', 200, (client) => client.get(undoing.replace('/annulation', ''))],
  ['decision about many, taken back without a reason', 'drh', 422, (client) => client.post(undoing, {})],
]

let undoing = ''

async function ahead(client: Client, { person }: { person: string }): Promise<Answer> {
  await recordAct(client, person, 'fonction', { jobTitle: 'Chargé de mission', effectiveOn: dayFrom(40) })
  return client.get(`${file}/${person}?onglet=carriere&au=2030-01-01`)
}

async function batch(client: Client): Promise<Answer> {
  const fields = { cle: randomUUID(), kind: 'avancement', unit: '', effectiveOn: dayFrom(0), decisionNumber: '' }
  const answer = await client.post('/mppeep/carriere/masse', { ...fields, matricules: 'INCONNU' })
  return client.get(answer.headers.location!)
}

/** One that its job has written. */
async function written(client: Client): Promise<Answer> {
  const { startRunner } = await import('../../src/outbox/runner')
  const { batchJob } = await import('../../src/career/batch-job')
  const [matricule = ''] = /\b\d{6}[A-Z]\b/.exec((await client.get(`${file}?unite=DSI`)).text) ?? []
  const fields = { cle: randomUUID(), kind: 'affectation', unit: 'DAJ', effectiveOn: dayFrom(2), decisionNumber: '' }
  const place = (await client.post('/mppeep/carriere/masse', { ...fields, matricules: matricule })).headers.location!
  await client.post(`${place}/application`, {})
  const runner = startRunner({ 'career.batch': batchJob })
  const stands = async () => expect((await client.get(place)).text).toContain('dans toutes les carrières')
  await vi.waitFor(stands, { timeout: 20_000, interval: 50 }).finally(() => runner.stop())
  undoing = `${place}/annulation`
  return client.get(undoing)
}
