import { readFile } from 'node:fs/promises'
import { built } from '../lib/built'
import { folded } from './password-rules'

/** Half a megabyte, from the first password that somebody chooses. */
let list: Promise<string> | undefined

/** Tells whether a folded word is among the passwords that everybody tries first. */
export async function knownPasswords(): Promise<(word: string) => boolean> {
  list ??= readFile(built('common-passwords.txt'), 'utf8').then((text) => `\n${folded(text)}`)
  const words = await list
  // one look through the text takes less than a millisecond, a dozen are enough; a set of them would take ten times the memory
  return (word) => words.includes(`\n${word}\n`)
}
