import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'

/** Every pattern of the program, whatever it reads, against what makes a bad one try again and again. */
type Pattern = { where: string; source: string; flags: string }

const patterns = ['src', 'components', 'public'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|mjs|js)$/.test(file))
    .flatMap((file) => patternsOf(join(folder, file), readFileSync(join(folder, file), 'utf8'))),
)

/** ms for 50 kB: what is linear takes less than one. */
const limit = 50

/** A pattern in a thread of its own, which can be ended. */
class Judge {
  private worker = this.hire()

  async slowest({ source, flags }: Omit<Pattern, 'where'>, patience = 8_000): Promise<number> {
    const times = new Promise<number>((resolve) => {
      const timer = setTimeout(() => this.dismiss().then(() => resolve(Number.POSITIVE_INFINITY)), patience)
      this.worker.once('message', (ms: number) => {
        clearTimeout(timer)
        resolve(ms)
      })
    })
    this.worker.postMessage({ source, flags, texts: textsAgainst(source), limit })
    return times
  }

  private hire(): Worker {
    return new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.on('message', ({ source, flags, texts, limit }) => {
         let slowest = 0
         for (const text of texts) {
           let best = Infinity
           // a busy machine may be slow once, a bad pattern is slow each time
           for (let round = 0; round < 4 && best > limit; round++) {
             const pattern = new RegExp(source, flags)
             const began = performance.now()
             pattern.test(text)
             best = Math.min(best, performance.now() - began)
           }
           slowest = Math.max(slowest, best)
         }
         parentPort.postMessage(slowest)
       })`,
      { eval: true },
    )
  }

  private async dismiss(): Promise<void> {
    await this.worker.terminate()
    this.worker = this.hire()
  }

  async end(): Promise<void> {
    await this.worker.terminate()
  }
}

const judge = new Judge()
afterAll(() => judge.end())

describe('1.3.12 a pattern', () => {
  it('is found wherever it stands', () => {
    expect(patterns.length).toBeGreaterThan(120)
    const read = patterns.map(({ source }) => source)
    expect(read).toEqual(
      expect.arrayContaining(['^[=+\\-@\\t\\r\\0]', '^[\\w-]{43}$', '^\\s*multipart\\/form-data\\s*(;|$)']),
    )
  })

  it('ends at once, whatever it reads', { timeout: 120_000 }, async () => {
    const slow: string[] = []
    for (const pattern of patterns) {
      const ms = await judge.slowest(pattern)
      if (ms > limit) slow.push(`${pattern.where}: /${pattern.source}/${pattern.flags} ${ms} ms`)
    }
    expect(slow).toEqual([])
  })

  it.each(['^(a+)+$', '(x+x+)+y', '\\s+$'])(
    'that does not is seen: %s',
    async (source) => {
      expect(await judge.slowest({ source, flags: '' }, 1_000)).toBeGreaterThan(limit)
    },
    20_000,
  )
})

describe('1.2.9 no pattern', () => {
  it('is made of what people type', () => {
    const made = ['src', 'components', 'public'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(tsx?|mjs|js)$/.test(file) && /\bRegExp\(/.test(readFileSync(join(folder, file), 'utf8')))
        .map((file) => join(folder, file)),
    )
    // the classes of status that whoever reads the log asks for, and a copy of a pattern with another flag
    expect(made.sort()).toEqual(['src/http/printable.ts', 'src/ops/log-filter.ts'])
  })
})

/** The literals of a file: what stands between slashes after something that no value can stand before. */
function patternsOf(file: string, text: string): Pattern[] {
  const literal =
    /(?<=(?:^|[(,=:[!&|?{};>\n]|=>|return)\s*)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\/([dgimsuvy]*)(?![\w/])/g
  return text.split('\n').flatMap((line, at) => {
    if (/^\s*(\*|\/\/|\/\*)/.test(line)) return []
    return [...line.matchAll(literal)].flatMap(([, source = '', flags = '']) =>
      isPattern(source, flags) ? [{ where: `${file}:${at + 1}`, source, flags: flags.replace(/[gy]/g, '') }] : [],
    )
  })
}

function isPattern(source: string, flags: string): boolean {
  try {
    return Boolean(new RegExp(source, flags))
  } catch {
    return false
  }
}

/** 50 kB of each sign that the pattern speaks of, of pairs of them, after what it may begin with, and an end that fits nothing. */
function textsAgainst(source: string): string[] {
  const plain = source.replace(/\\[dwsWDSpPbBnrtux0]|\\p\{\w+\}|[()[\]{}|^$.*+?\\]/g, '')
  const signs = [...new Set([...'a0 A-.\n', ...plain.slice(0, 30)])]
  const size = 50_000
  const begin = /^\^?([\w/ :<"=-]{1,12})/.exec(source)?.[1] ?? ''
  const single = signs.flatMap((sign) => [sign.repeat(size), `${begin + sign.repeat(size)}\u0001`])
  const pairs = signs.slice(0, 8).map((sign, i) => `${(sign + signs[(i + 1) % signs.length]).repeat(size / 2)}\u0001`)
  return [...single, ...pairs]
}
