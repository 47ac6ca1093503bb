import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** A letter as the server received it. */
export type Received = {
  from: string
  to: string[]
  raw: string
  /** By lower-case name, unfolded. */
  headers: Map<string, string>
  text: string
  html: string
}

export type Mailbox = {
  url: string
  letters: Received[]
  /** How often somebody was named as recipient, refused ones included. */
  asked(): number
  /** From now on each recipient is answered this; null: taken again. */
  refuse(answer: { code: number; words: string } | null): void
  /** The server goes away; what it received stays. */
  close(): Promise<void>
  open(): Promise<void>
}

/** A real SMTP server on a loopback port, which keeps what it takes. */
export async function openMailbox(port: number): Promise<Mailbox> {
  const letters: Received[] = []
  let asked = 0
  let refusal: { code: number; words: string } | null = null
  let server: SMTPServer | null = null
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    asked: () => asked,
    refuse(answer) {
      refusal = answer
    },
    async close() {
      const closing = server
      server = null
      if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
    },
    async open() {
      server = new SMTPServer({
        disabledCommands: ['AUTH', 'STARTTLS'],
        closeTimeout: 100,
        onRcptTo(_address, _session, callback) {
          asked += 1
          if (!refusal) return callback()
          callback(Object.assign(new Error(refusal.words), { responseCode: refusal.code }))
        },
        onData(stream, { envelope }, callback) {
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            const { mailFrom, rcptTo } = envelope
            const from = mailFrom ? mailFrom.address : ''
            const to = rcptTo.map(({ address }) => address)
            letters.push({ from, to, ...read(Buffer.concat(chunks).toString('utf8')) })
            callback()
          })
        },
      })
      server.on('error', () => undefined)
      server.listen(port, '127.0.0.1')
      await once(server.server, 'listening')
    },
  }
  await mailbox.open()
  return mailbox
}

/** Enough of MIME (RFC 2045-2047) for what the site writes: text and HTML side by side. */
function read(raw: string): Omit<Received, 'from' | 'to'> {
  const { headers, body } = split(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary ? body.split(`--${boundary}`).map((part) => split(part.replace(/^\r\n/, ''))) : []
  const content = (type: string) => {
    const part = parts.find((one) => one.headers.get('content-type')?.startsWith(type))
    const text = part ? decoded(part.body, part.headers.get('content-transfer-encoding') ?? '') : ''
    return text.replaceAll('\r\n', '\n')
  }
  return { raw, headers, text: content('text/plain'), html: content('text/html') }
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    words(line.slice(line.indexOf(':') + 2)),
  ])
  return { headers: new Map(pairs as [string, string][]), body: raw.slice(end + 4) }
}

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=`; the space between two of them is not text. */
function words(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, how: string, text: string) =>
      decoded(text.replaceAll('_', ' '), how.toLowerCase() === 'q' ? 'quoted-printable' : 'base64'),
    )
}

function decoded(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return text
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
