import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'
import { form, json } from './paper'
let site: TestSite
beforeAll(async () => { site = await openSite() })
afterAll(() => site.close())
it('probe', async () => {
  const rh = await site.as('gestionnaire')
  for (const n of [1, 200, 1000]) {
    const t = performance.now()
    const answers = await Promise.all(Array.from({ length: n }, () => rh.post('/mppeep/personnel', form({ matricule: `90030${n}A`.slice(-7), cle: randomUUID() }))))
    const by: Record<string, number> = {}
    for (const a of answers) by[a.status] = (by[a.status] ?? 0) + 1
    console.log('form', n, by, performance.now() - t)
  }
  for (const n of [1, 200, 1000]) {
    const t = performance.now()
    const answers = await Promise.all(Array.from({ length: n }, () => rh.json('POST', '/mppeep/api/v1/personnel', json({ matricule: `80030${n}A`.slice(-7) }))))
    const by: Record<string, number> = {}
    for (const a of answers) by[a.status] = (by[a.status] ?? 0) + 1
    console.log('json', n, by, performance.now() - t)
  }
  let t = performance.now()
  for (let i = 0; i < 100; i++) await rh.json('POST', '/mppeep/api/v1/personnel', json({ matricule: `70${1000 + i}A` }))
  console.log('create seq', (performance.now() - t) / 100)
  t = performance.now()
  for (let i = 0; i < 50; i++) await rh.get('/mppeep/personnel/nouveau')
  console.log('form page', (performance.now() - t) / 50, site.log.at(-1)!.duration_ms)
  const [p] = await site.sql`select id from personnel limit 1`
  t = performance.now()
  for (let i = 0; i < 50; i++) await rh.get('/mppeep/personnel/' + p!.id)
  console.log('file page', (performance.now() - t) / 50, site.log.at(-1)!.duration_ms,  site.log.at(-1)!['db.ms'])
}, 100000)
