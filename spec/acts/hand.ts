import { randomUUID } from 'node:crypto'
import { extractText, getDocumentProxy } from 'unpdf'
import type { Answer, Client } from '../support/client'
import type { TestSite } from '../support/site'

export type Fields = Record<string, string>

/** Somebody in office at that unit, of whom acts can be made. */
export async function somebody(site: TestSite, unit = 'DAJ'): Promise<string> {
  const [row] = await site.sql<[{ id: string }]>`
    select p.id from personnel p join units u on u.id = p.unit_id
    where u.id in (select subtree(id) from units where code = ${unit}) and p.left_on is null and p.position = 'en_activite'
      and p.started_on <= current_date
    order by p.id limit 1`
  return row.id
}

export function produce(client: Client, person: string, fields: Fields = {}): Promise<Answer> {
  return client.post(`/mppeep/personnel/${person}/actes`, { acte: 'attestation_travail', cle: randomUUID(), ...fields })
}

/** The act that an answer leads to. */
export function idOf(answer: Answer): string {
  return /\/actes\/([0-9a-f-]{36})$/.exec(answer.headers.location ?? '')?.[1] ?? ''
}

export async function actOf(site: TestSite, id: string) {
  const [row] = await site.sql<
    [{ number: number; code: string; documentId: string; person: string; matricule: string; templateVersion: number }]
  >`
    select number, code, document_id as "documentId", person_name as person, matricule, template_version as "templateVersion"
    from acts where id = ${id}`
  return row
}

/** The text of a PDF as another program reads it, with plain spaces. */
export async function readPdf(bytes: Uint8Array) {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { text, totalPages } = await extractText(document, { mergePages: true })
  const [{ info }, mark] = await Promise.all([document.getMetadata(), document.getMarkInfo()])
  return {
    text: text.replace(/\s+/g, ' '),

    pages: totalPages,
    info: info as Record<string, unknown>,
    mark,
  }
}
