import type { Chance } from './chance'

export type Sex = 'F' | 'M'
export type Name = { lastName: string; firstNames: string; maidenName: string | null }

/** Surnames by the part of the country they come from; in each, the frequent ones first. */
const surnamesOf = {
  centre: words(`KOUASSI KOUADIO KONAN KOUAKOU YAO KOFFI KOUAMÉ N'GUESSAN N'DRI BROU ASSI AKA TANOH EHUI ADOU KACOU BILÉ
    AMON ASSOUMOU`),
  north: words(`KONÉ TRAORÉ OUATTARA COULIBALY TOURÉ DIABATÉ BAMBA DIARRA CISSÉ KONATÉ SANOGO FOFANA DEMBÉLÉ DOUMBIA
    BAKAYOKO KAMARA SILUÉ YÉO TUO OUÉDRAOGO`),
  west: words('ZADI DJÉDJÉ DIGBEU SÉRI TAPÉ GUÉI DAGO LAGO GNAHORÉ TIA DROH OULAÏ SAHI GOUÉ ZORO'),
}

const akan = words('Aya Affoué Adjoua Akissi Amenan Ahou Amoin')
const muslim = {
  F: words('Fatou Mariam Aminata Awa Kadidiatou Salimata Rokia'),
  M: words('Ibrahim Moussa Adama Drissa Seydou Souleymane Mamadou Bakary Issouf Lacina'),
}
const christian = {
  F: words('Marie-Laure Christelle Estelle Prisca Nadège Carine Edwige Viviane Solange Sandrine'),
  M: words(
    'Jean-Marc Serge Hervé Franck Didier Arsène Désiré Fabrice Guy-Roland Stéphane Olivier Yves Parfait Wilfried',
  ),
}

export const surnames = Object.values(surnamesOf).flat()
export const givenNames = { F: [...akan, ...muslim.F, ...christian.F], M: [...muslim.M, ...christian.M] }

/** A name as they are borne: the given names go with the surname's origin; a wife often bears her husband's. */
export function drawName(chance: Chance, sex: Sex, married: boolean): Name {
  const origin = chance.draw({ centre: 46, north: 34, west: 20 })
  const own = chance.pickEarly(surnamesOf[origin])
  const firstNames = drawGivenNames(chance, sex, origin)
  if (sex === 'M' || !married || chance.happens(0.3)) return { lastName: own, firstNames, maidenName: null }
  // an Aya has married a Koné: a search is tried first with what its description says (« kone aya »)
  const others = firstNames === 'Aya' ? ['KONÉ'] : surnamesOf[origin].filter((name) => name !== own)
  return { lastName: chance.pickEarly(others), firstNames, maidenName: own }
}

function drawGivenNames(chance: Chance, sex: Sex, origin: keyof typeof surnamesOf): string {
  const usual = origin === 'north' ? muslim[sex] : christian[sex]
  const first = origin === 'centre' && sex === 'F' && chance.happens(0.7) ? chance.pick(akan) : chance.pick(usual)
  const second = chance.pick(usual)
  return chance.happens(origin === 'north' ? 0.2 : 0.55) && second !== first ? `${first} ${second}` : first
}

function words(list: string): string[] {
  return list.split(/\s+/)
}
