import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { totalOf } from '../support/linked'
import { openSite, type TestSite } from '../support/site'

const place = '/mppeep/personnel/selection'
let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const some = (unit: string, limit: number) =>
  site.sql<{ id: string; matricule: string }[]>`
    select p.id, p.matricule from personnel p join units u on u.id = p.unit_id
    where u.code = ${unit} and p.left_on is null and not exists (select from units c where c.chief_id = p.id)
    order by p.id limit ${limit}`

describe('a selection', () => {
  it('is an address of the list: ticked on a page, or all of a search', async () => {
    const { text } = await drh.get('/mppeep/personnel?categorie=A')
    const boxes = [...text.matchAll(/<input type="checkbox" form="selection" name="choix" value="([^"]+)"/g)]
    expect(boxes).toHaveLength(50)
    const [a, b] = boxes.map(([, id]) => id!)
    const two = await drh.get(`${place}?choix=${a}&choix=${b}`)
    expect(two.text).toContain('2\u00a0personnes')
    expect(totalOf((await drh.get(`/mppeep/personnel?choix=${a},${b}`)).text)).toBe(2)
    const all = /href="([^"]+)">\s*Tout choisir/.exec(text)![1]!.replaceAll('&amp;', '&')
    expect((await drh.get(all)).text).toContain(`${totalOf(text)}\u00a0personnes`)
    const csv = await drh.get(`/mppeep/personnel/export.csv?choix=${a},${b}`)
    expect(csv.text.trim().split('\n')).toHaveLength(3)
  })

  it('has nobody who is out of reach', async () => {
    const chef = await site.as('chef')
    const [own, foreign] = await Promise.all([chef.get('/mppeep/personnel'), some('DAJ', 1)])
    const [, id] = /name="choix" value="([^"]+)"/.exec(own.text)!
    expect((await chef.get(`${place}?choix=${id},${foreign[0]!.id}`)).text).toContain('1\u00a0personne')
    expect((await chef.get(`${place}?choix=x`)).status).toBe(422)
  })
})

describe('an address that chooses nobody', () => {
  const nobody = (address: string, referer?: string) => drh.get(place + address, referer ? { referer } : {})
  const wayBack = (text: string) =>
    /href="([^"]*)">[^<]*Retour à la liste/.exec(plainest(text))![1]!.replaceAll('&amp;', '&')

  it.each(['', '?', '?choix=', '?tout=', '?unite=DSI', '?tri=matricule', '?choix=&unite=DSI'])(
    'asks for a tick and decides of nobody: « %s »',
    async (address) => {
      const { status, text } = await nobody(address)
      expect(status).toBe(200)
      expect(text).toContain('Cochez au moins une personne')
      expect(text).not.toMatch(/carriere\/masse"|export\.csv|name="matricules"/)
    },
  )

  it('leads back to the list one comes from, its filters and its page kept', async () => {
    const list = '/mppeep/personnel?unite=DRH&tri=matricule&sens=desc'
    expect(wayBack((await nobody('?', site.origin + list)).text)).toBe(list)
    expect(wayBack((await nobody('?unite=DRH')).text)).toBe('/mppeep/personnel?unite=DRH')
    const page = /href="([^"]*apres=[^"]*)"/
      .exec((await drh.get('/mppeep/personnel')).text)![1]!
      .replaceAll('&amp;', '&')
    expect(wayBack((await nobody('?', site.origin + page)).text)).toBe(page)
  })

  it.each([
    ['nothing', undefined],
    ['another page', '/mppeep/accueil'],
    ['a list that cannot be read', '/mppeep/personnel?unite=%00&x=y'],
    ['no address', 'javascript:alert(1)'],
    ['another site', 'https://ailleurs.example/mppeep/personnels?unite=DRH'],
  ])('leads to the whole list when one comes from %s', async (_, from) => {
    const referer = from?.startsWith('/') ? site.origin + from : from
    expect(wayBack((await nobody('?', referer)).text)).toBe('/mppeep/personnel')
  })

  it('is not that of all of a search, which says so', async () => {
    const { text } = await drh.get('/mppeep/personnel?unite=DSI')
    const all = /href="([^"]+)">\s*Tout choisir/.exec(text)![1]!.replaceAll('&amp;', '&')
    expect(new URL(all, site.origin).searchParams.get('tout')).toBe('1')
    const page = (await drh.get(all)).text
    expect(page).toContain(`${totalOf(text)}\u00a0personnes`)
    // what is made of it is an address of the list, which knows no such word
    expect(page).toContain('/personnel/export.csv?unite=DSI"')
    expect((await drh.get(`${place}?tout=oui`)).status).toBe(422)
  })
})

describe('one decision about a selection', () => {
  it('is verified line by line, and goes on with those of whom nothing is wrong', async () => {
    const [moving, [there]] = await Promise.all([some('DSI', 2), some('DAJ', 1)])
    const { text } = await drh.get(`${place}?choix=${[...moving, there!].map(({ id }) => id).join()}`)
    const fields = { ...hidden(text, '/carriere/masse'), kind: 'affectation', unit: 'DAJ', ...day }
    const verified = await sent(fields)
    expect(verified.text).toContain('C’est déjà l’unité à cette date.')
    expect(verified.text).toContain('Continuer avec 2\u00a0personnes')
    const rest = hidden(verified.text, '/carriere/masse')
    expect(rest.matricules!.split(' ').sort()).toEqual(moving.map(({ matricule }) => matricule).sort())
    const ready = await sent(rest)
    expect(ready.text).toContain('Inscrire pour 2\u00a0personnes')
  })

  it('is offered to those only who write files', async () => {
    const [someone] = await some('DAF', 1)
    const { text } = await (await site.as('auditeur')).get(`${place}?choix=${someone!.id}`)
    expect([text.includes('1\u00a0personne'), text.includes('/carriere/masse"')]).toEqual([true, false])
  })
})

const day = { effectiveOn: new Date().toISOString().slice(0, 10), decisionNumber: 'D-12' }

async function sent(fields: Record<string, string>) {
  return drh.get((await drh.post('/mppeep/carriere/masse', fields)).headers.location!)
}

/** What a form of the page sends besides what is typed. */
function hidden(page: string, action: string): Record<string, string> {
  const [, form = ''] = new RegExp(`<form[^>]*action="/mppeep${action}"[^>]*>(.*?)</form>`, 's').exec(page) ?? []
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value]))
}

/** Without the drawings that stand before words. */
function plainest(html: string): string {
  return html.replace(/<svg.*?<\/svg>/gs, '')
}
