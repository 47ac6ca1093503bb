import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Role, roles, type System } from './actor'
import { createAccount, disableAccount, inviteFirstAdministrator } from './auth/auth'
import { config } from './config'
import { seedOnFirstStart } from './demonstration/first-start'
import { openHouse } from './house'
import { Problem } from './lib/problems'
import { Refusal } from './lib/refusal'

/** The operator's door: `npm run cli -- <command>`. Works beside a running site, by the same verbs as its pages. */
const commands: Record<string, { usage: string; run: (args: string[]) => Promise<string> }> = {
  migrate: { usage: 'migrate', run: async () => 'Le schéma est à jour.' },
  seed: { usage: 'seed (le ministère de démonstration, dans la base embarquée et vide)', run: seed },
  'user:create': { usage: `user:create ADRESSE --name NOM --role ${roles.join('|')} [--unit CODE]`, run: createUser },
  'user:disable': { usage: 'user:disable ADRESSE', run: disableUser },
  'user:invite': { usage: 'user:invite (lien du premier administrateur)', run: invite },
}

const operator: System = {
  kind: 'system',
  name: 'Ligne de commande',
  origin: { address: null, cfRay: null, requestId: null },
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command)
  throw new Refusal(
    `Commandes :\n${Object.values(commands)
      .map(({ usage }) => `  npm run cli -- ${usage}`)
      .join('\n')}`,
  )
const house = await openHouse({ migrate: true, beside: true })
try {
  process.stdout.write(`${await command.run(args)}\n`)
} catch (error) {
  if (!(error instanceof Problem) && !(error instanceof Error && 'code' in error && error.code === '23505')) throw error
  process.exitCode = 1
  process.stderr.write(`${error instanceof Problem ? error.message : 'Un compte porte déjà cette adresse.'}\n`)
} finally {
  await house.close()
}

async function seed(): Promise<string> {
  if (!house.embedded)
    throw new Refusal('Les données de démonstration ne vont que dans la base embarquée, sans DATABASE_URL.')
  const credentials = await seedOnFirstStart()
  if (!credentials) throw new Refusal('Il y a déjà des comptes : rien n’a été ajouté.')
  return credentials.map(({ email, password }) => `${email.padEnd(28)} ${password}`).join('\n')
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
  return `Compte créé. Mot de passe (montré une seule fois) : ${password}`
}

async function disableUser([email = '']: string[]): Promise<string> {
  await disableAccount(operator, email)
  return 'Compte désactivé ; ses sessions sont terminées.'
}

async function invite(): Promise<string> {
  const token = await inviteFirstAdministrator()
  return token
    ? `${config.PUBLIC_ORIGIN}${config.BASE_PATH}/invitation/${token}`
    : 'Il y a déjà des comptes : aucun lien n’a été créé.'
}
