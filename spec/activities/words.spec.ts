import { describe, expect, it } from 'vitest'
import { named } from '../../components/activities/key-words'
import { about, written } from '../../components/activities/words'
import { settingLabels } from '../../components/settings/labels'
import { type Declared, events, kinds } from '../../src/activities/events'
import { searchSchema } from '../../src/activities/search'
import { sources } from '../../src/exports/lists'
import { asked } from '../../src/settings/rules'

const first = '01935b1c-0000-7000-8000-000000000001'
const declared = Object.entries(events as Record<string, Declared>).flatMap(([event, { before = [], after = [] }]) =>
  [...before, ...after].map((key) => [event, key.replace(/\?$/, '')] as const),
)

describe('a line of the journal in French', () => {
  it('has a word for every key that an event declares', () => {
    expect(declared.length).toBeGreaterThan(100)
    expect(declared.filter(([, key]) => named(key) === key)).toEqual([])
  })

  it('has a word for whatever the journal itself is searched by', () => {
    expect(Object.keys(searchSchema.shape).filter((key) => named(key) === key)).toEqual([])
  })

  it.each(Object.entries(sources))('has a word for whatever %s is asked by', (_list, { schema }) => {
    expect(Object.keys(schema.shape).filter((key) => named(key) === key)).toEqual([])
  })

  it('has a word for everything that an act may be about', () => {
    const told = kinds.map((targetKind) => about({ targetKind, targetId: null, targetName: null }))
    expect(kinds.filter((kind, index) => told[index] === kind)).toEqual([])
  })

  it('calls the settings what their page calls them', () => {
    expect(settingLabels).toEqual(Object.fromEntries(Object.entries(asked).map(([name, { label }]) => [name, label])))
  })

  it.each([
    ['role', 'chef', 'Chef d’unité'],
    ['roles', ['admin', 'agent'], 'Administrateur technique, Agent'],
    ['fields', ['salary', 'health'], 'rémunération, santé'],
    ['country', 'CI', 'Côte d’Ivoire'],
    ['maintenance', true, 'oui'],
    ['mailByDefault', 'quotidien', 'Une fois par jour'],
    ['colonnes', ['matricule', 'unite'], 'Matricule, Unité'],
    ['retraite', '6', 'Dans les 6 mois'],
    ['choix', first, '1\u00a0personne choisie'],
    ['choix', `${first},${first}`, '2\u00a0personnes choisies'],
    ['asked', { choix: `${first},${first}` }, 'Sélection\u202f: 2\u00a0personnes choisies'],
    ['apres', 'WyJhIiwiMDE5MzViMWMiXQ', 'oui'],
    ['avant', '', 'vide'],
    ['unite', 'DSI', 'DSI'],
    ['grade', 'A3', 'A3'],
    ['etat', 'en_attente', 'À traiter'],
    ['delai', 'depasse', 'Échus'],
    ['delai', '30', 'Sous 30\u00a0jours'],
    ['quand', 'retard', 'En retard'],
    ['acte', 'attestation_travail', 'Attestation de travail'],
    ['tri', 'connexion', 'Dernière connexion'],
    [
      'path',
      '/mppeep/personnel/01935b1c-0000-7000-8000-000000000001',
      '/mppeep/personnel/01935b1c-0000-7000-8000-000000000001',
    ],
    ['requete', first, first],
    ['endsOn', '2026-12-31', '31/12/2026'],
    ['endsOn', null, 'vide'],
    ['asked', { acteur: 'koné', du: '2026-12-01' }, 'Auteur\u202f: koné\u202f; Du\u202f: 01/12/2026'],
    ['asked', {}, 'aucun'],
    ['kind', 'avancement', 'Avancement'],
    [
      'act',
      { kind: 'avancement_echelon', echelon: 3, note: 'Vu', batch: 'an id', documentId: 'an id' },
      'Nature\u202f: Avancement d’échelon\u202f; Échelon\u202f: 3\u202f; Observation\u202f: Vu\u202f; Décision collective\u202f: oui\u202f; Pièce jointe\u202f: oui',
    ],
    ['of another version', 'constructor', 'constructor'],
  ])('says %s: %j', (key, value, said) => expect(written(key, value)).toBe(said))
})
