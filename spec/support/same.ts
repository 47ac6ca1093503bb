/** The statuses of a route whoever's file it is; the last three roles have none of their own. */
export const same = (line: string) => ({
  own: line.replace(/ \S+ \S+ \S+$/, ' --- --- ---'),
  below: line,
  foreign: line,
})
