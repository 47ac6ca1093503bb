/** The day it is in Abidjan, which keeps UTC all year: `2026-11-22`. */
export function isoToday(): string {
  return new Date().toISOString().slice(0, 10)
}
