/** Where the site stands: every URL that a page shows goes through here. */
let base = '/mppeep'
let files: Record<string, string> = {}

export function configurePaths(options: { base: string; files: Record<string, string> }): void {
  base = options.base
  files = options.files
}

/** A page of the site: `path('/personnel')` is `/mppeep/personnel` under the default base. */
export function path(within: string): string {
  return base + within
}

/** A static file under its content-hashed name. */
export function asset(name: string): string {
  return `${base}/static/${files[name] ?? name}`
}
