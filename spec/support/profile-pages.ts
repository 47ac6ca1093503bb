import type { Sql } from 'postgres'
import type { Kind } from './pages'

/** Tokens of links that were sent to the agent. */
export type Links = { recovery: string; address: string }

/** The pages on which a password is forgotten, chosen and changed, and those of one's own profile. */
export const profilePages: Kind[] = [
  ['forgotten password', null, 200, (client) => client.get('/mppeep/mot-de-passe-oublie')],
  ['forgotten password refused', null, 422, (client) => client.post('/mppeep/mot-de-passe-oublie', { email: 'x' })],
  ['forgotten password asked', null, 200, (client) => client.get('/mppeep/mot-de-passe-oublie/envoi')],
  ['recovery', null, 200, (client, { recovery }) => client.get(`/mppeep/mot-de-passe/${recovery}`)],
  [
    'recovery refused',
    null,
    422,
    (client, { recovery }) => client.post(`/mppeep/mot-de-passe/${recovery}`, { password: 'azerty', again: 'b' }),
  ],
  ['recovery by a link that is spent', null, 404, (client) => client.get('/mppeep/mot-de-passe/x')],
  ['profile', 'drh', 200, (client) => client.get('/mppeep/profil')],
  ['password change', 'agent', 200, (client) => client.get('/mppeep/profil/mot-de-passe')],
  [
    'password change refused',
    'agent',
    422,
    (client) => client.post('/mppeep/profil/mot-de-passe?_method=PUT', { password: 'azerty', again: 'b' }),
  ],
  ['address change', 'agent', 200, (client) => client.get('/mppeep/profil/adresse')],
  ['address change refused', 'agent', 422, (client) => client.post('/mppeep/profil/adresse', { email: 'x' })],
  ['address confirmed', 'agent', 200, (client, { address }) => client.get(`/mppeep/profil/adresse/${address}`)],
  ['address confirmed by a link that is spent', 'agent', 404, (client) => client.get('/mppeep/profil/adresse/x')],
  ['devices', 'drh', 200, (client) => client.get('/mppeep/profil/appareils')],
  ['devices, before the password', 'auditeur', 200, (client) => client.get('/mppeep/profil/appareils')],
  [
    'devices, with another password',
    'auditeur',
    422,
    (client) => client.post('/mppeep/profil/appareils/preuve?_method=PUT', { proof: 'x' }),
  ],
  ['looks', 'agent', 200, (client) => client.get('/mppeep/profil/preferences')],
]

export async function sendLinks(sql: Sql): Promise<Links> {
  const links: Links = { recovery: 'a'.repeat(43), address: 'b'.repeat(43) }
  await sql`
    insert into account_links (token_hash, user_id, kind, email, expires_at)
    select encode(sha256(token::bytea), 'hex'), u.id, kind, address, now() + interval '1 hour'
    from (values
      (${links.recovery}, 'recovery', null),
      (${links.address}, 'email', 'autre@mppeep.example')
    ) as link (token, kind, address)
    join users u on u.email = 'agent@mppeep.example'`
  return links
}
