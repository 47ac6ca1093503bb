import { readFileSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { keysIn } from './lib/keys'
import { Refusal } from './lib/refusal'

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'un nombre de 0 à 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'un nombre de 0 à 65535')
const flag = z.enum(['true', 'false'], 'true ou false').transform((value) => value === 'true')
const database = z.url({ protocol: /^postgres(ql)?$/, error: 'une adresse postgres://…' })
const origin = z
  .string()
  .refine(
    (value) => /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value,
    'une origine comme https://mppeep.example, sans chemin',
  )
const cidrs = z.string().transform((value, context) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      try {
        return ipaddr.parseCIDR(part.includes('/') ? part : `${part}/${part.includes(':') ? 128 : 32}`)
      } catch {
        context.addIssue({ code: 'custom', message: `« ${part} » n’est pas une plage d’adresses` })
        return z.NEVER
      }
    }),
)

const secretKeys = z.string().transform((value, context) => {
  const keys = keysIn(value)
  if (keys) return keys
  context.addIssue({ code: 'custom', message: 'nom:clé, où la clé est 32 octets tirés au hasard, en base64' })
  return z.NEVER
})

/** Every variable the program reads; `.env.example` names the same ones. */
export const variables = z.object({
  PORT: port.default(9000),
  HOST: z.string().default('127.0.0.1'),
  BASE_PATH: z
    .string()
    .regex(/^(\/[a-z0-9-]+)*$/, 'un chemin comme /mppeep, en minuscules, ou rien')
    .default('/mppeep'),
  PUBLIC_ORIGIN: origin.optional(),
  TRUSTED_PEERS: cidrs.default([]),
  DATABASE_URL: database.optional(),
  DIRECT_DATABASE_URL: database.optional(),
  DATABASE_PREPARE: flag.default(true),
  // sentinels and clusters are lists of hosts, which URL readers refuse
  REDIS_URL: z
    .string()
    .regex(
      /^(rediss?(\+(sentinel|cluster))?|unix):\/\/\S+$/,
      'une adresse redis://, rediss://, unix://, redis+sentinel:// ou redis+cluster://',
    )
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'une adresse smtp:// ou smtps://' }).optional(),
  // a name and an address, on one line: it becomes a header of each letter
  MAIL_FROM: z
    .string()
    .regex(
      /^([^\p{Cc}<>@"]+ <[^\s\p{Cc}<>@,;:]+@[^\s\p{Cc}<>@,;:]+>|[^\s\p{Cc}<>@,;:]+@[^\s\p{Cc}<>@,;:]+)$/u,
      'Nom <adresse>',
    )
    .optional(),
  STORAGE_URL: z
    .string()
    .regex(
      /^s3:\/\/[^\s/:@]+:[^\s/:@]+@[^\s/:@?]+(:\d{1,5})?\/[^\s?]+(\?[\w=&.-]*)?$/,
      's3://clé:secret@serveur/seau?region=…',
    )
    .optional(),
  WORK: flag.default(true),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'debug, info, warn ou error').default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty'], 'json ou pretty').default('json'),
  DEMO_PASSWORD: z.string().min(15, '15 caractères au moins').optional(),
  METRICS_TOKEN: z.string().min(24, '24 caractères au moins').optional(),
  SECRET_KEYS: secretKeys.optional(),
  CLAMAV_URL: z
    .string()
    .regex(/^(tcp:\/\/[^\s/:@]+:\d{1,5}|unix:(\/\/)?\/\S+)$/, 'tcp://serveur:3310 ou unix:/chemin')
    .optional(),
})

type Derived = { PUBLIC_ORIGIN: string; MAIL_FROM: string }
export type Config = Readonly<Omit<z.output<typeof variables>, keyof Derived> & Derived>

/** The environment, read once. Throws a `Refusal` naming every variable that cannot be read. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const asked = Object.fromEntries(
    Object.keys(variables.shape).map((name) => [name, secretFile(env, name) ?? given(env, name)]),
  )
  const read = variables.safeParse(asked)
  if (!read.success) {
    const issues = read.error.issues.map((issue) => `${String(issue.path[0])} (${issue.message})`)
    throw new Refusal(`Variable d’environnement illisible : ${issues.join(' ; ')}.`)
  }
  const PUBLIC_ORIGIN = read.data.PUBLIC_ORIGIN ?? `http://localhost:${read.data.PORT}`
  const MAIL_FROM = read.data.MAIL_FROM ?? `MPPEEP <ne-pas-repondre@${new URL(PUBLIC_ORIGIN).hostname}>`
  return Object.freeze({ ...read.data, PUBLIC_ORIGIN, MAIL_FROM })
}

export const config = readConfig(process.env)

/** An empty variable is one that was not given, except the path: the site may stand at the root. */
function given(env: Record<string, string | undefined>, name: string): string | undefined {
  return name === 'BASE_PATH' ? env[name] : env[name] || undefined
}

/** Container secrets: `NAME_FILE` holds the path of a file whose content is the value. */
function secretFile(env: Record<string, string | undefined>, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (!file) return undefined
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    throw new Refusal(`Variable d’environnement illisible : ${name}_FILE (le fichier ${file} ne peut être lu).`)
  }
}
