import { createHash, createHmac } from 'node:crypto'

export type Keys = { key: string; secret: string; region: string }

export type Request = {
  method: string
  host: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  /** SHA-256 of the body, in hex. */
  payload: string
}

/** The headers that say who asks (AWS Signature Version 4, « Authenticating Requests: Using the Authorization Header »). */
export function signed(keys: Keys, request: Request, now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${keys.region}/s3/aws4_request`
  const own = { host: request.host, 'x-amz-content-sha256': request.payload, 'x-amz-date': time }
  const headers = Object.entries({ ...request.headers, ...own }).sort(([a], [b]) => (a < b ? -1 : 1))
  const names = headers.map(([name]) => name).join(';')
  const canonical = [
    request.method,
    request.path.split('/').map(encoded).join('/'),
    Object.entries(request.query)
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...headers.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    request.payload,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [keys.region, 's3', 'aws4_request'].reduce(mac, mac(`AWS4${keys.secret}`, time.slice(0, 8)))
  const credential = `Credential=${keys.key}/${scope}, SignedHeaders=${names}`
  return { ...own, authorization: `AWS4-HMAC-SHA256 ${credential}, Signature=${mac(key, toSign).toString('hex')}` }
}

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
