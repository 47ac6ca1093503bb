import { connect, type Socket } from 'node:net'

export type RawAnswer = { status: number; headers: Record<string, string>; body: string }

/**
 * Sends bytes as they are, for what no HTTP client would send, and reads the first answer. Null when the connection ends
 * without one. `from`: another address of the loopback.
 */
export function raw(
  port: number,
  bytes: string | Buffer,
  options: { from?: string; hold?: boolean } = {},
): Promise<RawAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: options.from })
    const chunks: Buffer[] = []
    const timer = setTimeout(() => socket.destroy(new Error(`no answer to ${String(bytes).slice(0, 200)}`)), 15_000)
    socket.on('connect', () => socket.write(bytes))
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const answer = answerIn(Buffer.concat(chunks))
      if (!answer) return
      resolve(answer)
      if (!options.hold) socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(null) : reject(error)))
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(null)
    })
  })
}

/** A connection to write to bit by bit. */
export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(socket)).once('error', reject)
  })
}

/** What comes back on a connection of one's own; null when it ends before. */
export function firstAnswer(socket: Socket): Promise<RawAnswer | null> {
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    const take = (chunk: Buffer) => {
      chunks.push(chunk)
      const answer = answerIn(Buffer.concat(chunks))
      if (!answer) return
      socket.off('data', take)
      resolve(answer)
    }
    socket.on('data', take)
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(null))
  })
}

/** The first whole answer in what has come so far; bodies are measured by Content-Length. */
function answerIn(bytes: Buffer): RawAnswer | null {
  const text = bytes.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [line = '', ...fields] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    fields.map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 2)]),
  )
  const length = Number(headers['content-length'] ?? 0)
  if (bytes.length < end + 4 + length) return null
  return {
    status: Number(line.split(' ')[1]),
    headers,
    body: bytes.subarray(end + 4, end + 4 + length).toString('utf8'),
  }
}
