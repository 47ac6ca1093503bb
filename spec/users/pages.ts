import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/utilisateurs'
const token = 'pour-la-page-de-bienvenue'

/** Every page about accounts, as those who keep them see it, and the one behind the link of an invitation. */
export const userPages: Page[] = [
  ['accounts', 'admin', 200, (client) => client.get(`${place}?tri=connexion&sens=desc`)],
  ['accounts, none', 'auditeur', 200, (client) => client.get(`${place}?q=zzzz`)],
  ['account', 'admin', 200, (client) => found(client, 'drh@')],
  ['own account', 'admin', 200, (client) => found(client, 'admin@')],
  ['account read only', 'auditeur', 200, (client) => found(client, 'chef@')],
  ['account to close', 'admin', 200, (client) => below(client, 'drh@', '/desactivation')],
  // enrolled by the pages about second factors, which come before
  ['second factor to reset', 'admin', 200, (client) => below(client, 'auditeur@', '/second-facteur')],
  ['role to give', 'admin', 200, (client) => below(client, 'drh@', '/roles/nouveau')],
  ['role refused', 'admin', 422, refused],
  ['role held', 'admin', 200, (client) => role(client, 'drh@', '')],
  ['role to withdraw', 'admin', 200, (client) => role(client, 'drh@', '/retrait')],
  ['what each role gives', 'admin', 200, (client) => client.get(`${place}/pouvoirs`)],
  ['account to open, for whom', 'admin', 200, (client) => client.get(`${place}/nouveau?q=kon`)],
  ['account to open', 'drh', 200, chosen],
  ['account invited', 'admin', 200, (client) => found(client, 'invitee@')],
  ['invitation to an account', null, 200, (client) => client.get(`/mppeep/bienvenue/${token}`)],
  ['invitation to an account, spent', null, 404, (client) => client.get('/mppeep/bienvenue/x')],
  [
    'invitation to an account, refused',
    null,
    422,
    (client) => client.post(`/mppeep/bienvenue/${token}`, { password: 'x', again: 'y' }),
  ],
]

/** A link that nobody has used. */
export async function leaveInvitation(sql: Sql): Promise<void> {
  await sql`
    with invited as (
      insert into users (email, name) values ('invitee@mppeep.example', 'KONAN Aya') returning id
    )
    insert into invitations (token_hash, user_id, expires_at)
    select ${createHash('sha256').update(token).digest('hex')}, id, now() + interval '1 hour' from invited`
}

async function hrefOf(client: Client, q: string): Promise<string> {
  const list = await client.get(`${place}?q=${q}`)
  return /href="(\/mppeep\/utilisateurs\/[0-9a-f-]{36})"/.exec(list.text)![1]!
}

async function found(client: Client, q: string): Promise<Answer> {
  return client.get(await hrefOf(client, q))
}

async function below(client: Client, q: string, path: string): Promise<Answer> {
  return client.get((await hrefOf(client, q)) + path)
}

async function role(client: Client, q: string, path: string): Promise<Answer> {
  const page = await found(client, q)
  const [, href = ''] = /href="(\/mppeep\/utilisateurs\/[0-9a-f-]{36}\/roles\/\d+)"/.exec(page.text)!
  return client.get(href + path)
}

async function refused(client: Client): Promise<Answer> {
  const fields = { role: 'chef', unit: '', startsOn: '', endsOn: '2020-01-01' }
  return client.post(`${await hrefOf(client, 'drh@')}/roles`, fields)
}

async function chosen(client: Client): Promise<Answer> {
  const search = await client.get(`${place}/nouveau?q=kouassi`)
  return client.get(/href="(\/mppeep\/utilisateurs\/nouveau\?personne=[0-9a-f-]{36})"/.exec(search.text)![1]!)
}
