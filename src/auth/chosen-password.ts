import { z } from 'zod'
import { config } from '../config'
import { conflict, invalid, type Problem } from '../lib/problems'
import { settings } from '../settings/settings'
import { knownPasswords } from './common-passwords'
import { hashPassword } from './password'
import { findPersonWords } from './password-queries'
import { type OwnWords, passwordProblem, wordsOf } from './password-rules'

/**
 * The two fields of every form in which a password is chosen, for its `z.strictObject({ ...newPasswordFields, … })`; on the page,
 * `NewPasswordFields`. Taken as typed: no trimming, no change of case (ASVS 6.2.8).
 */
export const newPasswordFields = {
  password: z.string('Ce champ est obligatoire.'),
  again: z.string('Ce champ est obligatoire.'),
}

/** Whose password it will be. */
export type Owner = { name: string; email: string; personId: string | null; secondFactor: boolean }

/**
 * The one way in which a password is accepted, whoever chooses it: returns its hash. Throws `invalid` at `password` with the rule
 * that it breaks, or at `again`. To be called before the transaction: hashing takes a while.
 */
export async function chosenPassword(typed: { password: string; again: string }, owner: Owner): Promise<string> {
  const problem = await problemOf(typed.password, owner)
  const errors = [
    ...(problem ? [{ field: 'password', message: problem }] : []),
    ...(typed.password === typed.again ? [] : [{ field: 'again', message: 'Les deux saisies diffèrent.' }]),
  ]
  if (errors.length > 0) throw invalid(errors)
  return hashPassword(typed.password)
}

/** It was long enough a moment ago. */
export function factorGone(): Problem {
  return conflict(
    'Votre second facteur vient d’être retiré\u202f: choisissez un mot de passe d’au moins 15 caractères.',
  )
}

/** Which rule it breaks; nothing when it may be chosen. */
export async function problemOf(password: string, owner: Owner): Promise<string | undefined> {
  const [words, isKnown] = await Promise.all([ownWords(owner), knownPasswords()])
  return passwordProblem(password, { words, secondFactor: owner.secondFactor }, isKnown)
}

export async function ownWords({ name, email, personId }: Omit<Owner, 'secondFactor'>): Promise<OwnWords> {
  const person = personId ? await findPersonWords(personId) : undefined
  const [local = ''] = email.split('@')
  const { organisationName, organisationShortName } = settings()
  return {
    name: wordsOf(`${name} ${person?.names ?? ''}`),
    email: wordsOf(local),
    matricule: person ? wordsOf(person.matricule) : [],
    house: wordsOf(`mppeep ministere ${ownLabels} ${organisationName} ${organisationShortName}`),
  }
}

/** Of the host's name; its last part is everybody's. */
const labels = new URL(config.PUBLIC_ORIGIN).hostname.split('.')
const ownLabels = labels.slice(0, Math.max(1, labels.length - 1)).join(' ')
