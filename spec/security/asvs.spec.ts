import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { v01 } from './chapters/v01'
import { v02 } from './chapters/v02'
import { v03 } from './chapters/v03'
import { v04 } from './chapters/v04'
import { v05 } from './chapters/v05'
import { v06 } from './chapters/v06'
import { v07 } from './chapters/v07'
import { v08 } from './chapters/v08'
import { v09 } from './chapters/v09'
import { v11 } from './chapters/v11'
import { v12 } from './chapters/v12'
import { v13 } from './chapters/v13'
import { v14 } from './chapters/v14'
import { v15 } from './chapters/v15'
import { v16 } from './chapters/v16'
import { levels, type Row } from './rows'

/** `asvs.md` is this table. Written anew by `npx vitest run spec/security/asvs.spec.ts -u`. */
type Shown = { file: string; title: string }

const rows: Row[] = [v01, v02, v03, v04, v05, v06, v07, v08, v09, v11, v12, v13, v14, v15, v16].flat().sort(inOrder)
const titles = new Map(specs().map((file) => [file, titlesOf(readFileSync(file, 'utf8'))]))

describe('the table of requirements', () => {
  it('has a row for each of level 1 and 2, and none twice', () => {
    const wanted = Object.entries(levels).flatMap(([section, each]) =>
      [...each].flatMap((level, i) => (level === '3' ? [] : [`${section}.${i + 1}`])),
    )
    const ids = rows.map(({ id }) => id)
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
    expect(ids.filter((id, i) => ids.indexOf(id) !== i || levelOf(id) === undefined)).toEqual([])
  })

  it('shows each by a sentence that is there and runs, or says why not', () => {
    const wrong = rows.flatMap((row) => {
      if (row.not || row.later) return placesOf(row).map(() => `${row.id}: shown, and said not to be`)
      if (placesOf(row).length === 0) return [`${row.id}: shown by nothing`]
      return row.places.filter((place) => found(place).length === 0).map((place) => `${row.id}: no « ${place} »`)
    })
    expect(wrong).toEqual([])
  })

  it('knows each number that a spec of this folder bears', () => {
    const ids = new Set(rows.map(({ id }) => id))
    expect([...own().keys()].filter((id) => !ids.has(id))).toEqual([])
  })

  it('leaves no spec that it names aside', () => {
    const named = new Set(rows.flatMap(placesOf).map(({ file }) => file))
    const skipped = [...named].filter(
      (file) =>
        file.startsWith('spec/') &&
        /\b(it|describe|test)\.(skip|todo|only|fails)\(['"`]/.test(readFileSync(file, 'utf8')),
    )
    expect(skipped).toEqual([])
  })

  it('answers each row of our own list', () => {
    const ours = new Set(rows.flatMap(({ ours }) => ours ?? []))
    const list = Array.from({ length: 66 }, (_, i) => `S-${String(i + 1).padStart(2, '0')}`)
    expect(list.filter((number) => !ours.has(number))).toEqual([])
  })

  it('is asvs.md', async () => {
    await expect(table()).toMatchFileSnapshot('asvs.md')
  })
})

function table(): string {
  const open = rows.filter(({ later }) => later).length
  const none = rows.filter(({ not }) => not).length
  const head = [
    '# OWASP ASVS 5.0, level 2',
    '',
    `Each requirement in our own words, and the sentence of a spec that shows it: ${rows.length - open - none} shown, ${none} without object, ${open} to come.`,
    'Levels 1 and 2 are here whole, level 3 where we do it all the same. Chapters 10 (OAuth) and 17 (WebRTC) are about what the site does',
    'not do. Made by `npx vitest run spec/security/asvs.spec.ts -u` from `chapters/` and the titles of the specs; do not edit.',
    '',
    '| id | level | what is true | shown by | ours |',
    '|---|---|---|---|---|',
  ]
  return `${[...head, ...rows.map(lineOf)].join('\n')}\n`
}

function lineOf(row: Row): string {
  const places = placesOf(row).map(({ file, title }) => `\`${file}\` ${title}`)
  const by = row.not
    ? `without object: ${row.not}`
    : row.later
      ? `to come: ${row.later}`
      : [...new Set(places)].join('<br>')
  return `| ${row.id} | ${levelOf(row.id)} | ${row.says} | ${by.replaceAll('|', '\\|')} | ${row.ours ?? ''} |`
}

function placesOf(row: Row): Shown[] {
  return [...(own().get(row.id) ?? []), ...row.places.flatMap((place) => found(place).slice(0, 1))]
}

/** Where a place is: the first title of the spec that begins so, or a file that has the phrase. */
function found(place: string): Shown[] {
  const at = place.indexOf(': ')
  const [name, words] = [place.slice(0, at), place.slice(at + 2)]
  if (/\.\w+$/.test(name))
    return readFileSync(name, 'utf8').includes(words) ? [{ file: name, title: `« ${words} »` }] : []
  const file = [`spec/${name}.spec.ts`, `spec/${name}.spec.tsx`].find((path) => titles.has(path))
  return (file ? titles.get(file)! : [])
    .filter((title) => title.startsWith(words))
    .map((title) => ({ file: file!, title }))
}

let mine: Map<string, Shown[]> | undefined

/** What the specs of this folder say that they show. */
function own(): Map<string, Shown[]> {
  if (mine) return mine
  mine = new Map()
  for (const [file, all] of titles) {
    if (!file.startsWith('spec/security/') || file.endsWith('asvs.spec.ts')) continue
    for (const title of all)
      for (const [id] of title.matchAll(/\b\d{1,2}\.\d{1,2}\.\d{1,2}\b/g))
        mine.set(id, [...(mine.get(id) ?? []), { file, title }])
  }
  return mine
}

/** What is said of `it` and `describe`, as it stands in the file. */
function titlesOf(text: string): string[] {
  const said = /(?:\b(?:it|describe|describeInBrowser)(?:\.\w+)*\(\s*|\)\(\s*)(['"`])((?:(?!\1).){2,180}?)\1\s*,/g
  return [...text.matchAll(said)].map(([, , title = '']) => title)
}

function specs(): string[] {
  return readdirSync('spec', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.spec\.tsx?$/.test(file) && !file.startsWith('bench'))
    .map((file) => `spec/${file}`)
    .sort()
}

function levelOf(id: string): string | undefined {
  const [chapter, section, number] = id.split('.')
  return levels[`${chapter}.${section}`]?.[Number(number) - 1]
}

function inOrder(one: Row, other: Row): number {
  const [a, b] = [one, other].map(({ id }) =>
    id
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join(),
  )
  return a! < b! ? -1 : 1
}
