import { readFileSync } from 'node:fs'

/** What Linux says of a process in /proc; null where there is none. */

/** Resident memory, MB. */
export function memoryOf(pid: number): number | null {
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1]
  return kB ? Number(kB) / 1_024 : null
}

/** Time on a processor so far, ms: of the process with its threads, its children and those that have ended (proc(5), `stat`). */
export function cpuOf(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`)
  if (!stat) return null
  const [user, system, childrenUser, childrenSystem] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number)
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean)
  const living = children.reduce((sum, child) => sum + (cpuOf(Number(child)) ?? 0), 0)
  return (user! + system! + childrenUser! + childrenSystem!) * tick + living
}

/** A clock tick of the kernel's accounts, in ms: 100 a second on every Linux of today. */
const tick = 10

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
