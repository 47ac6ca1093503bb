import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer } from '../support/client'
import { sendLinks } from '../support/profile-pages'
import { openSite, type TestSite } from '../support/site'
import { leaveInvitation } from '../users/pages'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
  await leaveInvitation(site.sql)
  await sendLinks(site.sql)
})
afterAll(() => site.close())

/** The lines on top of a refused form, each with the field that it leads to. */
function summaryOf({ text }: Answer): string[] {
  return [...text.matchAll(/<li><a href="#champ-(\w+)">([^<]*)<\/a>/g)].map(([, field, line]) => `${field} ${line}`)
}

const required = 'ce champ est obligatoire.'

it('the summary of errors names the field of each, wherever one signs in or chooses a password', async () => {
  const visitor = site.visitor()
  expect(summaryOf(await visitor.post('/mppeep/connexion', { email: '', password: '' }))).toEqual([
    `email Adresse électronique\u202f: ${required}`,
    `password Mot de passe\u202f: ${required}`,
  ])
  expect(summaryOf(await visitor.post('/mppeep/mot-de-passe-oublie', { email: '' }))).toEqual([
    `email Adresse électronique\u202f: ${required}`,
  ])
  expect(summaryOf(await visitor.post(`/mppeep/mot-de-passe/${'a'.repeat(43)}`, {}))).toEqual([
    `password Nouveau mot de passe\u202f: ${required}`,
    `again Nouveau mot de passe, une seconde fois\u202f: ${required}`,
  ])
  expect(summaryOf(await visitor.post('/mppeep/bienvenue/pour-la-page-de-bienvenue', {}))).toEqual([
    `password Mot de passe\u202f: ${required}`,
    `again Mot de passe, une seconde fois\u202f: ${required}`,
  ])
  const agent = await site.as('agent')
  expect(summaryOf(await agent.post('/mppeep/profil/mot-de-passe?_method=PUT', { current: 'x' }))).toEqual([
    `password Nouveau mot de passe\u202f: ${required}`,
    `again Nouveau mot de passe, une seconde fois\u202f: ${required}`,
  ])
  await agent.post('/mppeep/profil/second-facteur/cle', {})
  expect(summaryOf(await agent.post('/mppeep/profil/second-facteur?_method=PUT', { code: '' }))).toEqual([
    expect.stringMatching(/^code Code à six chiffres\u202f: /),
  ])
})

it('a message that names its field is not given the name twice', async () => {
  const wrong = { email: 'agent@mppeep.example', password: 'une phrase qui n’est pas la bonne' }
  expect(summaryOf(await site.visitor().post('/mppeep/connexion', wrong))).toEqual([
    'password Adresse électronique ou mot de passe incorrect.',
  ])
})
