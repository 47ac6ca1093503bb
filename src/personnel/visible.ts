import type { PersonFile } from './file-queries'

const groups = {
  private: ['birthPlace', 'nationality', 'maritalStatus', 'children', 'personalEmail', 'address', 'poBox'],
  identity: ['nationalId', 'passport'],
  salary: ['echelon', 'indexPoints'],
  evaluations: ['averageMark'],
} as const satisfies Partial<Record<keyof PersonFile['sees'], readonly (keyof PersonFile)[]>>

/** A file without what its reader may not see: such a field is absent, never null. */
export function visible(file: PersonFile) {
  const { sees, counts: _, photo: _photo, chief, ...fields } = file
  const hidden = new Set<string>(
    Object.entries(groups).flatMap(([group, names]) => (sees[group as keyof typeof groups] ? [] : names)),
  )
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.has(name))),
    chief: chief && { id: chief.id, name: chief.name },
  }
}
