import { type ClientHttp2Session, connect as connectHttp2, type IncomingHttpHeaders as Http2Headers } from 'node:http2'
import { get } from 'node:https'
import { connect as connectTcp } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import type { Nginx } from './nginx'

export type Asked = { status: number; headers: Http2Headers; body: Buffer }

/** A browser's connection: TLS, HTTP/2, the public name. */
export function openHttp2(nginx: Nginx): ClientHttp2Session {
  return connectHttp2(`https://127.0.0.1:${nginx.https}`, { servername: 'mppeep.example', ca: nginx.certificate })
}

export async function ask(
  session: ClientHttp2Session,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Asked> {
  const stream = session.request({ ':authority': 'mppeep.example', ':method': method, ':path': path, ...headers })
  const answered = new Promise<Http2Headers>((resolve, reject) => stream.on('response', resolve).on('error', reject))
  stream.end(body)
  const answer = await answered
  return { status: Number(answer[':status']), headers: answer, body: await buffer(stream) }
}

/** Bytes as they are, over TLS when there is a name for the handshake; what comes back until the connection closes. */
export async function askRaw(
  port: number,
  request: string,
  tls?: { servername?: string; ca: string },
): Promise<string> {
  const socket = tls
    ? connectTls({
        port,
        host: '127.0.0.1',
        ca: tls.ca,
        servername: tls.servername,
        checkServerIdentity: () => undefined,
      })
    : connectTcp(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}

/** What comes first of a body, over HTTP/1.1, where nginx holds small pieces back unless told not to. */
export function firstChunk({ https: port, certificate: ca }: Nginx, path: string): Promise<string> {
  const where = { host: '127.0.0.1', port, ca, servername: 'mppeep.example', headers: { host: 'mppeep.example' }, path }
  return new Promise((resolve, reject) => {
    const request = get(where, (answer) =>
      answer.once('data', (chunk) => {
        resolve(String(chunk))
        request.destroy()
      }),
    ).on('error', reject)
  })
}
