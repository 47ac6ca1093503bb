import type { ServerResponse } from 'node:http'

/** On every answer without exception, errors and refused requests included (ASVS 5.0 §3.4). */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Frame-Options': 'DENY',
  // browsers ignore it over plain http; behind the tunnel the origin is https
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  // personal data by default; a static file says otherwise for itself
  'Cache-Control': 'private, no-store',
}

const pairs = Object.entries(securityHeaders)

export function setSecurityHeaders(outgoing: ServerResponse): void {
  for (const [name, value] of pairs) outgoing.setHeader(name, value)
}
