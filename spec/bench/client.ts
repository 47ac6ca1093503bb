import { connect, type Socket } from 'node:net'

/** `head`: the status line and the headers, as sent. `size`: of the body, in bytes. `parts`: all of it, as it came. */
export type Answer = { status: number; head: string; size: number; parts: Buffer[] }

export type Asked = { method?: string; path: string; host: string; headers?: Record<string, string>; body?: string }

/** The bytes of a request, made before the clock runs. */
export function request({ method = 'GET', path, host, headers = {}, body }: Asked): Buffer {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from([`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...lines, ...length, '', body ?? ''].join('\r\n'))
}

/**
 * One keep-alive connection, one request at a time (HTTP/1.1). It reads no more of an answer than it must, so that the
 * generator costs little of the machine it shares with what it measures.
 */
export class Connection {
  private parts: Buffer[] = []
  private answer: Answer | null = null
  private length: string | undefined
  private settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true)
    socket.on('data', (bytes) => this.take(bytes))
    socket.on('error', (error) => this.fail(error))
    socket.on('close', () => this.fail(new Error('the connection was closed before the answer was whole')))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket.off('error', reject))))
      socket.once('error', reject)
    })
  }

  ask(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
      this.socket.write(bytes)
    })
  }

  close(): void {
    this.settle = null
    this.socket.destroy()
  }

  private take(bytes: Buffer): void {
    this.parts.push(bytes)
    if (this.answer) this.answer.size += bytes.length
    else this.begin()
    if (this.answer && this.isWhole(this.answer)) this.end(this.answer)
  }

  private begin(): void {
    const bytes = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts)
    this.parts = [bytes]
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = bytes.toString('latin1', 0, end)
    this.length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    this.answer = { status: Number(head.slice(9, 12)), head, size: bytes.length - end - 4, parts: this.parts }
  }

  /** Without a length it is in chunks, the last of which is empty (RFC 9112, 7.1). */
  private isWhole({ size, parts }: Answer): boolean {
    if (this.length !== undefined) return size >= Number(this.length)
    return parts.at(-1)!.toString('latin1').endsWith('0\r\n\r\n')
  }

  private end(answer: Answer): void {
    const settle = this.settle
    this.parts = []
    this.answer = null
    this.settle = null
    settle?.resolve(answer)
  }

  private fail(error: Error): void {
    const settle = this.settle
    this.settle = null
    this.socket.destroy()
    settle?.reject(error)
  }
}

export function bodyOf({ head, parts }: Answer): string {
  return Buffer.concat(parts)
    .subarray(head.length + 4)
    .toString()
}

/** One request on a connection of its own. */
export async function askOnce(port: number, bytes: Buffer): Promise<Answer> {
  const connection = await Connection.open(port)
  return connection.ask(bytes).finally(() => connection.close())
}
