/** Whether who asks has this content already: by weak comparison, since an edge that compresses weakens tags (RFC 9110 §13.1.2). */
export function knows(said: string | undefined, etag: string): boolean {
  return said !== undefined && (said === '*' || said.split(',').some((one) => opaque(one) === opaque(etag)))
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '')
}
