import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What the program is written with, and what it never says: seen in its text. */
type File = { path: string; text: string }

const program = ['src', 'components'].flatMap(filesOf)
const browser = filesOf('public').filter(({ path }) => path.endsWith('.js'))
const settled = ['package.json', '.npmrc', 'Dockerfile', 'compose.yaml', '.env.example', 'README.md'].map(read)

describe('the program', () => {
  it('1.2.5 begins other programs in the files that keep Postgres, Redis and the specs, never through a shell', () => {
    const starting = found(program, /node:child_process/).map((line) => line.split(':')[0])
    expect(
      [...new Set(starting)].filter((path) => !/^src\/(db|redis|lib\/child|run|main|tasks|door|ops|build)/.test(path!)),
    ).toEqual([])
    none(found(program, /\bexec(Sync)?\(\s*[`'"]|shell:\s*true/, [/^src\/demonstration\//]))
  })

  it('1.3.2 1.3.7 3.5.5 makes no code and no template out of text, and listens to no other window', () => {
    none(
      found(
        [...program, ...browser],
        /(?<![.\w])eval\(|new Function\(|node:vm|postMessage\('|addEventListener\('message'/,
        [/thread/],
      ),
    )
  })

  it('1.3.6 13.2.5 15.3.2 asks no other server for anything, but those that letters and files go to', () => {
    const asking = /(?<![.\w])fetch\(|node:https?'|undici|axios/
    // what answers, and the bucket that the operator names; nodemailer has its own connections
    const known = [/^src\/http\/server\.ts$/, /^src\/storage\/s3\.ts$/]
    none(found(program, asking, known).filter((line) => !/import type/.test(line)))
  })

  it('12.3.2 speaks to no server whose certificate is not verified', () => {
    none(
      found([...program, ...settled], /rejectUnauthorized|NODE_TLS_REJECT|checkServerIdentity|ssl: *'?(allow|prefer)/i),
    )
  })

  it('11.4.1 hashes with SHA-256 and Argon2id; SHA-1 is where RFC 6238 asks for it', () => {
    none(
      found(
        program,
        /createHash\('(?!sha256|sha512)|createHmac\('(?!sha256|sha1)|createCipher\(|'md5'|-(ecb|cbc|ctr)\b/i,
      ),
    )
    none(found(program, /createHmac\('sha1'/, [/^src\/auth\/totp\.ts$/]))
  })

  it('11.3.1 11.3.2 enciphers in one file, by AES-256 in GCM with a nonce of 96 bits drawn for each value', () => {
    const [cipher, ...others] = program.filter(({ text }) => /create(C|Dec)ipheriv\(/.test(text))
    expect(others).toEqual([])
    expect(cipher?.path).toBe('src/lib/cipher.ts')
    expect(cipher?.text.match(/'aes-[^']+'/g)).toEqual(["'aes-256-gcm'"])
    expect(cipher?.text).toContain('const nonceLength = 12')
    expect(cipher?.text.match(/randomBytes\(nonceLength\)/g)).toHaveLength(1)
  })

  it('11.5.1 6.5.3 draws its secrets from the system', () => {
    // what is drawn there is how long to wait, and who people of the demonstration are
    none(found(program, /Math\.random\(/, [/^src\/(demonstration|redis|outbox|live|db)\//, /^src\/assets/]))
    const secrets = program
      .filter(({ text }) => /randomBytes\(|randomInt\(|getRandomValues/.test(text))
      .map(({ path }) => path)
    expect(secrets).toEqual(expect.arrayContaining(['src/auth/session-rotation.ts', 'src/auth/device-cookie.ts']))
    none(
      found(program, /randomBytes\((\d|1[0-5])\)/, [
        /recovery-codes/,
        /^src\/lib\/sockets/,
        /^src\/(redis|db|demonstration|outbox)\//,
      ]),
    )
  })

  it('13.3.1 15.2.3 holds no secret, no key and no address of somebody else’s server', () => {
    const keys =
      /BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{30}|(password|secret|token)['"]?\s*[:=]\s*['"][^'"\s{}$…]{12,}['"]/i
    none(found([...program, ...browser, ...settled], keys))
    none(
      found(
        [...program, ...browser],
        /https?:\/\/(?!localhost|127\.0\.0\.1|\[::1\]|\$\{|www\.w3\.org|schemas\.openxmlformats\.org\/|site\.invalid|[\w.-]*\.example)[\w.-]+\.\w{2,}/,
      ),
    )
  })

  it('14.3.3 14.2.3 keeps nothing in the browser, and tells nobody else of who reads', () => {
    none(
      found([...program, ...browser], /localStorage|sessionStorage|indexedDB|document\.cookie|google-analytics|gtag\(/),
    )
  })

  it('3.2.2 3.2.3 writes text as text in the browser', () => {
    none(found(browser, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment/))
  })

  it('1.5.1 1.3.4 reads no XML', () => {
    none(found(program, /DOMParser|xml2js|fast-xml|libxml|sax\b/))
  })

  it('1.5.2 reads what comes from elsewhere as JSON only', () => {
    none(found(program, /node:v8|deserialize\(|node-serialize|js-yaml/))
  })
})

describe('what it is made of', () => {
  const lock = JSON.parse(read('package-lock.json').text) as { packages: Record<string, Record<string, string>> }
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

  it('15.1.2 15.2.4 is written down to the last byte, and comes from one place', () => {
    expect(packages.length).toBeGreaterThan(100)
    const odd = packages.filter(([, one]) => !one.link && !/^sha512-/.test(one.integrity ?? '')).map(([path]) => path)
    expect(odd).toEqual([])
    // nothing from a repository, a folder or an address beside the registry
    const elsewhere = packages.filter(([, { resolved }]) => resolved && !resolved.startsWith('https://registry.'))
    expect(elsewhere).toEqual([])
  })

  it('15.2.1 is of exact versions, and runs nothing when it is installed', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json').text)
    const versions = Object.entries<string>({ ...dependencies, ...devDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
    expect(read('.npmrc').text).toMatch(/^ignore-scripts=true$/m)
  })
})

function filesOf(folder: string): File[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|mjs|js)$/.test(path))
    .map((path) => read(join(folder, path)))
}

function read(path: string): File {
  return { path, text: readFileSync(path, 'utf8') }
}

/** `path:line text` of each match outside of comments, except in these files. */
function found(files: File[], pattern: RegExp, except: RegExp[] = []): string[] {
  return files
    .filter(({ path }) => !except.some((one) => one.test(path)))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, at) =>
          !/^\s*(\*|\/\/|\/\*|#)/.test(line) && pattern.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [],
        ),
    )
}

function none(lines: string[]): void {
  expect(lines).toEqual([])
}
