import { config } from '../config'
import { type ActKind, actKinds, actNumber } from '../lib/act-kinds'
import { groupedCode } from '../lib/check-code'
import { longDay } from '../lib/long-day'
import { organisation } from '../lib/organisation'
import { path } from '../lib/paths'
import { type Block, type Paper, pdfOf } from '../pdf/pdf'
import { letterhead } from './letterhead'
import type { Said } from './rules'
import type { Signatory } from './signatory-queries'
import { titleOf } from './variables'

export type Making = {
  kind: ActKind
  said: Said[]
  signatory: Pick<Signatory, 'name' | 'title' | 'interim' | 'place'>
  day: string
  /** Null for what is only looked at. */
  made: { year: number; number: number; code: string } | null
}

/** The sheet of paper that an act is. */
export async function paperOf({ kind, said, signatory, day, made }: Making): Promise<Buffer> {
  const { shortName } = organisation()
  const blocks: Block[] = [...said]
  blocks.push({
    kind: 'signature',
    place: `Fait à ${signatory.place}, le ${longDay(day)}`,
    title: titleOf(signatory),
    name: signatory.name,
    verification: made && verification(made.code),
  })
  const paper: Paper = {
    title: actKinds[kind].label,
    reference: made ? `N° ${actNumber({ kind, ...made }, shortName)}` : 'N° attribué à la production',
    letterhead: await letterhead(),
    blocks,
    at: `${day}T00:00:00Z`,
  }
  return pdfOf(made ? paper : { ...paper, mark: 'APERÇU' })
}

/** Where whoever holds a paper asks about it. */
function addressOf(code?: string): string {
  return config.PUBLIC_ORIGIN + path(code ? `/verifier/${code}` : '/verifier')
}

function verification(code: string) {
  const words = `Pour vérifier que ce document vient bien du ministère, lisez ce code avec un téléphone, ou ouvrez ${addressOf().replace(/^https?:\/\//, '')} et tapez :`
  return { words, code: groupedCode(code), address: addressOf(code) }
}
