import type { Role } from '../../src/actor'
import { pdf } from '../corrections/hand'
import type { Answer, Client } from '../support/client'
import { sendForm } from './hand'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const paper = (mark: string) => ({ name: 'carte nationale d’identité.pdf', bytes: pdf({ extra: `% ${mark}\n` }) })
let person = ''
let id = ''

async function somebody(client: Client): Promise<string> {
  const list = await client.get('/mppeep/personnel')
  person ||= /href="\/mppeep\/personnel\/([0-9a-f-]{36})"/.exec(list.text)?.[1] ?? ''
  return person
}
const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)

/** Every page about documents, as those who keep the files see it, in this order. */
export const documentPages: Page[] = [
  [
    'documents, none',
    'gestionnaire',
    200,
    async (client) => client.get(`/mppeep/personnel/${await somebody(client)}?onglet=documents`),
  ],
  ['document to add', 'gestionnaire', 200, (client) => client.get(`/mppeep/personnel/${person}/documents/nouveau`)],
  [
    'document refused',
    'gestionnaire',
    422,
    (client) => sendForm(client, `/personnel/${person}/documents`, { type: 'cni' }, paper('a')),
  ],
  [
    'document added',
    'gestionnaire',
    200,
    async (client) => {
      await sendForm(client, `/personnel/${person}/documents`, { type: 'cni', expiresOn: soon }, paper('a'))
      const tab = await client.get(`/mppeep/personnel/${person}?onglet=documents`)
      id = /\/documents\/([0-9a-f-]{36})\/fiche/.exec(tab.text)?.[1] ?? ''
      return tab
    },
  ],
  ['document of a file', 'gestionnaire', 200, (client) => client.get(`/mppeep/documents/${id}/fiche`)],
  ['document to replace', 'gestionnaire', 200, (client) => client.get(`/mppeep/documents/${id}/versions/nouvelle`)],
  [
    'document withdrawn without a reason',
    'gestionnaire',
    422,
    (client) => client.post(`/mppeep/documents/${id}?_method=DELETE`, { reason: '' }),
  ],
  ['documents to renew', 'gestionnaire', 200, (client) => client.get('/mppeep/documents')],
  ['documents to renew, filtered', 'drh', 200, (client) => client.get('/mppeep/documents?delai=7&type=cni')],
  ['documents to renew, none', 'chef', 200, (client) => client.get('/mppeep/documents?delai=depasse')],
  ['photo to choose', 'gestionnaire', 200, (client) => client.get(`/mppeep/personnel/${person}/photo/modification`)],
]
