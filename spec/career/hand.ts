import type { Sql } from 'postgres'
import { personOf, sendForm } from '../documents/hand'
import type { Answer, Client } from '../support/client'
import type { TestSite } from '../support/site'

/** A form of an act as it is filled in, by its kind. */
export function actFields(acte: string, more: Record<string, string> = {}): Record<string, string> {
  return { acte, effectiveOn: dayFrom(0), decisionNumber: '2026-0100/MPPEEP', note: '', ...more }
}

/** So many days from today. */
export function dayFrom(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

export function recordAct(client: Client, id: string, acte: string, more: Record<string, string>): Promise<Answer> {
  return sendForm(client, `/personnel/${id}/carriere`, actFields(acte, more))
}

/** The last act of somebody that is in force. */
export async function lastAct(sql: Sql, personId: string, kind: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select id from career_events
    where person_id = ${personId} and kind = ${kind} and withdrawn_at is null
    order by effective_on desc, id desc limit 1`
  return row!.id
}

/** Somebody else each time, in activity, without an account. */
export async function someoneElse(site: TestSite): Promise<string> {
  return personOf(site, 'DGPAT', next++)
}

let next = 0
