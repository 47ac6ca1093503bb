import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'

export type Nginx = {
  http: number
  https: number
  certificate: string
  /** The access log so far, a line a request. */
  accessLog(): string[]
  stop(): Promise<void>
}

const shipped = join(import.meta.dirname, '../../tunnel')

/** The nginx of this machine, or none: its specs are then skipped. */
export function nginxVersion(): string | undefined {
  return /nginx\/\S+/.exec(spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr ?? '')?.[0]
}

/**
 * Runs the shipped `tunnel/nginx.conf` before two processes of the site, with ports and folders of its own; `port`: the one for
 * https, where the site must know it before.
 */
export async function startNginx(upstreams: [number, number], port?: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
  // run as root, nginx works as another user, who must reach its folders
  chmodSync(folder, 0o755)
  for (const name of ['tls', 'log', 'temp']) mkdirSync(join(folder, name))
  makeCertificate(join(folder, 'tls'))
  const [http, https] = [await freePort(), port ?? (await freePort())]
  writeFileSync(join(folder, 'nginx.conf'), render(folder, http, https))
  writeFileSync(join(folder, 'upstream.conf'), upstreamsAt(upstreams))
  const options = ['-p', folder, '-e', join(folder, 'log/error.log'), '-c', join(folder, 'nginx.conf')]
  execFileSync('nginx', ['-t', '-q', ...options], { stdio: 'pipe' })
  const child = spawn('nginx', [...options, '-g', 'daemon off;'], { stdio: 'ignore' })
  await reachable(https)
  return {
    http,
    https,
    certificate: readFileSync(join(folder, 'tls/fullchain.pem'), 'utf8'),
    accessLog: () => readFileSync(join(folder, 'log/access.log'), 'utf8').split('\n').filter(Boolean),
    async stop() {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Moves the shipped file into the folder, unchanged but for what only root may use. */
function render(folder: string, http: number, https: number): string {
  const conf = readFileSync(join(shipped, 'nginx.conf'), 'utf8')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (of) => `${of}_temp_path ${folder}/temp/${of};`,
  )
  return [
    [/^http \{/gm, `http {\n${temporary.join('\n')}`],
    [/listen 80\b/g, `listen 127.0.0.1:${http}`],
    [/listen 443\b/g, `listen 127.0.0.1:${https}`],
    [/listen \[::\]:80\b(.*)/g, hasIpv6() ? `listen [::1]:${http}$1` : ''],
    [/listen \[::\]:443\b(.*)/g, hasIpv6() ? `listen [::1]:${https}$1` : ''],
    [/\/etc\/nginx\/tls\//g, `${folder}/tls/`],
    [/\/var\/log\/nginx\//g, `${folder}/log/`],
    [/\/var\/cache\/mppeep\b/g, `${folder}/cache`],
    [/\/run\/nginx\.pid/g, `${folder}/nginx.pid`],
  ].reduce((text, [from, to]) => replaced(text, from as RegExp, to as string), conf)
}

function upstreamsAt([first, second]: [number, number]): string {
  const text = replaced(
    readFileSync(join(shipped, 'upstream.conf'), 'utf8'),
    /127\.0\.0\.1:9000/g,
    `127.0.0.1:${first}`,
  )
  return replaced(text, /127\.0\.0\.1:9001/g, `127.0.0.1:${second}`)
}

function replaced(text: string, from: RegExp, to: string): string {
  if (text.search(from) === -1) throw new Error(`${from} is not in the shipped nginx configuration any more`)
  return text.replace(from, to)
}

function makeCertificate(folder: string): void {
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
      .concat(['-subj', '/CN=mppeep.example', '-addext', 'subjectAltName=DNS:mppeep.example'])
      .concat(['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')]),
    { stdio: 'pipe' },
  )
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('nginx does not listen')
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exit
}
