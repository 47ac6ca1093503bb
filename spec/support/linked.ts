export type Linked = { href: string; people: number }

/** Every figure of a page that leads to a list of people, and where it leads. */
export function linkedFigures(html: string): Linked[] {
  return [...html.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/g)].flatMap(([, attributes = '', content = '']) => {
    const href = /href="([^"]*)"/.exec(attributes)?.[1]?.replaceAll('&amp;', '&')
    if (!href || !/^\/mppeep\/personnel(\?|$)/.test(href)) return []
    const people = figureOf(attributes, content)
    return people === null ? [] : [{ href, people }]
  })
}

/** The drawn shapes that lead nowhere, or say no figure: there must be none. */
export function muteShapes(html: string): string[] {
  const shapes = [...html.matchAll(/<a\b[^>]*>(?:(?!<\/a>)[\s\S])*class="shape"[\s\S]*?<\/a>/g)].map(([shape]) => shape)
  return shapes.filter((shape) => linkedFigures(shape).length === 0)
}

/** How many people a page of the list says there are. */
export function totalOf(html: string): number {
  if (html.includes('Personne ne correspond')) return 0
  return numberIn(/<strong>([\d\u202f]+)\u00a0personnes?<\/strong>/.exec(html)![1]!)
}

/** A drawing says its figure in its title or label, last; a dot of an average says how many it is made of; the rest in its text. */
function figureOf(attributes: string, content: string): number | null {
  const spoken =
    /<title>[^<]*\u202f: ([\d\u202f]+)<\/title>/.exec(content) ??
    /aria-label="[^"]*\u202f: ([\d\u202f]+)"/.exec(attributes)
  const made = /title="([\d\u202f]+)\u00a0évaluations?"/.exec(attributes)
  const text = (/figure-value">([^<]*)</.exec(content)?.[1] ?? content).replace(/<[^>]*>/g, '').trim()
  const written = /^([\d\u202f]+)(\u00a0(personnes?|évaluations?)[a-z ]*)?$/.exec(text)
  const found = spoken ?? made ?? written
  return found ? numberIn(found[1]!) : null
}

function numberIn(text: string): number {
  return Number(text.replaceAll('\u202f', ''))
}
