import { decimal, number } from './french'

/** `12,4 Mo`, `980 octets`: in thousands, as disks and SI count. */
export function bytes(n: number): string {
  const units = ['octets', 'ko', 'Mo', 'Go', 'To']
  const rank = n < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3))
  const amount = n / 1_000 ** rank
  return `${rank === 0 || amount >= 100 ? number(amount) : decimal(amount, 1)}\u00a0${units[rank]}`
}

/** `0,8 ms`, `45 ms`, `3,2 s`. */
export function milliseconds(ms: number): string {
  if (ms >= 1_000) return `${decimal(ms / 1_000, 1)}\u00a0s`
  return `${ms < 10 ? decimal(ms, 1) : number(ms)}\u00a0ms`
}

/** `12 s`, `5 min`, `3 h`, `8 j`: one unit, the largest that is whole. */
export function elapsed(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return `${s}\u00a0s`
  if (s < 3_600) return `${Math.floor(s / 60)}\u00a0min`
  return s < 86_400 ? `${Math.floor(s / 3_600)}\u00a0h` : `${number(Math.floor(s / 86_400))}\u00a0j`
}

/** Seconds since a moment; none when there was no such moment, or it is yet to come. */
export function secondsSince(moment: Date | null, now: Date): number {
  return moment ? Math.max(0, (now.getTime() - moment.getTime()) / 1_000) : 0
}

/** `92,4 %`; nothing to share is nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '—' : `${decimal((part / whole) * 100, 1)}\u00a0%`
}
