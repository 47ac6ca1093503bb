import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * postgres.js 3.4.9 brings the whole process down when its server is killed under load: it writes to a socket that is gone
 * (its issues 1208, 1154, 1066), and leaves a promise of its own without anybody to hear that it failed. The build takes it in
 * with these lines in place of its own; with another version of it the build stops here, to be looked at again.
 */
const mends = [
  // a write that comes after the end: whoever waits for the answer hears that the connection is closed
  {
    instead: 'const x = socket.write(chunk, fn)',
    of: `if (!socket) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)`,
    times: 1,
  },
  // a timer that was cleared is none: with one the next connection would never write
  {
    instead: '    clearImmediate(nextWriteTimer)\n',
    of: '    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n',
    times: 2,
  },
  { instead: 'return fetchArrayTypes()', of: 'return fetchArrayTypes().catch(() => undefined)', times: 1 },
]

/** For esbuild. */
export function mended(root) {
  const folder = join(root, 'node_modules/postgres/src')
  return {
    name: 'mended',
    setup(build) {
      build.onResolve({ filter: /^postgres$/ }, () => ({ path: join(folder, 'index.js') }))
      build.onLoad({ filter: /postgres\/src\/connection\.js$/ }, async ({ path }) => {
        return { contents: mend(await readFile(path, 'utf8')), loader: 'js' }
      })
    },
  }
}

function mend(text) {
  return mends.reduce((mending, { instead, of, times }) => {
    if (mending.split(instead).length - 1 !== times)
      throw new Error('This is not the postgres.js that src/mended.mjs was written for.')
    return mending.replaceAll(instead, of)
  }, text)
}
