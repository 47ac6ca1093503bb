import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'

/** What a daemon does: answers, takes everything in and says nothing, or leaves in the middle. */
export type Mood = 'answers' | 'frozen' | 'cuts' | 'babbles'

export type Clamd = {
  mood: Mood
  /** Lengths of the chunks of the last file. */
  chunks: number[]
  /** The last file. */
  received: Buffer
  close(): Promise<void>
}

/**
 * Somebody who speaks as the daemon of ClamAV does (clamd(8): zVERSION, zINSTREAM), and knows as infected what has these hashes,
 * by these names. `most`: its StreamMaxLength. `at`: a path, or a port of this machine.
 */
export async function openClamd(at: string | number, known: Map<string, string>, most = 26_214_400): Promise<Clamd> {
  const sockets = new Set<Socket>()
  const clamd: Clamd = { mood: 'answers', chunks: [], received: Buffer.alloc(0), close: async () => undefined }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let came = Buffer.alloc(0)
    socket.on('data', (part) => {
      came = Buffer.concat([came, part])
      if (clamd.mood === 'cuts' && came.length > 64) return void socket.destroy()
      const said = clamd.mood === 'frozen' ? null : answer(clamd, came, known, most)
      if (said !== null) socket.end(clamd.mood === 'babbles' ? 'x'.repeat(9_000) : `${said}\0`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).once('listening', resolve)
    if (typeof at === 'string') server.listen(at)
    else server.listen(at, '127.0.0.1')
  })
  clamd.close = () =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return clamd
}

/** Null as long as more is to come. */
function answer(clamd: Clamd, came: Buffer, known: Map<string, string>, most: number): string | null {
  const end = came.indexOf(0)
  if (end < 0) return null
  const command = came.toString('latin1', 0, end)
  if (command === 'zVERSION') return 'ClamAV 1.4.3/27800/Mon Nov 23 08:00:00 2026'
  if (command !== 'zINSTREAM') return 'UNKNOWN COMMAND'
  const parts: Buffer[] = []
  for (let at = end + 1; came.length >= at + 4; ) {
    const length = came.readUInt32BE(at)
    if (length === 0) return verdict(clamd, parts, known)
    if (came.length < at + 4 + length) return null
    parts.push(came.subarray(at + 4, at + 4 + length))
    at += 4 + length
    if (parts.reduce((sum, part) => sum + part.length, 0) > most) return 'INSTREAM size limit exceeded. ERROR'
  }
  return null
}

function verdict(clamd: Clamd, parts: Buffer[], known: Map<string, string>): string {
  clamd.chunks = parts.map(({ length }) => length)
  clamd.received = Buffer.concat(parts)
  const name = known.get(createHash('sha256').update(clamd.received).digest('hex'))
  return name ? `stream: ${name} FOUND` : 'stream: OK'
}
