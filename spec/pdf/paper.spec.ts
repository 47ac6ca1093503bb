import { inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { drawn } from '../../src/pdf/drawing'
import { type Paper, pdfOf } from '../../src/pdf/pdf'

const letterhead = {
  ...{ country: 'République de Côte d’Ivoire', motto: 'Union – Discipline – Travail' },
  ...{ organisation: 'MPPEEP', logo: null, contact: 'Abidjan' },
}

/** A list of so many people, with its total. */
function listed(people: number): Paper {
  const columns = [
    { label: 'Matricule', share: 1 },
    { label: 'Nom et prénoms', share: 3 },
    { label: 'Indice', share: 1, numeric: true },
  ]
  const rows = Array.from({ length: people }, (_, at) => [`M${at + 1}`, 'KOUASSI Aya', String(at)])
  const total = ['Total', String(people), '']
  return {
    title: 'État du personnel',
    letterhead,
    blocks: [{ kind: 'table', columns, rows, total }],
    at: '2026-02-01T00:00:00Z',
  }
}

function said(text: string): Paper {
  return { ...listed(1), blocks: [{ kind: 'paragraph', text }] }
}

async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)))
  return text.map((page) => page.replace(/\s+/g, ' '))
}

it('a paper of several pages numbers each, begins each with the headings, and leaves nobody out or twice', async () => {
  const pages = await pagesOf(await pdfOf(listed(120)))
  expect(pages.length).toBeGreaterThanOrEqual(2)
  expect(pages.length).toBeLessThanOrEqual(5)
  for (const [at, page] of pages.entries()) {
    expect(page).toContain(`page ${at + 1} sur ${pages.length}`)
    expect(page.match(/Matricule Nom et prénoms Indice/g)).toHaveLength(1)
  }
  const said = [...pages.join(' ').matchAll(/\bM(\d+) KOUASSI/g)].map(([, number]) => Number(number))
  expect(said).toEqual(Array.from({ length: 120 }, (_, at) => at + 1))
  expect(pages.findIndex((page) => page.includes('Total'))).toBe(pages.length - 1)
  expect(pages.filter((page) => page.includes('Union – Discipline – Travail'))).toHaveLength(1)
})

it('a paragraph of several lines keeps the narrow spaces of French as narrow as they are', async () => {
  const bytes = await pdfOf(said(`Vu le point « A » : ${'elle sert encore, '.repeat(12)}et voilà.`))
  // what reads PDFs says any white space as a plain one: what the typeface was asked for tells
  const streams = [...bytes.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body]) =>
    Buffer.from(body!, 'latin1'),
  )
  const asked = streams.map((body) => (body[0] === 0x78 ? inflateSync(body).toString('latin1') : '')).join('\n')
  expect(asked).toMatch(/beginbfrange[\s\S]*<202f>/)
})

it('the picture of the house is at the top, with its name for who cannot see it', async () => {
  const logo = await sharp({ create: { width: 90, height: 30, channels: 3, background: '#14532d' } })
    .png()
    .toBuffer()
  const without = (await pdfOf(listed(1))).toString('latin1')
  expect(without).not.toMatch(/\/Subtype \/Image|\/Alt /)
  const bytes = (await pdfOf({ ...listed(1), letterhead: { ...letterhead, logo } })).toString('latin1')
  expect(/\/Width (\d+)/.exec(/<<[^<>]*\/Subtype \/Image[^<>]*/.exec(bytes)?.[0] ?? '')?.[1]).toBe('90')
  expect(bytes).toContain('/Alt (MPPEEP)')
})

it('a long paper is drawn by the built program, in a thread of its own, as it would be here', async () => {
  const blocks = Array.from({ length: 151 }, (_, at) => ({
    kind: 'paragraph' as const,
    text: `Alinéa ${at + 1} : fin.`,
  }))
  const long = { ...listed(1), blocks }
  let threads = 0
  const count = () => {
    threads += 1
  }
  process.on('worker', count)
  const aside = await pdfOf(long)
  process.off('worker', count)
  expect(threads).toBe(1)
  expect(aside.equals(await drawn(long))).toBe(true)
})
