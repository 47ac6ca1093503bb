import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('public/app.css', 'utf8')
const light = tokensAfter('\n:root {')
const dark = tokensAfter(':root:not([data-theme="light"])')
const schemes: [string, Record<string, string>][] = [
  ['light', light],
  ['dark', { ...light, ...dark }],
  ['dark chosen', { ...light, ...tokensAfter(':root[data-theme="dark"]') }],
]

/** WCAG 2.2 §1.4.3 asks 4.5 of text, §1.4.11 asks 3 of the edge of a control and of what a drawing says by shape. */
const text = 4.5
const shape = 3
const pairs: [front: string, back: string, least: number][] = [
  ...['ground', 'surface', 'sunk'].flatMap((back): [string, string, number][] => [
    ['ink', back, 7],
    ['muted', back, text],
    ['accent', back, text],
    ['accent-deep', back, text],
    ['attention', back, text],
    ['loss', back, text],
    ['line', back, shape],
  ]),
  ['ink', 'accent-soft', 7],
  ['muted', 'accent-soft', text],
  ['accent', 'accent-soft', text],
  ['ink', 'attention-soft', 7],
  ['attention', 'attention-soft', text],
  ['ink', 'loss-soft', 7],
  ['loss', 'loss-soft', text],
  ['on-accent', 'accent', text],
  ['on-accent', 'accent-deep', text],
  ['tone-1', 'ground', shape],
  ['tone-2', 'ground', shape],
  ['on-tone-1', 'tone-1', text],
  ['on-tone-1', 'attention', text],
  ['on-tone-1', 'loss', text],
  ['on-tone-2', 'tone-2', text],
  ['ink', 'tone-3', text],
  ['ink', 'tone-4', text],
]

describe('the looks', () => {
  it.each(schemes)('can be read: %s', (_, tokens) => {
    const weak = pairs
      .map(([front, back, least]) => ({ pair: `${front} on ${back}`, ratio: contrast(tokens, front, back), least }))
      .filter(({ ratio, least }) => !(ratio >= least))
    expect(weak).toEqual([])
  })

  it('is as dark by choice as by the system', () => {
    expect(tokensAfter(':root[data-theme="dark"]')).toEqual(dark)
    expect(Object.keys(dark).length).toBeGreaterThan(20)
  })

  it('stays light to carry', () => {
    // before it is minified and compressed; `weight.spec.ts` weighs what goes over the wire
    expect(Buffer.byteLength(css)).toBeLessThanOrEqual(40_000)
  })

  it('asks nothing that the content security policy forbids', () => {
    // a letter is read elsewhere, where there is no style sheet of ours
    const files = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.tsx') && !file.startsWith('letters/'),
    )
    const guilty = files.filter((file) =>
      /\sstyle=|hx-on|js:|dangerouslySetInnerHTML|\son[a-z]+=/i.test(readFileSync(`components/${file}`, 'utf8')),
    )
    expect(files.length).toBeGreaterThan(20)
    expect(guilty).toEqual([])
  })
})

/** The colours declared in the block that follows `selector`. */
function tokensAfter(selector: string): Record<string, string> {
  const start = css.indexOf(selector)
  expect(start).toBeGreaterThan(-1)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]))
}

function contrast(tokens: Record<string, string>, front: string, back: string): number {
  const [lighter, darker] = [luminance(tokens[front]!), luminance(tokens[back]!)].sort((a, b) => b - a)
  return (lighter! + 0.05) / (darker! + 0.05)
}

/** Relative luminance of sRGB, WCAG 2.2 definition. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
