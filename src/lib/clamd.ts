import { connect } from 'node:net'
import { Readable } from 'node:stream'

/** What the daemon of ClamAV makes of a file (clamd(8)). `too-big`: more than its StreamMaxLength. */
export type Verdict = { is: 'clean' } | { is: 'infected'; by: string } | { is: 'too-big' }

const chunk = 65_536

/** `url`: `tcp://host:port` or `unix:/path`. Rejects when it does not say what it found within so many ms. */
export async function examined(url: string, file: Buffer | AsyncIterable<Buffer>, patience: number): Promise<Verdict> {
  const said = await asked(url, instream(Buffer.isBuffer(file) ? [file] : file), patience)
  if (/^stream: OK$/.test(said)) return { is: 'clean' }
  const [, by] = /^stream: (.+) FOUND$/.exec(said) ?? []
  if (by) return { is: 'infected', by }
  if (/^INSTREAM size limit exceeded\b/.test(said)) return { is: 'too-big' }
  throw new Error(`it said « ${said.slice(0, 120)} »`)
}

/** Its version, and that of the signatures it knows. */
export function versionOf(url: string, patience: number): Promise<string> {
  return asked(url, [Buffer.from('zVERSION\0')], patience)
}

/** Each part with its length before it, and one of no length at the end. */
async function* instream(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const bytes of pieces)
    for (let at = 0; at < bytes.length; at += chunk) {
      const part = bytes.subarray(at, at + chunk)
      yield lengthOf(part.length)
      yield part
    }
  yield lengthOf(0)
}

function lengthOf(length: number): Buffer {
  const written = Buffer.alloc(4)
  written.writeUInt32BE(length)
  return written
}

/** The answer, up to the NUL that ends it. It may come before all has been sent: of a file that is too big. */
function asked(url: string, parts: Iterable<Buffer> | AsyncIterable<Buffer>, patience: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(placeOf(url))
    const sent = Readable.from(parts, { objectMode: false }).on('error', (error) => end(error))
    const timer = setTimeout(() => end(new Error(`no answer in ${patience} ms`)), patience)
    let said = ''
    const end = (error?: Error) => {
      clearTimeout(timer)
      sent.destroy()
      socket.destroy()
      const whole = said.indexOf('\0')
      if (whole >= 0) resolve(said.slice(0, whole).trim())
      else reject(error ?? new Error('it left without an answer'))
    }
    socket.on('error', end).on('close', () => end())
    socket.on('data', (part) => {
      said += part.toString('latin1')
      if (said.includes('\0') || said.length > 4_096) end()
    })
    sent.pipe(socket, { end: false })
  })
}

function placeOf(url: string): { path: string } | { host: string; port: number } {
  const [, path] = /^unix:(?:\/\/)?(\/.+)$/.exec(url) ?? []
  if (path) return { path }
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}
