// what a terminal would obey instead of showing it (C0, DEL, C1), and what ends a line for some readers
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const everyUnprintable = new RegExp(unprintable, 'g')
/** The tokens of one-time links are secrets for as long as they can be used. */
const token = /[\w-]{40,}/g

/** Text from outside for a line of the log. */
export function printable(text: string): string {
  return unprintable.test(text) ? text.replace(everyUnprintable, '\ufffd') : text
}

/** The path of an address as it was sent, without its query and without tokens. */
export function shownPath(url: string): string {
  const query = url.indexOf('?')
  const path = printable((query === -1 ? url : url.slice(0, query)).slice(0, 512))
  return path.length < 40 ? path : path.replace(token, '…')
}
