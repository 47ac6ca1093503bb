import type { Role } from '../../src/actor'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'

export type Route = { method: string; path: string }

/** The cast, each with a line of its own in the policy, and somebody who has not signed in. */
export const cast = ['nobody', 'agent', 'chef', 'rh', 'drh', 'daf', 'admin', 'auditeur', 'invite'] as const
export type Player = (typeof cast)[number]

export async function everybody(site: TestSite): Promise<Map<Player, Client>> {
  const clients = new Map<Player, Client>([['nobody', site.visitor()]])
  for (const player of cast.slice(1)) clients.set(player, await site.as(player as Role | 'rh'))
  return clients
}

/** Every route that the program knows, once. */
export async function everyRoute(): Promise<Route[]> {
  const { createApp } = await import('../../src/app')
  const { readAssets } = await import('../../src/http/assets')
  const known = createApp(readAssets('dist/public')).app.routes.filter(({ method }) => method !== 'ALL')
  return [...new Map(known.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()]
}

/** The path of a route about something that there is, where the demonstration has it; about some person otherwise. */
export async function pathsOf(site: TestSite): Promise<(path: string) => string> {
  const [ids] = await site.sql<[Record<'person' | 'account' | 'notification' | 'letter', string>]>`
    select
      (select person_id from evaluations e join personnel p on p.id = e.person_id
        where left_on is null order by matricule limit 1) as person,
      (select id from users where email = 'agent@mppeep.example') as account,
      coalesce((select id::text from notifications order by id desc limit 1), '1') as notification,
      coalesce((select id::text from outbox where kind = 'letter' limit 1), '01a20440-ba7d-7a75-b31b-72ea8590cc83') as letter`
  return (path) => {
    const id = /\/utilisateurs\//.test(path)
      ? ids.account
      : path.includes('/notifications/')
        ? ids.notification
        : path.includes('/courriers/')
          ? ids.letter
          : ids.person
    return path
      .replace(':rubrique', 'acces')
      .replace(':version', '1')
      .replace(':token', 'un-jeton-que-personne-n-a-jamais-recu-012345')
      .replace(/:\w+/g, id)
  }
}
