import { setTimeout as delay } from 'node:timers/promises'
import { configureGrades } from '../lib/grade-list'
import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import { listLives } from './grade-queries'

/** How often each process looks whether a grade was opened or closed: that is decided a day before at the latest, or nobody has it. */
const lookEvery = 2_000
const quietly = looking('grades')
let following = 0

/** Reads the grades, and goes on looking; throws only when they cannot be read at first. */
export async function followGrades(): Promise<void> {
  await refreshGrades()
  following += 1
  void outside(() => look(following))
}

export function forgetGrades(): void {
  following += 1
}

export async function refreshGrades(): Promise<void> {
  configureGrades(await listLives())
}

async function look(turn: number): Promise<void> {
  for (;;) {
    await delay(lookEvery, undefined, { ref: false })
    if (turn !== following) return
    await quietly(refreshGrades)
  }
}
