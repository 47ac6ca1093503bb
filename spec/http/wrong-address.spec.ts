import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let auditor: Client
let drh: Client
let admin: Client

beforeAll(async () => {
  site = await openSite()
  ;[auditor, drh, admin] = await Promise.all([site.as('auditeur'), site.as('drh'), site.as('admin')])
})
afterAll(() => site?.close())

const who: Record<string, () => Client> = { auditor: () => auditor, drh: () => drh, admin: () => admin }

/** What stands in the content of a page, tags away. */
function wordsOf({ text }: Answer): string {
  return mainOf(text)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

function mainOf(text: string): string {
  return /<main.*<\/main>/s.exec(text)?.[0] ?? text
}

function leadsTo({ text }: Answer): string[] {
  return [...mainOf(text).matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
}

describe('an address that a list cannot read', () => {
  it.each([
    ['drh', '/personnel?age_min=x&sexe=F', 'Âge minimum : Un nombre entier de 0 à 120.', '/personnel?sexe=F'],
    ['drh', '/personnel?tri=rien', 'Tri : Une de ces valeurs : nom, matricule,', '/personnel'],
    ['drh', '/personnel?sexe=X&tri=grade&apres=W10', 'Sexe : Une de ces valeurs : F, M.', '/personnel?tri=grade'],
    ['drh', '/personnel?q=a&q=b&sexe=F', 'Mots cherchés : Ce champ a été envoyé plusieurs fois.', '/personnel?sexe=F'],
    ['auditor', '/utilisateurs?etat=roi&role=drh', 'État : Une de ces valeurs : ', '/utilisateurs?role=drh'],
    ['drh', '/actes?annee=x&etat=annule', 'Année : Un nombre entier de 2000 à 2100.', '/actes?etat=annule'],
    ['drh', '/carriere/avancements?quand=rien&grade=A3', 'Période : ', '/carriere/avancements?grade=A3'],
    ['drh', '/referentiels?le=hier', 'En vigueur le : Cette date n’existe pas.', '/referentiels'],
    ['drh', '/journal?au=hier&du=2026-11-20', 'Au : cette date n’existe pas.', '/journal?du=2026-11-20'],
    ['drh', '/journal?tri=nom&au=2026-11-20', 'tri : Ce champ n’existe pas.', '/journal?au=2026-11-20'],
    ['drh', '/personnel?apres=x&sexe=F', 'Ce lien de page n’est plus lisible.', '/personnel?sexe=F'],
    ['admin', '/courriers?etat=rien', 'État : Une de ces valeurs : en-attente, non-envoyes.', '/courriers'],
  ])('is explained to %s in the words of its filters: %s', async (role, asked, said, right) => {
    const answer = await who[role]!().get(`/mppeep${asked}`)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(said)
    expect(wordsOf(answer)).not.toMatch(/\b(age_min|annee|quand|etat)\s:/)
    expect(leadsTo(answer)).toEqual(expect.arrayContaining([`/mppeep${right}`, '/mppeep/accueil']))
    expect((await who[role]!().get(`/mppeep${right}`)).status).toBe(200)
  })

  it('calls a parameter that there is not by its name, and leaves it out of the way back', async () => {
    const answer = await auditor.get('/mppeep/utilisateurs?constructor=1&%3Cb%3E=2&etat=actif')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('constructor : Ce champ n’existe pas.')
    expect(answer.text).not.toContain('<b>')
    expect(leadsTo(answer)).toContain('/mppeep/utilisateurs?etat=actif')
  })

  it('has no way back to itself when what is wrong is that something is not there', async () => {
    const answer = await drh.get('/mppeep/exports/nouveau')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).not.toContain('Continuer sans')
  })

  it('stays a problem document in the API, with the parameters as they are called', async () => {
    const answer = await drh.get('/mppeep/api/v1/personnel?age_min=x&sexe=X')
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Demande à corriger',
      status: 422,
      detail: 'Cette adresse contient un paramètre illisible.',
      instance: '/mppeep/api/v1/personnel',
      reference: expect.any(String),
      errors: [
        { field: 'sexe', message: 'Choisissez une valeur de la liste.' },
        { field: 'age_min', message: 'Un nombre entier de 0 à 120.' },
      ],
    })
  })
})

describe('ages the wrong way round', () => {
  const reversed = 'age_min=50&age_max=30&q=kon&tri=grade'
  const sentence = 'L’âge minimum dépasse l’âge maximum.'

  it('are said at the filter, with all that was typed', async () => {
    const answer = await drh.get(`/mppeep/personnel?${reversed}`)
    expect(answer.status).toBe(422)
    expect(answer.text).toMatch(/id="champ-age_max-erreur".*?L’âge minimum dépasse l’âge maximum\./s)
    for (const [name, value] of [
      ['age_min', '50'],
      ['age_max', '30'],
      ['q', 'kon'],
    ])
      expect(answer.text).toMatch(new RegExp(`<input(?=[^>]* value="${value}")(?=[^>]* name="${name}")`))
    // what has no field is sent along
    expect(answer.text).toContain('<input type="hidden" form="filtres" name="tri" value="grade"/>')
    expect(leadsTo(answer)).toContain('/mppeep/personnel?age_min=50&q=kon&tri=grade')
  })

  it('are no more than equal ones, or one alone', async () => {
    expect((await drh.get('/mppeep/personnel?age_min=x&age_max=30')).text).not.toContain('dépasse')
    for (const query of ['age_min=40&age_max=40', 'age_min=50&age_max=', 'age_max=30'])
      expect((await drh.get(`/mppeep/personnel?${query}`)).status, query).toBe(200)
  })

  it('are refused wherever the list is read or kept', async () => {
    const csv = await drh.get(`/mppeep/personnel/export.csv?${reversed}`)
    expect([csv.status, wordsOf(csv)]).toEqual([422, expect.stringContaining(sentence)])
    const api = await drh.get('/mppeep/api/v1/personnel?age_min=50&age_max=30')
    expect(api.status).toBe(422)
    expect(api.json()).toMatchObject({ errors: [{ field: 'age_max', message: sentence }] })
    const view = await drh.post('/mppeep/personnel/vues', { name: 'À l’envers', query: reversed, shared: '' })
    expect(view.status).toBe(422)
    expect((await drh.get(`/mppeep/personnel/selection?tout=1&${reversed}`)).status).toBe(422)
  })
})
