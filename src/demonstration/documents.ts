import type { Tx } from '../db/sql'
import { put } from '../storage/storage'
import { Chance } from './chance'
import { addDays, type Day } from './days'
import { paperOf } from './documents-paper'
import { insertPapers, listPresent, type Paper, type Present } from './documents-queries'

/** How many papers end within 90 days, and how many have ended and were not renewed. */
const ending = { soon: 25, over: 6 }

const titles = {
  cni: 'Carte nationale d’identité',
  passeport: 'Passeport',
  acte_naissance: 'Acte de naissance',
  diplome: 'Diplôme',
  arrete_nomination: 'Arrêté de nomination',
}
type Type = keyof typeof titles

/**
 * The papers of everybody who is there: most of what is asked for, some that end soon, some that are missing. One file a kind,
 * which all who have it share.
 */
export async function seedDocuments(tx: Tx, today: Day): Promise<void> {
  const kinds = Object.keys(titles) as Type[]
  const [people, kept] = await Promise.all([
    listPresent(tx, today),
    Promise.all(kinds.map((type) => put([paperOf(titles[type])]))),
  ])
  const hashes = Object.fromEntries(kinds.map((type, index) => [type, kept[index]!.hash])) as Record<Type, string>
  await insertPapers(tx, kept, papersOf(people, hashes, today))
}

export function papersOf(people: Present[], hashes: Record<Type, string>, today: Day): Paper[] {
  const chance = new Chance('documents')
  const papers = people.flatMap((person) =>
    typesOf(chance, person).map((type) => ({
      id: chance.uuid(Date.parse(`${today}T00:00:00Z`)),
      person_id: person.id,
      type,
      file: hashes[type],
      name: `${type.replaceAll('_', '-')}.pdf`,
      issued_on: issuedOn(type, person),
      expires_on: null,
    })),
  )
  return dated(chance, papers, today)
}

/** What is asked for is there more often than not. */
function typesOf(chance: Chance, { category, passport }: Present): Type[] {
  const asked: [Type, number][] = [
    ['cni', 0.95],
    ['acte_naissance', 0.94],
    ['arrete_nomination', 0.97],
    ...(category === 'A' || category === 'B' ? [['diplome', 0.92] as [Type, number]] : []),
    ...(passport ? [['passeport', 0.9] as [Type, number]] : []),
  ]
  return asked.flatMap(([type, often]) => (chance.happens(often) ? [type] : []))
}

function issuedOn(type: Type, { birthDate, recruitedOn }: Present): Day {
  if (type === 'acte_naissance') return addDays(birthDate, 4)
  return type === 'diplome' ? addDays(recruitedOn, -300) : recruitedOn
}

/** Identity papers are good for ten years, passports for five. */
function dated(chance: Chance, papers: Paper[], today: Day): Paper[] {
  const years = { cni: 10, passeport: 5 } as const
  const good = papers.filter(({ type }) => type in years)
  const early = chance.shuffle(good).slice(0, ending.soon + ending.over)
  const soon = new Set(early.slice(0, ending.soon))
  const over = new Set(early.slice(ending.soon))
  return papers.map((paper) => {
    if (!(paper.type in years)) return paper
    const days = years[paper.type as keyof typeof years] * 365
    const left = soon.has(paper)
      ? chance.int(1, 88)
      : over.has(paper)
        ? -chance.int(5, 200)
        : chance.int(120, days - 30)
    return { ...paper, issued_on: addDays(today, left - days), expires_on: addDays(today, left) }
  })
}
