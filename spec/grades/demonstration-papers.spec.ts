import { afterAll, beforeAll, expect, it } from 'vitest'
import { paperOf } from '../../src/demonstration/documents-paper'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
  const { transaction } = await import('../../src/db/sql')
  const { seedDocuments } = await import('../../src/demonstration/documents')
  await transaction((tx) => seedDocuments(tx, new Date().toISOString().slice(0, 10)))
})
afterAll(() => site.close())

it('gives everybody papers: 25 that end within 90 days, 6 that have ended, and some that are missing', async () => {
  const [figures] = await site.sql`
    select count(*) filter (where expires_on between current_date and current_date + 90)::int as soon,
      count(*) filter (where expires_on < current_date)::int as over, count(distinct file)::int as files,
      (select count(*)::int from personnel p where p.left_on is null and not exists (
        select from documents d where d.person_id = p.id and d.type = 'cni')) as without
    from documents`
  expect(figures).toMatchObject({ soon: 25, over: 6, files: 5 })
  expect(figures!.without).toBeGreaterThan(5)
  expect(figures!.without).toBeLessThan(60)
  const drh = await site.as('drh')
  expect((await drh.get('/mppeep/documents?delai=90')).text).toContain('25\u00a0documents')
})

it('keeps files that open, and that nothing is said against', async () => {
  const { findAstray } = await import('../../src/documents/repair')
  expect(await findAstray()).toEqual({ lost: [], stray: [] })
  const { pdfFault } = await import('../../src/scanner/pdf')
  expect(await pdfFault(paperOf('Acte de naissance (copie)'))).toBeNull()
  const { extractText, getDocumentProxy } = await import('unpdf')
  const read = await extractText(await getDocumentProxy(new Uint8Array(paperOf('Carte d’identité (copie)'))))
  expect(read.text.join(' ')).toContain('Carte d’identité (copie)')
  const drh = await site.as('drh')
  const [row] =
    await site.sql`select d.id from documents d join files f on f.hash = d.file where d.type = 'cni' limit 1`
  const answer = await drh.get(`/mppeep/documents/${row!.id}`)
  expect([answer.status, answer.text.slice(0, 5)]).toEqual([200, '%PDF-'])
})
