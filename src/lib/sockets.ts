import { createHash, randomBytes } from 'node:crypto'
import { lstat, mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from './refusal'

/** The kernel keeps 104 bytes of a socket's path on macOS, 108 on Linux; ours are named within the folder. */
const longestFolder = 76

/** The folder where the servers of a data folder listen: `run` inside it, or the same one each time under the temporary folder when the path is long. */
export async function socketFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const data = await realpath(dataDir)
    const near = join(data, 'run')
    const folder = Buffer.byteLength(near) <= longestFolder ? near : join(tmpdir(), `mppeep-${fingerprint(data)}`)
    await mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'))
    await refuseStrangers(folder)
    return folder
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code ? new Refusal(`Le dossier ${dataDir} ne peut être créé ou ouvert (${code}).`) : error
  }
}

/**
 * Makes us the one holder of `name` in a socket folder until `release`, or until this process ends in whatever way; null while
 * another living process is. What says that we live is a listening socket: unlike a number in a file, it ends with its process.
 * Each claimant listens under a name of its own before it looks at the others, so of any two at least one sees the other;
 * the first in order of names stays, and a dead one's socket can be taken away, since no one will use its name again.
 */
export async function claim(folder: string, name: string): Promise<(() => Promise<void>) | null> {
  const mine = `${name}-${randomBytes(4).toString('hex')}`
  let voice: Voice = 'claims'
  const server = createServer((socket) => socket.on('error', () => undefined).end(voice))
  await listen(server, join(folder, mine))
  for (;;) {
    const all = await claimants(folder, name)
    const others = all.filter((one) => one.name !== mine)
    // someone asked in the instant between being there and listening, and took us for dead
    const unseen = others.length === all.length
    if (unseen || others.some((one) => one.voice === 'holds' || one.name < mine)) {
      await close(server)
      return unseen ? claim(folder, name) : null
    }
    if (others.length === 0) {
      voice = 'holds'
      return () => close(server)
    }
    await delay(5)
  }
}

/** Whether a living process, this one or another, holds `name`. */
export async function isHeld(folder: string, name: string): Promise<boolean> {
  return (await claimants(folder, name)).some((one) => one.voice === 'holds')
}

type Voice = 'claims' | 'holds'

/** The living ones. What a killed process left is taken away. */
async function claimants(folder: string, name: string): Promise<{ name: string; voice: Voice }[]> {
  const names = (await readdir(folder)).filter((one) => one.startsWith(`${name}-`))
  const heard = await Promise.all(names.map(async (one) => ({ name: one, voice: await ask(join(folder, one)) })))
  const dead = heard.filter(({ voice }) => voice === null)
  await Promise.all(dead.map((one) => rm(join(folder, one.name), { force: true })))
  return heard.flatMap((one) => (one.voice ? [{ name: one.name, voice: one.voice }] : []))
}

/** A process that is there and says nothing is a frozen one, and holds. */
function ask(path: string): Promise<Voice | null> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('data', (said) => resolve(String(said) === 'claims' ? 'claims' : 'holds'))
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(isNobody(code) ? null : 'holds'))
    // closed without a word: it is ending
    socket.once('close', () => resolve(null))
    socket.setTimeout(1_000, () => {
      resolve('holds')
      socket.destroy()
    })
  })
}

function isNobody(code: string | undefined): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ECONNRESET'
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // `exclusive`: in a cluster's worker, listening is otherwise done by the primary
    server.listen({ path, exclusive: true }, resolve)
    server.unref()
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Anyone who can open a socket of ours is the owner of the data, so the folder is ours alone (CWE-377). */
async function refuseStrangers(folder: string): Promise<void> {
  const found = await lstat(folder)
  const mine = process.getuid?.() === 0 || found.uid === process.getuid?.()
  const ours = found.isDirectory() && (found.mode & 0o077) === 0 && mine
  if (!ours) throw new Refusal(`Le dossier ${folder} doit vous appartenir et n’être ouvert qu’à vous (droits 0700).`)
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function unless(code: string): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code !== code) throw error
  }
}
