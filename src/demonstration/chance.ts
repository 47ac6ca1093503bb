/**
 * Chance that always falls the same way: the label decides every draw, so that a change to one noun
 * leaves the others as they were. Generator: mulberry32 (Tommy Ettinger, public domain).
 */
export class Chance {
  private state: number

  constructor(label: string) {
    this.state = fnv1a(label)
  }

  /** From 0 included to 1 excluded. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number between the two, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  happens(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)]!
  }

  /** The first choices come more often, as the first surnames of a telephone book do. */
  pickEarly<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() ** 1.6 * choices.length)]!
  }

  /** One of the names, each as often as its weight asks. */
  draw<K extends string>(weights: Readonly<Record<K, number>>): K {
    const choices = Object.entries(weights) as [K, number][]
    const drawn = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    let passed = 0
    for (const [choice, weight] of choices) {
      passed += weight
      if (drawn < passed) return choice
    }
    return choices[choices.length - 1]![0]
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.int(0, i)
      ;[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!]
    }
    return shuffled
  }

  /** Exactly so many of each name, in any order: proportions that hold whatever the draw. */
  deck<K extends string>(counts: Readonly<Record<K, number>>): K[] {
    const names = Object.entries(counts) as [K, number][]
    return this.shuffle(names.flatMap(([name, count]) => Array<K>(count).fill(name)))
  }

  /** UUIDv7 (RFC 9562 §5.7) of an instant in milliseconds since 1970. */
  uuid(instant: number): string {
    const time = hex(instant, 12)
    const head = `${time.slice(0, 8)}-${time.slice(8)}-7${hex(this.int(0, 0xfff), 3)}`
    return `${head}-${hex(this.int(0x8000, 0xbfff), 4)}-${hex(this.int(0, 0xffffff), 6)}${hex(this.int(0, 0xffffff), 6)}`
  }
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0')
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  return hash
}
