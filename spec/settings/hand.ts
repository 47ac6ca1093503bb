import { expect } from 'vitest'
import { filledForm } from '../personnel/paper'
import type { Answer, Client } from '../support/client'

export const place = '/mppeep/parametres'

/** A tab of the page as somebody has it before them. */
export function tab(client: Client, section: string): Promise<Answer> {
  return client.get(`${place}?rubrique=${section}`)
}

/** What the form of a page would send: a text of several lines as it is, a box only when it is ticked. */
export function asShown(page: Answer): Record<string, string> {
  const fields = filledForm(page)
  for (const [box, name = ''] of page.text.matchAll(/<input type="checkbox"[^>]*? name="(\w+)"[^>]*>/g))
    if (!box.includes(' checked=')) delete fields[name]
  for (const [, name = '', text = ''] of page.text.matchAll(/<textarea [^>]*?name="(\w+)"[^>]*>([^<]*)<\/textarea>/g))
    fields[name] = text
  return fields
}

export function send(client: Client, section: string, fields: Record<string, string>): Promise<Answer> {
  return client.post(`${place}/rubriques/${section}?_method=PUT`, fields)
}

/** Decides otherwise, and nothing else, as an administrator does at the page. */
export async function decide(client: Client, section: string, changes: Record<string, string>): Promise<void> {
  const answer = await send(client, section, { ...asShown(await tab(client, section)), ...changes })
  expect(answer.status, answer.text.slice(0, 3_000)).toBe(303)
}
