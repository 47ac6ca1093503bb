import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { atOnce, form } from '../personnel/paper'
import { layGround } from './ground'

/** Through two processes; what one process does with fifty, and what its refusal says, is in `personnel/once.spec.ts`. */
const ground = layGround({ sites: 2 })

const made = (matricule: string) => ground.database.sql`
  select (select count(*)::int from career_events e where e.person_id = p.id) as acts,
    (select count(*)::int from activities a where a.person_id = p.id and a.event <> 'personnel.read') as lines
  from personnel p where matricule = ${matricule}`

it('one matricule asked for a thousand times at once, at two processes, makes one file and 999 conflicts', {
  timeout: 60_000,
}, async () => {
  const clients = await Promise.all(ground.sites.map((site) => site.signIn()))
  const answers = await atOnce(1_000, (i) =>
    clients[i % 2]!.post('/mppeep/personnel', form({ matricule: '910001C', unit: 'MPPEEP', cle: randomUUID() })),
  )
  const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length
  expect([count(303), count(409)]).toEqual([1, 999])
  expect(await made('910001C')).toEqual([{ acts: 1, lines: 1 }])
})

it('one form sent twice to each of two processes, then once more, is one file to which every answer leads', async () => {
  const clients = await Promise.all(ground.sites.map((site) => site.signIn('203.0.113.7')))
  const sent = form({ matricule: '910002C', unit: 'MPPEEP', cle: randomUUID() })
  const answers = await atOnce(4, (i) => clients[i % 2]!.post('/mppeep/personnel', sent))
  answers.push(await clients[0]!.post('/mppeep/personnel', sent))
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(303))
  expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
  expect(await made('910002C')).toEqual([{ acts: 1, lines: 1 }])
})
