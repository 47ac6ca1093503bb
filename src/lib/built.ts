/** A file that the build has made: beside the program when that was built too, else in `dist/` (specs import the sources). */
export function built(name: string): URL {
  return new URL(import.meta.url.endsWith('/src/lib/built.ts') ? `../../dist/${name}` : name, import.meta.url)
}
