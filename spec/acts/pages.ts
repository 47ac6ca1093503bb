import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'
import { idOf, produce } from './hand'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

let person = ''
let act = ''
let code = ''

async function somebody(client: Client): Promise<string> {
  const list = await client.get('/mppeep/personnel?position=en_activite')
  person ||= /href="\/mppeep\/personnel\/([0-9a-f-]{36})"/.exec(list.text)?.[1] ?? ''
  return person
}
const making = (client: Client, query = '') => client.get(`/mppeep/personnel/${person}/actes/nouveau${query}`)

/** Every page about acts, in this order: what is made first is shown afterwards. */
export const actPages: Page[] = [
  [
    'acts of a file, none',
    'gestionnaire',
    200,
    async (client) => client.get(`/mppeep/personnel/${await somebody(client)}?onglet=actes`),
  ],
  ['act to make', 'gestionnaire', 200, (client) => making(client)],
  ['assignment to make', 'gestionnaire', 200, (client) => making(client, '?acte=decision_affectation')],
  [
    'act refused',
    'gestionnaire',
    422,
    (client) => produce(client, person, { acte: 'decision_affectation', fonction: 'Archiviste', unite: 'NULLE-PART' }),
  ],
  [
    'act made',
    'gestionnaire',
    200,
    async (client) => {
      act = idOf(await produce(client, person))
      const page = await client.get(`/mppeep/actes/${act}`)
      code = /\/verifier\/(\w{12})/.exec(page.text)?.[1] ?? ''
      return page
    },
  ],
  [
    'act cancelled without a reason',
    'drh',
    422,
    (client) => client.post(`/mppeep/actes/${act}?_method=DELETE`, { reason: '' }),
  ],
  ['acts', 'drh', 200, (client) => client.get('/mppeep/actes')],
  ['acts, none found', 'auditeur', 200, (client) => client.get('/mppeep/actes?q=zzzz&acte=etat_signaletique')],
  ['act template', 'drh', 200, (client) => client.get('/mppeep/actes/modeles/etat_signaletique')],
  [
    'act template being written',
    'drh',
    200,
    async (client) => {
      const [personne = ''] = /\b\d{6}[A-Z]\b/.exec((await client.get('/mppeep/personnel')).text) ?? []
      const corps = 'Certificat d’essai pour {{nom_complet}}.'
      return client.post('/mppeep/actes/modeles/certificat_presence/apercu', { corps, personne })
    },
  ],
  [
    'act template refused',
    'drh',
    422,
    (client) =>
      client.post('/mppeep/actes/modeles/etat_signaletique', {
        corps: 'Un texte avec {{inconnue}} dedans.',
        des: '2020-01-01',
        version: '1',
      }),
  ],
  ['signatories', 'drh', 200, (client) => client.get('/mppeep/actes/signataires')],
  ['signatory refused', 'drh', 422, (client) => client.post('/mppeep/actes/signataires', { matricule: '' })],
  ['paper to verify', null, 200, (client) => client.get('/mppeep/verifier')],
  ['paper verified', null, 200, (client) => client.get(`/mppeep/verifier/${code}`)],
  ['paper unknown', null, 404, (client) => client.get('/mppeep/verifier/ABCD-EFGH-JKMN')],
]
