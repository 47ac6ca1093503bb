import { existsSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { variables } from '../../src/config'
import { readShipped, readYaml } from './shipped'

type Service = {
  image: string
  build?: string
  user?: string
  profiles?: string[]
  command?: string | string[]
  environment?: Record<string, string>
  ports?: string[]
  secrets?: (string | { source: string; target: string })[]
  volumes?: string[]
  tmpfs?: string[]
  networks: string[] | Record<string, { ipv4_address: string } | null>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test?: string[]; disable?: boolean }
  read_only?: boolean
  cap_drop?: string[]
  cap_add?: string[]
  privileged?: boolean
  security_opt?: string[]
  restart?: string
  stop_grace_period?: string
  deploy: { resources: { limits: { cpus: string; memory: string; pids: number } } }
}
type Pool = { subnet: string; gateway: string; ip_range: string }
type Compose = {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean; ipam?: { config: Pool[] } } | null>
  volumes: Record<string, unknown>
  secrets: Record<string, { file: string }>
}

const text = readShipped('compose.yaml')
const compose = readYaml<Compose>('compose.yaml')
const services = Object.entries(compose.services)
const { app, worker, postgres, redis, cloudflared, nginx } = compose.services as Record<string, Service>
const networksOf = (service: Service) =>
  Array.isArray(service.networks) ? service.networks : Object.keys(service.networks)
const secretsOf = (service: Service) =>
  (service.secrets ?? []).map((secret) => (typeof secret === 'string' ? secret : secret.source))

describe.each(services)('the container %s', (name, service) => {
  it('can write only where it must, and become nobody else', () => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    expect(service).not.toHaveProperty('cap_add')
    expect(service).not.toHaveProperty('privileged')
    if (!service.build && name !== 'cloudflared') expect(service.user).toMatch(/^(postgres|redis|nginx)$/)
  })

  it('has limits, comes back, and has time to stop', () => {
    expect(service.deploy.resources.limits).toMatchObject({
      cpus: expect.stringMatching(/^\d/),
      memory: expect.stringMatching(/^\d+[MG]$/),
      pids: expect.any(Number),
    })
    expect(service).toMatchObject({ restart: 'unless-stopped', stop_grace_period: '30s' })
  })

  it('runs a version that is named', () => {
    if (service.build) expect(service.image).toBe('mppeep-dashboard:local')
    else expect(service.image).toMatch(/:\d/)
  })

  it('uses only networks, volumes and secrets that exist', () => {
    for (const network of networksOf(service)) expect(compose.networks).toHaveProperty(network)
    for (const secret of secretsOf(service)) expect(compose.secrets).toHaveProperty(secret)
    for (const volume of service.volumes ?? []) {
      const source = volume.split(':')[0]!
      if (source.startsWith('.')) expect(existsSync(source), source).toBe(true)
      else expect(compose.volumes).toHaveProperty(source)
    }
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(compose.services).toHaveProperty(other)
      if (condition === 'service_healthy') expect(isWatched(other)).toBe(true)
    }
  })

  it('is watched, the worker apart', () => {
    if (name === 'worker') expect(service.healthcheck).toEqual({ disable: true })
    else expect(isWatched(name)).toBe(true)
  })

  it('takes each secret from a file', () => {
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      if (variable.endsWith('_FILE')) expect(secretsOf(service)).toContain(value.replace('/run/secrets/', ''))
      else expect(variable).not.toMatch(/PASSWORD|TOKEN|SECRET|DATABASE_URL|SMTP_URL|STORAGE_URL/)
    }
  })
})

/** By its own check, or by the one that the Dockerfile of the site declares. */
function isWatched(name: string): boolean {
  const { healthcheck, build } = compose.services[name]!
  return healthcheck ? Boolean(healthcheck.test) : Boolean(build) && /^HEALTHCHECK /m.test(readShipped('Dockerfile'))
}

describe('compose.yaml', () => {
  it('opens the site to this machine only, and nginx alone to the others', () => {
    expect(app!.ports).toEqual(['127.0.0.1:9000:9000'])
    expect(nginx!.ports).toEqual(['80:80', '443:443'])
    for (const service of [worker, postgres, redis, cloudflared]) expect(service).not.toHaveProperty('ports')
  })

  it('can be told all that the program reads, save what belongs to a container', () => {
    const told = Object.keys(app!.environment!).map((name) => name.replace(/_FILE$/, ''))
    const own = ['PORT', 'HOST', 'BASE_PATH', 'DATA_DIR', 'DATABASE_PREPARE', 'DEMO_PASSWORD']
    expect([...told, ...own].sort()).toEqual(Object.keys(variables.shape).sort())
  })

  it('starts the tunnel and nginx only when asked to', () => {
    const byProfile = services.map(([name, { profiles }]) => [name, profiles])
    expect(Object.fromEntries(byProfile.filter(([, profiles]) => profiles))).toEqual({
      cloudflared: ['tunnel'],
      nginx: ['nginx'],
    })
  })

  it('keeps Redis small and its contents on disk', () => {
    expect(redis!.image).toBe('redis:7-alpine')
    for (const flag of ['--appendonly yes', '--maxmemory 256mb', '--maxmemory-policy allkeys-lru'])
      expect(redis!.command).toContain(flag)
    expect(redis!.volumes).toEqual(['redis:/data'])
  })

  it('keeps the data of Postgres 18 where that image writes it', () => {
    expect(postgres!.image).toBe('postgres:18')
    expect(postgres!.volumes).toEqual(['postgres:/var/lib/postgresql'])
  })

  it('gives the two stores no way in from the front and no way out', () => {
    expect(compose.networks.back).toEqual({ internal: true })
    for (const store of [postgres, redis]) expect(networksOf(store!)).toEqual(['back'])
    for (const door of [cloudflared, nginx]) expect(networksOf(door!)).toEqual(['front'])
  })

  it('believes the containers of the front, neither the gateway by which the host comes in nor the site itself', () => {
    const { subnet, gateway, ip_range } = compose.networks.front!.ipam!.config[0]!
    const trusted = /:-(.*)}/.exec(app!.environment!.TRUSTED_PEERS!)![1]!
    const believed = (address: string) => ipaddr.parse(address).match(ipaddr.parseCIDR(trusted))
    const own = (app!.networks as Record<string, { ipv4_address: string }>).front!.ipv4_address
    expect(trusted).toBe(ip_range)
    expect(ipaddr.parse(ip_range.split('/')[0]!).match(ipaddr.parseCIDR(subnet))).toBe(true)
    expect([gateway, own].map(believed)).toEqual([false, false])
    expect(readShipped('tunnel/upstream.compose.conf')).toContain(`server ${own}:9000;`)
  })

  it('gives the site and the worker the same image and settings', () => {
    expect(worker!.environment).toEqual(app!.environment)
    expect(worker!.image).toBe(app!.image)
    const [, ofSite] = /^CMD (\[.*\])$/m.exec(readShipped('Dockerfile'))!
    expect(worker!.command).toEqual([...(JSON.parse(ofSite!) as string[]).slice(0, -1), 'worker'])
  })

  it('keeps the files of people in a volume that outlives the containers, or where a secret says', () => {
    const [, folder] = /DATA_DIR=(\S+)/.exec(readShipped('Dockerfile'))!
    for (const service of [app, worker]) {
      expect(service!.volumes).toEqual([`files:${folder}`])
      expect(service!.environment).toHaveProperty('STORAGE_URL_FILE', '/run/secrets/storage_url')
    }
    expect(readShipped('tunnel/README.md')).toContain('secrets/storage_url')
  })

  it('holds no secret, and takes its own from a folder that git does not see', () => {
    expect(text).not.toMatch(/:\/\/[^/\s:]+:[^@\s]+@/)
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\/[a-z_]+$/)
    expect(readShipped('.gitignore')).toMatch(/^\/?secrets\/$/m)
  })

  it.skipIf(!existsSync('.env.example'))('sets only variables that the site reads', () => {
    const known = new Set([...readShipped('.env.example').matchAll(/^#?\s*([A-Z_]+)=/gm)].map((match) => match[1]))
    for (const name of Object.keys(app!.environment!)) expect(known, name).toContain(name.replace(/_FILE$/, ''))
  })
})
