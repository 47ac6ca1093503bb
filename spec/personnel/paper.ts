import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import type { Answer } from '../support/client'

/** The form of a new file as a careful clerk fills it; no real person. */
export function form(changes: Record<string, string> = {}): Record<string, string> {
  return {
    matricule: '900001A',
    sex: 'F',
    lastName: 'Kouassi-Yao',
    firstNames: 'Aya  Marie-Laure',
    maidenName: '',
    birthDate: '1990-05-04',
    birthPlace: 'Bouaké',
    nationality: '',
    maritalStatus: 'marie',
    children: '2',
    nationalId: 'ci 001 234 567',
    passport: '',
    phone: '07 00 00 12 34',
    otherPhone: '+225 05 00 00 12 34',
    workEmail: 'aya.kouassi-yao@mppeep.example',
    personalEmail: '',
    address: 'Cocody, Angré',
    poBox: '',
    jobTitle: 'Archiviste',
    unit: 'DRH-PAIE',
    grade: 'B1',
    class: 'deuxieme',
    echelon: '2',
    indexPoints: '',
    position: 'en_activite',
    recruitedOn: '2020-01-15',
    startedOn: '2020-02-01',
    decisionNumber: '2020-0042/MPPEEP/DRH',
    ...changes,
  }
}

/** The same person as a program sends it. */
export function json(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { indexPoints: _, ...text } = form()
  const filled = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== ''))
  return { ...filled, children: 2, echelon: 2, ...changes }
}

/** What a page's form would send if one changed nothing but this. */
export function filledForm(page: Answer, changes: Record<string, string> = {}): Record<string, string> {
  const [, html = ''] = /<form class="form"[^>]*>(.*?)<\/form>/s.exec(page.text) ?? []
  const fields: Record<string, string> = {}
  for (const [tag, type] of html.matchAll(/<input [^>]*?type="(\w+)"[^>]*>/g)) {
    if (type === 'radio' && !/ checked=/.test(tag)) continue
    fields[attribute(tag, 'name')] = attribute(tag, 'value')
  }
  for (const [, name = '', options = ''] of html.matchAll(/<select [^>]*?name="(\w+)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option [^>]*selected=""[^>]*>/.exec(options)?.[0]
    fields[name] = chosen ? attribute(chosen, 'value') : ''
  }
  return { ...fields, ...changes }
}

/** How much there is of everything that a refused write must not touch. */
export async function traces(sql: Sql): Promise<unknown> {
  const [counted] = await sql`
    select
      (select count(*)::int from personnel) as personnel,
      (select sum(version)::int from personnel) as versions,
      (select count(*)::int from career_events) as career,
      (select count(*)::int from activities where event like 'personnel.%' and event <> 'personnel.read') as journal,
      (select count(*)::int from submissions) as submissions,
      (select count(*)::int from personnel_words) as words`
  return counted
}

/** The same thing asked so many times at the same moment. */
export function atOnce(times: number, send: (i: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, (_, i) => served(() => send(i))))
}

/** Sent again as long as the house is too busy and says when to come back: what counts is the answer in the end. */
async function served(send: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await send()
    if (answer.status !== 503) return answer
    await delay(Number(answer.headers['retry-after']) * 200)
  }
}

/** The errors shown at the fields of a page, by field. */
export function errorsOf(page: Answer): Record<string, string> {
  const shown = page.text.matchAll(/id="champ-(\w+)-erreur"><span class="sr-only">[^<]*<\/span>([^<]*)<\/p>/g)
  return Object.fromEntries([...shown].map(([, field, message]) => [field, unescaped(message ?? '')]))
}

/** A refusal of the API, checked to be a problem document that says its own status. */
export function problem(answer: Answer): { status: number; errors: { field: string; message: string }[] } {
  expect(answer.headers['content-type'], answer.text).toBe('application/problem+json; charset=utf-8')
  const document = answer.json<{ status: number; detail: string; errors: { field: string; message: string }[] }>()
  expect(document.status).toBe(answer.status)
  expect(document.detail).toMatch(/\S/)
  return document
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

function unescaped(text: string): string {
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
