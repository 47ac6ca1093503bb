import { Worker } from 'node:worker_threads'
import { built } from '../lib/built'
import { log } from '../lib/log'
import type { Question, Verdict } from './strength-thread'

/**
 * How hard a password is to guess, told by a thread: its dictionaries take 45 MB and a processor for a quarter of a second to load,
 * which the site does not keep for a form that somebody fills once a year. The thread ends after a minute without a question.
 */
const idleFor = 60_000
/** ms: who waits longer is told nothing. */
const patience = 3_000
const inLine = 20

export type Strength = { score: 0 | 1 | 2 | 3; reason: string | null }

type Waiting = Map<number, (verdict: Verdict | null) => void>
let thread: { worker: Worker; waiting: Waiting; idle: NodeJS.Timeout } | null = null
let asked = 0

/** Null when there is no time for it. What was typed is kept nowhere. */
export async function strengthOf(password: string, words: string[]): Promise<Strength | null> {
  thread ??= begin()
  const { worker, waiting, idle } = thread
  if (waiting.size >= inLine) return null
  idle.refresh()
  const id = ++asked
  const verdict = await new Promise<Verdict | null>((resolve) => {
    const tooLate = setTimeout(resolve, patience, null)
    waiting.set(id, (answer) => {
      clearTimeout(tooLate)
      resolve(answer)
    })
    worker.postMessage({ id, password, words, until: Date.now() + patience } satisfies Question)
  })
  waiting.delete(id)
  return verdict && { score: grades[verdict.score] ?? 0, reason: reasons[verdict.reason ?? ''] ?? null }
}

/** Twice what it needs. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 96 }

/** Its two lowest are one for us. */
const grades: (0 | 1 | 2 | 3)[] = [0, 0, 1, 2, 3]

function begin() {
  const worker = new Worker(built('strength-thread.js'), { env: {}, execArgv: [], resourceLimits })
  const waiting: Waiting = new Map()
  const idle = setTimeout(() => void worker.terminate(), idleFor)
  // neither keeps a process that wants to end
  worker.unref()
  idle.unref()
  worker.on('message', (verdict: Verdict) => waiting.get(verdict.id)?.(verdict))
  worker.on('error', (err) => log.error({ err }, 'strength.failed'))
  worker.on('exit', () => {
    clearTimeout(idle)
    if (thread?.worker === worker) thread = null
    for (const answer of waiting.values()) answer(null)
  })
  return { worker, waiting, idle }
}

const reasons: Record<string, string> = {
  straightRow: 'Des touches voisines du clavier se devinent vite.',
  keyPattern: 'Un tracé court sur le clavier se devine vite.',
  simpleRepeat: 'Un caractère répété n’ajoute presque rien.',
  extendedRepeat: 'Un mot répété n’ajoute presque rien.',
  sequences: 'Une suite comme « abc » ou « 123 » se devine vite.',
  recentYears: 'Une année récente se devine vite.',
  dates: 'Une date se devine vite.',
  topTen: 'C’est l’un des mots de passe les plus courants.',
  topHundred: 'C’est l’un des mots de passe les plus courants.',
  common: 'C’est un mot de passe courant.',
  similarToCommon: 'Il ressemble à un mot de passe courant.',
  wordByItself: 'Un mot seul se devine vite\u202f: mettez-en plusieurs.',
  namesByThemselves: 'Un nom ou un prénom seul se devine vite.',
  commonNames: 'Les noms et les prénoms répandus se devinent vite.',
  userInputs: 'Il contient ce que l’on sait de vous ou du site.',
}
