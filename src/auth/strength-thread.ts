import { parentPort } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as worldwide } from '@zxcvbn-ts/language-common'
import { dictionary as french } from '@zxcvbn-ts/language-fr'

/** What `strength.ts` asks; `words`: what is about the owner, and worth nothing; `until`: when nobody waits any more (epoch, ms). */
export type Question = { id: number; password: string; words: string[]; until: number }
/** `score`: 0 to 4. `reason`: the name of what makes it easy to guess. */
export type Verdict = { id: number; score: number; reason: string | null }

// the work grows faster than the length, and what is strong so far is strong: a hundred characters would take seconds
const judge = new ZxcvbnFactory({
  dictionary: { ...worldwide, ...french },
  graphs: adjacencyGraphs,
  maxLength: 32,
})

parentPort?.on('message', ({ id, password, words, until }: Question) => {
  if (Date.now() > until) return
  const { score, feedback } = judge.check(password, words)
  const verdict: Verdict = { id, score, reason: feedback.warning }
  parentPort?.postMessage(verdict)
})
