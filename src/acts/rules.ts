import { type ActKind, actKindNames, actKinds } from '../lib/act-kinds'
import { missing } from '../lib/problems'

/** What a template says, before and after its names are filled in: a paragraph, or the lines of a table. */
export type Said = { kind: 'paragraph'; text: string } | { kind: 'facts'; rows: { label: string; value: string }[] }

const name = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The parts of a body, filled in. A value is text whatever it holds: it is put where its name was once the parts are known. */
export function filled(body: string, values: Record<string, string>): Said[] {
  const fill = (text: string) =>
    text.trim().replace(name, (whole, key: string) => (Object.hasOwn(values, key) ? values[key]! : whole))
  return body
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part): Said => {
      const lines = part.trim().split('\n')
      if (!lines.every((line) => line.includes('|')))
        return { kind: 'paragraph', text: begun(fill(lines.map((line) => line.trim()).join(' '))) }
      const rows = lines.map((line) => {
        const at = line.indexOf('|')
        return { label: fill(line.slice(0, at)), value: fill(line.slice(at + 1)) }
      })
      return { kind: 'facts', rows }
    })
}

/** A sentence that begins with what was filled in begins with a capital all the same. */
function begun(text: string): string {
  return text.charAt(0).toLocaleUpperCase('fr') + text.slice(1)
}

/** What is wrong with a body, in words; null when it can be filled in. */
export function bodyFault(body: string, variables: string[]): string | null {
  const unknown = [...body.matchAll(name)].map(([, key]) => key!).find((key) => !variables.includes(key))
  if (unknown !== undefined) return `« {{${unknown.slice(0, 40)}}} » n’est pas une variable de cet acte.`
  if (/\{\{|\}\}/.test(body.replace(name, '')))
    return 'Une accolade double n’est pas fermée\u202f: écrivez {{variable}}.'
  // they would stand on the paper as they are
  if (/[{}]/.test(body.replace(name, ''))) return 'Une accolade est seule\u202f: une variable s’écrit {{variable}}.'
  return null
}

type Standing = { leftOn: string | null; startedOn: string; position: string }

/** Why no act of this kind can be made of somebody that day, in words; null when it can. */
export function actFault(kind: ActKind, { leftOn, startedOn, position }: Standing, day: string): string | null {
  if (!actKinds[kind].ofPresent) return null
  if (leftOn !== null && leftOn <= day)
    return 'Cette personne ne fait plus partie du personnel\u202f: seul l’état signalétique peut être produit.'
  if (startedOn > day) return 'Cette personne n’a pas encore pris son service.'
  if (kind === 'certificat_presence' && position !== 'en_activite')
    return 'Cette personne n’est pas en activité\u202f: sa présence ne peut pas être certifiée.'
  return null
}

/** The id in an address; anything that is not one belongs to nobody. */
export function rowId(text: string | undefined): string {
  if (!text || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw missing()
  return text.toLowerCase()
}

/** The kind in an address. */
export function actKindOf(name: string | undefined): ActKind {
  const kind = actKindNames.find((one) => one === name)
  if (!kind) throw missing()
  return kind
}
