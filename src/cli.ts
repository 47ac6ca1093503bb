import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Role, roles, system } from './actor'
import { createAccount, disableAccount, inviteFirstAdministrator } from './auth/auth'
import { config } from './config'
import { seedOnFirstStart } from './demonstration/first-start'
import { openHouse, root } from './house'
import { Problem } from './lib/problems'
import { Refusal } from './lib/refusal'
import { worst } from './ops/checks'
import { examine } from './ops/doctor'
import { askedBy, logsUsage } from './ops/log-filter'
import { showLogs } from './ops/logs'

/** `beside`: with the house open beside a running site; `alone`: without database nor Redis, or opening what it needs itself. */
type Command = { usage: string; needs: 'beside' | 'alone'; run: (args: string[]) => Promise<string> }

/** The operator's door: `npm run cli -- <command>`. Works beside a running site, by the same verbs as its pages. */
const commands: Record<string, Command> = {
  migrate: { usage: 'migrate', needs: 'beside', run: async () => 'Le schéma est à jour.\n' },
  seed: {
    usage: 'seed (le ministère de démonstration, dans la base embarquée et vide)',
    needs: 'beside',
    run: async () => seed(),
  },
  'user:create': {
    usage: `user:create ADRESSE --name NOM --role ${roles.join('|')} [--unit CODE]`,
    needs: 'beside',
    run: createUser,
  },
  'user:disable': { usage: 'user:disable ADRESSE', needs: 'beside', run: disableUser },
  'user:invite': { usage: 'user:invite (lien du premier administrateur)', needs: 'beside', run: invite },
  doctor: { usage: 'doctor (l’état de ce dont le site a besoin\u202f; code 0, 1 ou 2)', needs: 'alone', run: doctor },
  logs: { usage: logsUsage, needs: 'alone', run: logs },
}

const operator = system('Ligne de commande')

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command)
  throw new Refusal(
    `Commandes :\n${Object.values(commands)
      .map(({ usage }) => `  npm run cli -- ${usage}`)
      .join('\n')}`,
  )
const house = command.needs === 'beside' ? await openHouse({ migrate: true, beside: true }) : null
try {
  process.stdout.write(await command.run(args))
} catch (error) {
  if (!(error instanceof Problem) && !(error instanceof Error && 'code' in error && error.code === '23505')) throw error
  process.exitCode = 1
  process.stderr.write(`${error instanceof Problem ? error.message : 'Un compte porte déjà cette adresse.'}\n`)
} finally {
  await house?.close()
}

async function seed(): Promise<string> {
  if (!house?.embedded)
    throw new Refusal('Les données de démonstration ne vont que dans la base embarquée, sans DATABASE_URL.')
  const credentials = await seedOnFirstStart()
  if (!credentials) throw new Refusal('Il y a déjà des comptes : rien n’a été ajouté.')
  return credentials.map(({ email, password }) => `${email.padEnd(28)} ${password}\n`).join('')
}

async function createUser(given: string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string' }, unit: { type: 'string' } },
  })
  const [email] = positionals
  const role = roles.find((known) => known === values.role)
  if (!email || !role || !values.name || (role === 'chef') !== Boolean(values.unit))
    throw new Refusal(`Usage : npm run cli -- ${commands['user:create']!.usage}`)
  const password = randomBytes(12).toString('base64url')
  await createAccount(
    operator,
    { email, name: values.name, personId: null, roles: [{ role: role as Role, unitCode: values.unit ?? null }] },
    password,
  )
  return `Compte créé. Mot de passe (montré une seule fois) : ${password}\n`
}

async function disableUser([email = '']: string[]): Promise<string> {
  await disableAccount(operator, email)
  return 'Compte désactivé ; ses sessions sont terminées.\n'
}

async function invite(): Promise<string> {
  const token = await inviteFirstAdministrator()
  return token
    ? `${config.PUBLIC_ORIGIN}${config.BASE_PATH}/invitation/${token}\n`
    : 'Il y a déjà des comptes : aucun lien n’a été créé.\n'
}

async function doctor(): Promise<string> {
  const findings = await examine(resolve(root, 'sql/migrations'))
  process.exitCode = worst(findings)
  return findings.map(({ state, what, says }) => `${state.padEnd(9)}  ${what}\u202f: ${says}\n`).join('')
}

async function logs(given: string[]): Promise<string> {
  const asked = askedBy(given)
  if (asked.file === undefined && process.stdin.isTTY) throw new Refusal(`Usage : npm run cli -- ${logsUsage}`)
  // whoever reads has seen enough (`| head`)
  process.stdout.on('error', () => process.exit(0))
  const { lines, shown, unreadable } = await showLogs(asked, process.stdin, process.stdout)
  if (asked.file !== undefined)
    process.stderr.write(`${shown} sur ${lines} lignes, dont ${unreadable} illisibles passées.\n`)
  return ''
}
