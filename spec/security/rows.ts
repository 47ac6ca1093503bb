/**
 * OWASP ASVS 5.0, levels 1 and 2: what each requirement is for us, in our own words, and the sentence of a spec that shows it. A
 * place is `folder/name: the beginning of its title` for a spec, `path: a phrase` for a file that says so. The specs of this folder
 * bear the numbers of what they show in their titles, and are found by them.
 */
export type Row = {
  id: string
  says: string
  places: string[]
  /** Why there is nothing to show. */
  not?: string
  /** What is not there yet, and what it waits for. */
  later?: string
  /** The number of our own list that it answers. */
  ours?: string
}

export function shown(id: string, says: string, places: string | string[] = [], ours?: string): Row {
  return { id, says, places: [places].flat(), ours }
}

export function absent(id: string, says: string, not: string, ours?: string): Row {
  return { id, says, places: [], not, ours }
}

export function awaited(id: string, says: string, later: string, ours?: string): Row {
  return { id, says, places: [], later, ours }
}

/** The levels of the requirements of each section, in order: `1.1` has two of level 2. Chapters 10 and 17 are about what we do not do. */
export const levels: Record<string, string> = {
  '1.1': '22',
  '1.2': '1111122223',
  '1.3': '112222222223',
  '1.4': '222',
  '1.5': '123',
  '2.1': '122',
  '2.2': '112',
  '2.3': '12223',
  '2.4': '23',
  '3.1': '3',
  '3.2': '113',
  '3.3': '12223',
  '3.4': '11222233',
  '3.5': '11122333',
  '3.6': '3',
  '3.7': '22333',
  '4.1': '12233',
  '4.2': '23333',
  '4.3': '22',
  '4.4': '1222',
  '5.1': '2',
  '5.2': '112333',
  '5.3': '113',
  '5.4': '222',
  '6.1': '122',
  '6.2': '111111112222',
  '6.3': '11223333',
  '6.4': '112233',
  '6.5': '22222333',
  '6.6': '2223',
  '6.7': '33',
  '6.8': '2222',
  '7.1': '222',
  '7.2': '1111',
  '7.3': '22',
  '7.4': '11222',
  '7.5': '223',
  '7.6': '22',
  '8.1': '1233',
  '8.2': '1123',
  '8.3': '133',
  '8.4': '23',
  '9.1': '111',
  '9.2': '1222',
  '11.1': '2233',
  '11.2': '22233',
  '11.3': '11233',
  '11.4': '1222',
  '11.5': '23',
  '11.6': '23',
  '11.7': '33',
  '12.1': '12233',
  '12.2': '11',
  '12.3': '22223',
  '13.1': '2333',
  '13.2': '222223',
  '13.3': '2233',
  '13.4': '1222233',
  '14.1': '22',
  '14.2': '12223333',
  '14.3': '122',
  '15.1': '12233',
  '15.2': '12233',
  '15.3': '1222222',
  '15.4': '3333',
  '16.1': '2',
  '16.2': '22222',
  '16.3': '2222',
  '16.4': '222',
  '16.5': '2223',
}
