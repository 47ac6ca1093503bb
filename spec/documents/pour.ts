import { request } from 'node:http'
import type { Client } from '../support/client'

const mebibyte = 1_048_576

/** So many megabytes of a file, as they are taken; `leave`: and then gone. */
export function pourInto(
  port: number,
  client: Client,
  path: string,
  {
    headers,
    megabytes,
    leave,
    field = 'document',
  }: { headers: Record<string, string>; megabytes: number; leave: boolean; field?: string },
): Promise<{ status: number; sent: number }> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const part = (name: string, more = '') => `--essai\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`
  const head = `${part('type')}certificat\r\n${part(field, '; filename="a.pdf"')}`
  const piece = Buffer.alloc(65_536, 'x')
  return new Promise((resolve, reject) => {
    let sent = 0
    const type = { 'content-type': 'multipart/form-data; boundary=essai', 'sec-fetch-site': 'same-origin' }
    const host = { cookie, host: `localhost:${port}` }
    const whole = { port, host: '127.0.0.1', method: 'POST', path, agent: false }
    const out = request({ ...whole, headers: { ...host, ...type, ...headers } }, ({ statusCode = 0 }) => {
      resolve({ status: statusCode, sent: sent / mebibyte })
      out.destroy()
    })
    out.on('error', (error) => (leave ? resolve({ status: 0, sent }) : reject(error)))
    out.write(head)
    const next = () => {
      if (out.destroyed) return
      if (sent >= megabytes * mebibyte) return leave ? out.destroy() : void out.end('\r\n--essai--\r\n')
      sent += piece.length
      out.write(piece, () => setImmediate(next))
    }
    next()
  })
}
