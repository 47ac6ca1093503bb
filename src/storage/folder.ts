import { createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Laid } from './laid'
import { asOutage } from './laid'
import type { Store } from './storage'

/** Files below a folder, `ab/cdef…` by their hash, for the site's own user only. */
export function folderStore(folder: string): Store {
  const placeOf = (hash: string) => join(folder, hash.slice(0, 2), hash.slice(2))
  return {
    async keep(laid: Laid): Promise<void> {
      const place = placeOf(laid.hash)
      try {
        await mkdir(dirname(place), { recursive: true, mode: 0o700 })
        await rename(laid.path, place)
        // its time says when it was last kept: what is older and belongs to nobody is swept (repair.ts)
        const now = new Date()
        await utimes(place, now, now)
        await syncFolder(dirname(place))
      } catch (error) {
        throw asOutage(error)
      }
    },
    async read(hash, range) {
      const place = placeOf(hash)
      if (!(await isThere(place))) return null
      return createReadStream(place, range && { start: range.start, end: range.end })
    },
    has: (hash) => isThere(placeOf(hash)),
    remove: (hash) => rm(placeOf(hash), { force: true }),
    async *list() {
      for (const begin of await readdir(folder).catch(() => [])) {
        if (!/^[0-9a-f]{2}$/.test(begin)) continue
        for (const rest of await readdir(join(folder, begin))) {
          if (!/^[0-9a-f]{62}$/.test(rest)) continue
          const found = await stat(join(folder, begin, rest)).catch(() => null)
          if (found) yield { hash: begin + rest, bytes: found.size, at: found.mtime }
        }
      }
    },
  }
}

function isThere(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  )
}

/** A name is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
