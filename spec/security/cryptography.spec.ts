import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { variables } from '../../src/config'

/** `cryptography.md` says all that there is of keys, hashes and random values, and nothing else. */
const text = readFileSync('spec/security/cryptography.md', 'utf8')
const program = ['src', 'components', 'sql', 'public'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|mjs|js|sql)$/.test(path))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(folder, path), 'utf8') })),
)

describe('11.1.1 the inventory of cryptography', () => {
  it('names each use of it in the program, and none that is not there', () => {
    const wanted = rowsUnder('## Uses').flatMap(([file = '', functions = '']) =>
      functions.split(', ').map((name) => `${file} ${name}`),
    )
    const used = program.flatMap((file) => usesIn(file).map((name) => `${file.path} ${name}`))
    expect(used.length).toBeGreaterThan(30)
    expect(wanted.filter((use, i) => wanted.indexOf(use) !== i && !/randomBytes|createHash/.test(use))).toEqual([])
    expect([...new Set(wanted)].sort()).toEqual([...new Set(used)].sort())
  })

  it('takes cryptography from Node by the names of its functions, and from oslo for passwords and codes', () => {
    const ways = program.flatMap(({ path, text }) =>
      [...text.matchAll(/^import (.+) from '(node:crypto|crypto|oslo[^']*|@node-rs\/[^']*)'/gm)].map(
        ([, names = '', from]) => `${path} ${from} ${names.startsWith('{') ? 'by name' : 'whole'}`,
      ),
    )
    expect(ways.filter((way) => !/ node:crypto by name$/.test(way) && !/^src\/auth\/.* oslo/.test(way))).toEqual([])
    const others = program.filter(({ text }) =>
      /\bcrypto\.(subtle|getRandomValues|randomUUID)|require\(|webcrypto/.test(text),
    )
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('tells of each key how it is replaced, and what follows when it is lost or known', () => {
    const rows = rowsUnder('## Keys')
    expect(rows.length).toBeGreaterThanOrEqual(5)
    for (const row of rows) {
      expect(row, row[0]).toHaveLength(7)
      for (const cell of row) expect(cell, row[0]).not.toBe('')
    }
    const secrets = Object.keys(variables.shape).filter((name) => /KEYS|TOKEN|^(DATABASE|SMTP)_URL/.test(name))
    expect(secrets).toHaveLength(4)
    for (const name of secrets) expect(rows.map(([key]) => key).join()).toContain(`\`${name}\``)
  })
})

function rowsUnder(title: string): string[][] {
  const [, part = ''] = text.split(`${title}\n`)
  const lines = part.split(/^## /m)[0]!.split('\n')
  return lines
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .slice(2, -2)
        .split(/ ?\| /)
        .map((cell) => cell.trim()),
    )
}

function usesIn({ path, text }: { path: string; text: string }): string[] {
  const [, names = ''] = /^import \{([^}]+)\} from 'node:crypto'/m.exec(text) ?? []
  const imported = names.split(',').map((name) => name.trim())
  const inSql = path.endsWith('.sql')
    ? text.replace(/--.*$/gm, '')
    : (text.match(/sql`[\s\S]*?`|`[\s\S]*?`/g) ?? []).join()
  return [...imported, ...(/\bsha256\(/.test(inSql) ? ['sha256 (SQL)'] : [])].filter(Boolean)
}
