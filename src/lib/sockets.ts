import { createHash } from 'node:crypto'
import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from './refusal'

/** The kernel keeps 104 bytes of a socket's path on macOS, 108 on Linux; ours are named within the folder. */
const longestFolder = 80

/** The folder where the servers of a data folder listen: `run` inside it, or the same one each time under the temporary folder when the path is long. */
export async function socketFolder(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const data = await realpath(dataDir)
  const near = join(data, 'run')
  const folder = Buffer.byteLength(near) <= longestFolder ? near : join(tmpdir(), `mppeep-${fingerprint(data)}`)
  await mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'))
  await refuseStrangers(folder)
  return folder
}

/**
 * Makes `path` ours until `release`, or until this process ends in whatever way; null while another living process holds it.
 * What is held is a listening socket: unlike a process number in a file it cannot outlive its process.
 */
export async function claim(path: string): Promise<(() => Promise<void>) | null> {
  const held = await hold(path)
  if (held) return held
  if (await answers(path)) return null
  // of two who find the same dead socket, one moves it aside, and the other may then hold a living one: it puts it back
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(unless('ENOENT'))
  if (await answers(aside)) {
    await rename(aside, path)
    return null
  }
  await rm(aside, { force: true })
  return hold(path)
}

/** Whether someone listens on this socket. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function hold(path: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    )
    // `exclusive`: in a cluster's worker, listening is otherwise done by the primary
    server.listen({ path, exclusive: true }, () => resolve(() => close(server)))
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
