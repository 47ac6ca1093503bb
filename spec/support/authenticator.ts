import { createHmac } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from './client'

/** A telephone: counts codes by itself (RFC 6238 over RFC 4226), with none of the site's code. `digits`: as the RFC's own table. */
export function codeAt(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = hash[19]! & 0x0f
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** The code of now, or of so many steps before or after. */
export function codeNow(secret: Buffer, away = 0): string {
  return codeAt(secret, Math.floor(Date.now() / 30_000) + away)
}

/** Until there are some seconds left of the step: what is counted now is what the site counts, too. */
export async function untilCalm(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000)
  if (left < 6_000) await delay(left + 50)
}

/** The key as the page shows it, typed into the telephone. */
export function keyOn(html: string): Buffer {
  const [, key = ''] = /<code class="key">([A-Z2-7 ]+)<\/code>/.exec(html) ?? []
  const bits = [...key.replaceAll(' ', '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from(
    Array.from({ length: bits.length >> 3 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2)),
  )
}

export const place = '/mppeep/profil/second-facteur'
export const door = '/mppeep/connexion/second-facteur'

/** From signed in to a second factor in force, as a person does it: the telephone's key, and the codes for the day it is lost. */
export async function enrol(client: Client): Promise<{ secret: Buffer; codes: string[] }> {
  await client.post(`${place}/cle`, {})
  const secret = keyOn((await client.get(place)).text)
  const answer = await client.post(`${place}?_method=PUT`, { code: codeNow(secret) })
  const [, list = ''] = /<pre class="codes">([^<]+)<\/pre>/.exec(answer.text) ?? []
  if (answer.status !== 200 || !list) throw new Error(`enrolment answered ${answer.status}`)
  return { secret, codes: list.split('\n') }
}
