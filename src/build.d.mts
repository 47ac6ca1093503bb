/** Builds the doors named (all by default) and the static files, into `dist/`. */
export function build(options?: { minify?: boolean; entries?: string[] }): Promise<void>
export const root: string
