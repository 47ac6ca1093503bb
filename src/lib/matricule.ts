/**
 * What a matricule looks like, said by a model that anybody can read: `999999A`, where 9 is a digit, A a capital letter, and
 * every other character itself. Never a regular expression: nobody is to type one that takes for ever.
 */
export function isModel(text: string): boolean {
  return text.length <= 20 && /^[A-Z0-9./-]+$/.test(text) && text.includes('9')
}

export function fitsModel(model: string, matricule: string): boolean {
  return model.length === matricule.length && [...model].every((sign, index) => fits(sign, matricule[index]!))
}

function fits(sign: string, character: string): boolean {
  if (sign === '9') return character >= '0' && character <= '9'
  if (sign === 'A') return character >= 'A' && character <= 'Z'
  return sign === character
}

/** A matricule of this model, for the help of a field: `387452M` for `999999A`. */
export function exampleOf(model: string): string {
  let digits = 0
  return [...model].map((sign) => (sign === '9' ? '387452'[digits++ % 6] : sign === 'A' ? 'M' : sign)).join('')
}

/** What the help of a field and a refusal say. */
export function describeModel(model: string): string {
  return `Sur le modèle ${model} (9\u202f: un chiffre, A\u202f: une lettre), par exemple ${exampleOf(model)}.`
}
