const months = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')

/** `2026-02-01` as papers write it: « 1er février 2026 », never parted at a line's end before its year. */
export function longDay(iso: string): string {
  const day = Number(iso.slice(8, 10))
  return `${day === 1 ? '1er' : day}\u00a0${months[Number(iso.slice(5, 7)) - 1]}\u00a0${iso.slice(0, 4)}`
}
