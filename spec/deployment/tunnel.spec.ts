import { describe, expect, it } from 'vitest'
import { readYaml } from './shipped'

type Rule = { hostname?: string; path?: string; service: string }
type Config = {
  tunnel: string
  'credentials-file': string
  metrics: string
  'grace-period': string
  originRequest: Record<string, unknown>
  ingress: Rule[]
}

const files = { 'tunnel/config.yml': 'http://127.0.0.1:9000', 'tunnel/config.compose.yml': 'http://app:9000' }
const closed = 'http_status:404'

describe.each(Object.entries(files))('%s', (file, site) => {
  const config = readYaml<Config>(file)
  const service = (url: string) =>
    serviceFor(config.ingress, new URL(url).hostname, url.replace(/^https:\/\/[^/]+/, ''))

  it.each([
    '',
    '/',
    '/connexion',
    '/personnel?q=kon%C3%A9&page=2',
    '/static/app.1a2b3c.css',
    '/live',
    '/api/v1/health',
    '/readyzone',
  ])('serves /mppeep%s', (path) => expect(service(`https://mppeep.example/mppeep${path}`)).toBe(site))

  it.each([
    '/metrics',
    '/readyz',
    '/livez/',
    '/internal/jobs?all',
    '/./metrics',
    '//metrics',
    '/personnel/../metrics',
    '/personnel/%2E%2e/metrics',
    '/%2e/livez',
    '/%6detrics',
    '\\metrics',
    '/metrics#a',
    '/a%0a/../metrics',
  ])('keeps /mppeep%s inside', (path) => expect(service(`https://mppeep.example/mppeep${path}`)).toBe(closed))

  it.each([
    'https://mppeep.example/',
    'https://mppeep.example/.git/config',
    'https://mppeep.example/mppeepx',
    'https://mppeep.example/x/mppeep/',
  ])('has nothing at %s', (url) => expect(service(url)).toBe(closed))

  it('answers to its own name only', () => expect(service('https://autre.example/mppeep')).toBe(closed))

  it('ends with the only rule that catches all', () => {
    const catching = config.ingress.filter(({ hostname, path }) => !hostname && !path)
    expect(catching).toEqual([config.ingress.at(-1)])
    expect(catching[0]!.service).toBe(closed)
  })

  it('has names and addresses that cloudflared takes', () => {
    for (const { hostname = 'mppeep.example', service } of config.ingress) {
      expect(hostname).toMatch(/^[a-z0-9.-]+$/)
      // "ingress rules don't support proxying to a different path"
      expect(service).toMatch(/^(http:\/\/[^/]+|http_status:\d{3})$/)
    }
  })

  it('has anchored paths in the grammar that Go and JavaScript share', () => {
    for (const { path } of config.ingress) {
      if (path === undefined) continue
      expect(path).toMatch(/^\^/)
      expect(path).not.toMatch(/\(\?|\\[1-9]|[*+?}]\+/)
      expect(() => new RegExp(path)).not.toThrow()
    }
  })

  it('gives up its connections before the site does, and shows its measures to nobody', () => {
    expect(config.originRequest).toMatchObject({ connectTimeout: '5s', keepAliveTimeout: '60s' })
    expect(config.originRequest).not.toHaveProperty('httpHostHeader')
    expect(config.metrics).toMatch(/^127\.0\.0\.1:\d+$/)
  })
})

it('has the same rules in a container and out of it', () => {
  const [host, container] = Object.keys(files).map((file) => readYaml<Config>(file))
  const bare = (config: Config, site: string) => ({
    ...config,
    'credentials-file': '',
    ingress: config.ingress.map((rule) => ({ ...rule, service: rule.service.replace(site, 'site') })),
  })
  expect(bare(container!, 'http://app:9000')).toEqual(bare(host!, 'http://127.0.0.1:9000'))
})

/** cloudflared's `Ingress.FindMatchingRule` (ingress/ingress.go): the first rule whose host and decoded path match. */
function serviceFor(rules: Rule[], host: string, target: string): string {
  const path = target
    .split('?', 1)[0]!
    .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return rules.find(
    (rule) => (!rule.hostname || rule.hostname === host) && (!rule.path || new RegExp(rule.path).test(path)),
  )!.service
}
