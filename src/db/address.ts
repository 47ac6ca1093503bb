/**
 * What postgres.js takes to reach a URL. libpq's form of a unix socket, `?host=/folder` (PostgreSQL manual, 32.1.1.2),
 * is what `psql` and `pg_dump` read; postgres.js wants the folder beside the URL.
 */
export function addressOf(url: string): { url: string; host?: string } {
  const parsed = new URL(url)
  const folder = parsed.searchParams.get('host')
  if (!folder?.startsWith('/')) return { url }
  parsed.searchParams.delete('host')
  return { url: parsed.href, host: folder }
}

/** The same, the other way: the URL of a database on the server that listens in this folder. */
export function socketUrl(folder: string, database: string): string {
  return `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`
}
