import type { Chance } from './chance'

export type Sex = 'F' | 'M'

/** Surnames by the part of the country they come from; in each, the frequent ones first. */
const centre = [
  'KOUASSI', 'KOUADIO', 'KONAN', 'KOUAKOU', 'YAO', 'KOFFI', 'KOUAMÉ', 'N\'GUESSAN', 'N\'DRI', 'BROU',
  'ASSI', 'AKA', 'TANOH', 'EHUI', 'ADOU', 'KACOU', 'BILÉ', 'AMON', 'ASSOUMOU',
]
const north = [
  'KONÉ', 'TRAORÉ', 'OUATTARA', 'COULIBALY', 'TOURÉ', 'DIABATÉ', 'BAMBA', 'DIARRA', 'CISSÉ', 'KONATÉ', 'SANOGO',
  'FOFANA', 'DEMBÉLÉ', 'DOUMBIA', 'BAKAYOKO', 'KAMARA', 'SILUÉ', 'YÉO', 'TUO', 'OUÉDRAOGO',
]
const west = [
  'ZADI', 'DJÉDJÉ', 'DIGBEU', 'SÉRI', 'TAPÉ', 'GUÉI', 'DAGO', 'LAGO', 'GNAHORÉ', 'TIA', 'DROH', 'OULAÏ', 'SAHI', 'GOUÉ', 'ZORO',
]

const akan = { F: ['Aya', 'Affoué', 'Adjoua', 'Akissi', 'Amenan', 'Ahou', 'Amoin'], M: [] }
const muslim = {
  F: ['Fatou', 'Mariam', 'Aminata', 'Awa', 'Kadidiatou', 'Salimata', 'Rokia'],
  M: ['Ibrahim', 'Moussa', 'Adama', 'Drissa', 'Seydou', 'Souleymane', 'Mamadou', 'Bakary', 'Issouf', 'Lacina'],
}
const christian = {
  F: ['Marie-Laure', 'Christelle', 'Estelle', 'Prisca', 'Nadège', 'Carine', 'Edwige', 'Viviane', 'Solange', 'Sandrine'],
  M: [
    'Jean-Marc', 'Serge', 'Hervé', 'Franck', 'Didier', 'Arsène', 'Désiré', 'Fabrice', 'Guy-Roland', 'Stéphane',
    'Olivier', 'Yves', 'Parfait', 'Wilfried',
  ],
}

export const surnames = [...centre, ...north, ...west]

export function givenNames(sex: Sex): string[] {
  return [...akan[sex], ...muslim[sex], ...christian[sex]]
}

export type Name = { lastName: string; firstNames: string; maidenName: string | null }

/** A name as they are borne: the given names go with the surname's origin; a wife often bears her husband's. */
export function drawName(chance: Chance, sex: Sex, married: boolean): Name {
  const origin = chance.pickWeighted([[centre, 46], [north, 34], [west, 20]])
  const own = chance.pickEarly(origin)
  const firstNames = drawGivenNames(chance, sex, origin)
  if (sex === 'M' || !married || chance.happens(0.3)) return { lastName: own, firstNames, maidenName: null }
  return { lastName: chance.pickEarly(origin.filter((name) => name !== own)), firstNames, maidenName: own }
}

function drawGivenNames(chance: Chance, sex: Sex, origin: string[]): string {
  const usual = origin === north ? muslim[sex] : christian[sex]
  const first = origin === centre && sex === 'F' && chance.happens(0.7) ? chance.pick(akan[sex]) : chance.pick(usual)
  const second = chance.pick(usual)
  return chance.happens(origin === north ? 0.2 : 0.55) && second !== first ? `${first} ${second}` : first
}
