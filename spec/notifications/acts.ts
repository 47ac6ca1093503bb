import type { Act } from '../support/acts'
import type { TestSite } from '../support/site'

/** What somebody does with what they are told. */
export const notificationActs: Record<string, Act> = {
  'PUT /notifications/preferences': {
    async ready(site) {
      await site.sql`delete from notification_preferences`
      return { client: await site.as('agent'), path: '/notifications/preferences', fields: { mail: 'jamais' } }
    },
    ...{ first: 303, again: 303, leaves: { notification_preferences: 1 } },
  },
  'PUT /notifications/lecture': {
    async ready(site) {
      const last = await told(site, 3)
      return { client: await site.as('agent'), path: '/notifications/lecture', fields: { derniere: last } }
    },
    ...{ first: 303, again: 303, leaves: { notifications: 3 } },
  },
  'PUT /notifications/:id/lecture': {
    async ready(site) {
      const last = await told(site, 3)
      return { client: await site.as('agent'), path: `/notifications/${last}/lecture`, fields: { suite: 'ouvrir' } }
    },
    ...{ first: 303, again: 303, leaves: { notifications: 1 }, stranger: ['chef', 404] },
  },
}

/** The agent has so many things to read; the newest of them. */
async function told(site: TestSite, times: number): Promise<string> {
  await site.sql`delete from notifications`
  const rows = await site.sql<{ id: string }[]>`
    insert into notifications (user_id, kind, title, href)
    select id, 'essai', 'Essai ' || n, '/accueil' from users, generate_series(1, ${times}) as n
    where email = 'agent@mppeep.example' returning notifications.id`
  return rows.at(-1)!.id
}
