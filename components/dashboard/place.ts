/** The filter of the list that shows the people of a place: with those of the units below it, or of the unit alone. */
export function placeFilter({ code, alone }: { code: string; alone: boolean }): Record<string, string> {
  return alone ? { unite: code, unite_seule: '1' } : { unite: code }
}
