import { fileURLToPath } from 'node:url'

/** Opens a built door of the program: `node src/door.mjs main`. What a person can act on is one sentence, not a stack. */
export async function open(name, args) {
  process.setSourceMapsEnabled(true)
  // read by the allocator of Argon2 when it is loaded: the 19 MiB of each hash go back at once instead of staying with us
  process.env.MIMALLOC_PURGE_DELAY ??= '0'
  const program = new URL(`../dist/${name}.js`, import.meta.url)
  process.argv = [process.argv[0], fileURLToPath(program), ...args]
  try {
    await import(program)
  } catch (error) {
    refuse(error?.name === 'Refusal' ? error.message : String(error?.stack ?? error))
  }
}

export function refuse(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await open(process.argv[2], process.argv.slice(3))
