import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let drh: Client
let chef: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  chef = await site.as('chef')
})
afterAll(() => site.close())

describe('pages', () => {
  it('shows fifty people at a time with the exact total, in French order', async () => {
    const page = await drh.get('/mppeep/personnel')
    expect(page.status).toBe(200)
    const expected = await site.sql<{ id: string }[]>`
      select id from personnel where left_on is null or left_on > current_date order by name_key, id limit 50`
    expect(idsOf(page.text)).toEqual(expected.map((row) => row.id))
    expect(totalOf(page.text)).toBe(480)
  })

  it('walks through everybody once, forwards and backwards', async () => {
    const forwards = await walk('/mppeep/personnel', 'Suivante')
    expect(forwards.length).toBe(480)
    expect(new Set(forwards).size).toBe(480)
    const backwards = await walk('/mppeep/personnel?fin=1', 'Précédente')
    expect(backwards.length).toBe(480)
    expect(new Set(backwards)).toEqual(new Set(forwards))
  })

  it.each([
    'matricule',
    'unite',
    'grade',
    'categorie',
    'position',
    'sexe',
    'naissance',
    'recrutement',
    'retraite',
    'absences',
    'evaluation',
  ])('loses and doubles nobody when sorted by %s, either way', async (column) => {
    for (const way of ['', '&sens=desc']) {
      const ids = await walk(`/mppeep/personnel?tri=${column}${way}`, 'Suivante')
      expect(ids.length).toBe(480)
      expect(new Set(ids).size).toBe(480)
    }
  })

  it('says which page link is no longer readable instead of failing', async () => {
    for (const cursor of [
      'x',
      'W10',
      Buffer.from('["a","b","c"]').toString('base64url'),
      Buffer.from('["not a date","b","01a20440-ba7d-7a75-b31b-72ea8590cc83"]').toString('base64url'),
    ]) {
      const page = await drh.get(`/mppeep/personnel?tri=naissance&apres=${cursor}`)
      expect(page.status).toBe(422)
    }
  })
})

describe('search', () => {
  it('finds without accents, by the beginnings of words, in any order', async () => {
    const [someone] = await site.sql<{ id: string; first: string }[]>`
      select id, split_part(fold(first_names), ' ', 1) as first from personnel where last_name = 'KONÉ' and left_on is null order by name_key limit 1`
    const example = await drh.get('/mppeep/personnel?q=kone+aya')
    expect([totalOf(example.text), example.text.includes('KONÉ Aya')]).toEqual([1, true])
    for (const words of [`kone ${someone!.first}`, `${someone!.first} KONÉ`, `ko ${someone!.first.slice(0, 3)}`]) {
      expect(idsOf((await drh.get(`/mppeep/personnel?q=${encodeURIComponent(words)}`)).text), words).toContain(
        someone!.id,
      )
    }
  })

  it.each(['kone', 'k', 'aya', 'n guessan', "N'GUESSAN", 'nguess', 'marie-laure', 'zzz', '38', 'œ'])(
    'finds for « %s » exactly who has such words',
    async (words) => {
      const page = await drh.get(`/mppeep/personnel?q=${encodeURIComponent(words)}`)
      const everyone = await site.sql<{ id: string; text: string }[]>`
      select id, fold(concat_ws(' ', last_name, first_names, maiden_name, matricule, substr(phone, 5), substr(other_phone, 5))) as text
      from personnel where left_on is null or left_on > current_date order by name_key, id`
      const terms = words
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace('œ', 'oe')
        .split(/[^a-z0-9]+/)
        .filter(Boolean)
      const wanted = everyone.filter(({ text }) => {
        const found = [...text.split(/[^a-z0-9]+/), ...text.replace(/['-]/g, '').split(/[^a-z0-9]+/)]
        return terms.every((term) => found.some((word) => word.startsWith(term)))
      })
      expect(totalOf(page.text)).toBe(wanted.length)
      expect(idsOf(page.text)).toEqual(wanted.slice(0, 50).map(({ id }) => id))
    },
  )

  it('says why somebody is found whose name reads otherwise', async () => {
    const [someone] = await site.sql<{ id: string; maiden: string }[]>`
      select id, maiden_name as maiden from personnel
      where maiden_name is not null and maiden_name <> last_name and left_on is null order by name_key limit 1`
    const { text } = await drh.get(`/mppeep/personnel?q=${encodeURIComponent(someone!.maiden)}`)
    const row = text.slice(text.indexOf(someone!.id)).split('</tr>')[0]!.replaceAll('&#39;', "'")
    expect(row).toContain(`<small>née ${someone!.maiden}</small>`)
    expect((await drh.get('/mppeep/personnel')).text).not.toContain('<small>née')
  })

  it('finds a phone number however it is typed', async () => {
    const [someone] = await site.sql<
      { id: string; phone: string }[]
    >`select id, phone from personnel where phone is not null and left_on is null limit 1`
    const digits = someone!.phone.slice(4)
    const pairs = (sign: string) => digits.replace(/(..)(?=.)/g, `$1${sign}`)
    const begun = digits.slice(0, 9)
    for (const typed of [
      ...[digits, pairs(' '), pairs('/'), pairs('.'), `(${digits.slice(0, 2)}) ${digits.slice(2)}`],
      ...[`+225 ${digits}`, `00225${digits}`, `225${digits}`, `+225 ${begun}`, `00225 ${begun}`],
    ]) {
      expect(idsOf((await drh.get(`/mppeep/personnel?q=${encodeURIComponent(typed)}`)).text)).toContain(someone!.id)
    }
  })

  it('finds a matricule in small letters, and in groups as it is read aloud', async () => {
    const [someone] = await site.sql<
      { id: string; matricule: string }[]
    >`select id, matricule from personnel where left_on is null order by matricule limit 1`
    const [, first, second, letter] = /^(\d{3})(\d{3})([A-Z])$/.exec(someone!.matricule)!
    for (const typed of [
      `${first}${second}${letter!.toLowerCase()}`,
      `${first} ${second} ${letter}`,
      `${first}${second} ${letter}`,
    ]) {
      expect(idsOf((await drh.get(`/mppeep/personnel?q=${encodeURIComponent(typed)}`)).text), typed).toEqual([
        someone!.id,
      ])
    }
  })

  it('finds nobody by signs alone, where everybody would pass for what was found', async () => {
    for (const typed of ['%', '_', "'", '+', '中文']) {
      const asked = `q=${encodeURIComponent(typed)}`
      expect(totalOf((await drh.get(`/mppeep/personnel?${asked}`)).text), typed).toBe(0)
      expect(totalOf((await drh.get(`/mppeep/personnel?${asked}&tri=grade`)).text), typed).toBe(0)
      expect((await drh.get(`/mppeep/api/v1/personnel?${asked}`)).json<{ data: unknown[] }>().data).toEqual([])
    }
    expect(totalOf((await drh.get('/mppeep/personnel?q=+')).text)).toBe(480)
  })

  it('keeps order and pages when there are more than fifty', async () => {
    const ids = await walk('/mppeep/personnel?q=k', 'Suivante')
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe(totalOf((await drh.get('/mppeep/personnel?q=k')).text))
  })
})

describe('reach', () => {
  it('shows a chief the people of the unit and below, nobody else', async () => {
    const ids = await walk('/mppeep/personnel?situation=tous', 'Suivante', chef)
    const below = await site.sql<{ id: string }[]>`
      select p.id from personnel p where p.unit_id in (select subtree(id) from units where code = 'DSI')
        or p.id = (select person_id from users where email = 'chef@mppeep.example')`
    expect(new Set(ids)).toEqual(new Set(below.map((row) => row.id)))
    expect(totalOf((await chef.get('/mppeep/personnel?unite=DRH')).text)).toBe(0)
  })

  it('does not let a chief find out who is ill by asking for it', async () => {
    for (const type of ['maladie', 'maternite']) {
      expect(
        totalOf((await chef.get(`/mppeep/personnel?absent=semaine&type_absence=${type}`)).text),
      ).toBeLessThanOrEqual(1)
    }
  })
})

describe('cost', () => {
  it('does not let who reads no evaluations rank people by their marks, nor read one in a link', async () => {
    const guest = await site.as('invite')
    const ranked = await guest.get('/mppeep/personnel?tri=evaluation&sens=desc')
    expect(idsOf(ranked.text)).not.toEqual(idsOf((await drh.get('/mppeep/personnel?tri=evaluation&sens=desc')).text))
    const [, cursor = ''] = /apres=([\w-]+)/.exec(ranked.text) ?? []
    expect(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))[0]).toBe('0')
  })

  it('asks Postgres at most three times, however many rows', async () => {
    ;(await site.redis) && drh.get('/mppeep/personnel')
    site.log.length = 0
    await drh.get('/mppeep/personnel?q=kone&tri=grade')
    await drh.get('/mppeep/personnel')
    const lines = await lineFor('/mppeep/personnel', 2)
    for (const line of lines) expect(line['db.calls']).toBeLessThanOrEqual(3)
  })
})

function idsOf(html: string): string[] {
  return [
    ...html.matchAll(/<th scope="row"[^>]*>(?:<input[^>]*> )?<a href="\/mppeep\/personnel\/([0-9a-f-]{36})"/g),
  ].map((match) => match[1]!)
}

function totalOf(html: string): number {
  if (html.includes('Personne ne correspond')) return 0
  return Number(/<strong>([\d\u202f]+)\u00a0personnes?<\/strong>/.exec(html)![1]!.replaceAll('\u202f', ''))
}

async function walk(start: string, link: 'Suivante' | 'Précédente', client = drh): Promise<string[]> {
  const ids: string[] = []
  for (let href: string | undefined = start; href; ) {
    const page = await client.get(href)
    expect(page.status, href).toBe(200)
    ids.push(...idsOf(page.text))
    const turns = page.text.match(/<li><a href="[^"]*"(?:(?!<\/li>).)*<\/li>/g) ?? []
    href = turns
      .find((turn) => turn.includes(link))
      ?.match(/href="([^"]*)"/)?.[1]
      ?.replaceAll('&amp;', '&')
  }
  return ids
}

async function lineFor(path: string, atLeast: number): Promise<Record<string, unknown>[]> {
  for (let tries = 0; tries < 100; tries++) {
    const lines = site.log.filter((line) => line['url.path'] === path)
    if (lines.length >= atLeast) return lines
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('no such log line')
}
