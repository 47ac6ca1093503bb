import { createHash } from 'node:crypto'
import { findWaiting, type Link, listLinks, listStrays } from './chain-queries'

export type Fault = {
  position: string | null
  id: string | null
  what: 'changed' | 'swapped' | 'line-missing' | 'seal-missing' | 'unsealed' | 'head-missing'
  /** With which line it was swapped. */
  with?: string
}

/** `head`: the last seal, as it should be noted somewhere else; `waiting`: lines too young to have one. */
export type Verdict = { sealed: number; waiting: number; head: string | null; faults: Fault[] }

const perPage = 5_000

/**
 * Walks the whole chain, from its first seal. After something that is wrong it goes on from the seal as it is, so that each
 * thing is told once. `head`: a seal noted earlier; a chain whose end was cut or made anew does not have it.
 */
export async function verifyJournal(head: string | null = null): Promise<Verdict> {
  const walk = new Walk(head)
  for (let after = '0'; ; ) {
    const links = await listLinks(after, perPage)
    for (const link of links) walk.step(link)
    if (links.length < perPage) break
    after = links.at(-1)!.position
  }
  const { waiting, lost } = await findWaiting()
  const faults = [
    ...walk.end(),
    ...lost.map((id): Fault => ({ position: null, id, what: 'line-missing' })),
    ...(await strays()).map((id): Fault => ({ position: null, id, what: 'unsealed' })),
  ]
  return { sealed: walk.sealed, waiting, head: walk.head, faults }
}

class Walk {
  sealed = 0
  head: string | null = null
  private position = 0n
  private previous: Buffer = Buffer.alloc(0)
  private found: boolean
  private readonly faults: Fault[] = []
  private readonly odd: (Link & { text: string; before: Buffer; fault: Fault })[] = []

  constructor(private readonly anchored: string | null) {
    this.found = anchored === null
  }

  step(link: Link): void {
    const { position, id, hash, text } = link
    const isNext = BigInt(position) === this.position + 1n
    if (!isNext) this.faults.push({ position: String(this.position + 1n), id: null, what: 'seal-missing' })
    if (text === null) this.faults.push({ position, id, what: 'line-missing' })
    else if (isNext && !hashOf(this.previous, text).equals(hash)) {
      const fault: Fault = { position, id, what: 'changed' }
      this.faults.push(fault)
      this.odd.push({ ...link, text, before: this.previous, fault })
    }
    this.head = hash.toString('hex')
    this.found ||= this.head === this.anchored
    this.position = BigInt(position)
    this.previous = hash
    this.sealed += 1
  }

  end(): Fault[] {
    // a seal that fits another of the odd lines was that line's
    for (const one of this.odd) {
      const other = this.odd.find((it) => it !== one && hashOf(one.before, it.text).equals(one.hash))
      if (other) Object.assign(one.fault, { what: 'swapped', with: other.id })
    }
    return this.found ? this.faults : [...this.faults, { position: null, id: null, what: 'head-missing' }]
  }
}

function hashOf(previous: Buffer, text: string): Buffer {
  return createHash('sha256').update(previous).update(text, 'utf8').digest()
}

async function strays(): Promise<string[]> {
  const found: string[] = []
  for (let after = '0'; ; ) {
    const page = await listStrays(after, perPage * 4)
    found.push(...page.strays)
    if (page.last === null) return found
    after = page.last
  }
}
