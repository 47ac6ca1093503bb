import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { told } from './activities/verdict'
import { verifyJournal } from './activities/verify'
import { roles, system } from './actor'
import { config } from './config'
import { adoptKey, sealAnew } from './db/rotation'
import { seedOnFirstStart } from './demonstration/first-start'
import { repairFiles } from './documents/documents'
import { openHouse, root } from './house'
import { count } from './lib/french'
import { newKey } from './lib/keys'
import { missing, Problem } from './lib/problems'
import { Refusal } from './lib/refusal'
import { worst } from './ops/checks'
import { examine } from './ops/doctor'
import { askedBy, logsUsage } from './ops/log-filter'
import { showLogs } from './ops/logs'
import { invite as inviteTo } from './users/invitations'
import { findIdByEmail } from './users/queries'
import { resetSecondFactor } from './users/second-factor-reset'
import { accountForm, disableAccount, inviteFirstAdministrator, openAccount } from './users/users'

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
  'user:disable': { usage: 'user:disable ADRESSE [--reason MOTIF]', needs: 'beside', run: disableUser },
  'user:invite': {
    usage: 'user:invite [ADRESSE] (un lien pour ce compte\u202f; sans adresse, celui du premier administrateur)',
    needs: 'beside',
    run: invite,
  },
  'user:reset-second-factor': {
    usage: 'user:reset-second-factor ADRESSE (pour qui n’a plus ni téléphone ni codes de récupération)',
    needs: 'beside',
    run: resetFactor,
  },
  'journal:verify': {
    usage: 'journal:verify [--head EMPREINTE] (le journal est-il tel qu’il a été écrit\u202f?)',
    needs: 'beside',
    run: verify,
  },
  'keys:new': {
    usage: 'keys:new (une clé de plus, pour SECRET_KEYS\u202f; elle n’est gardée nulle part)',
    needs: 'alone',
    run: async () => `${newKey()}\n`,
  },
  'keys:rotate': {
    usage: 'keys:rotate (chiffre tout par la première clé de SECRET_KEYS)',
    needs: 'beside',
    run: rotateKeys,
  },
  'keys:adopt': {
    usage: 'keys:adopt (la clé de ce site devient celle de la base\u202f: celle d’avant est perdue)',
    needs: 'beside',
    run: async () => `La clé « ${await adoptKey()} » est celle de cette base. Redémarrez les sites.\n`,
  },
  'files:repair': {
    usage: 'files:repair (retire du stockage les fichiers qui ne sont à personne)',
    needs: 'beside',
    run: repair,
  },
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
  if (!(error instanceof Problem)) throw error
  process.exitCode = 1
  process.stderr.write(`${error.detail.errors?.[0]?.message ?? error.message}\n`)
} finally {
  await house?.close()
}

async function seed(): Promise<string> {
  if (!house?.embedded)
    throw new Refusal('Les données de démonstration ne vont que dans la base embarquée, sans DATABASE_URL.')
  const credentials = await seedOnFirstStart({ papers: true })
  if (!credentials) throw new Refusal('Il y a déjà des comptes : rien n’a été ajouté.')
  return credentials.map(({ email, password }) => `${email.padEnd(28)} ${password}\n`).join('')
}

async function createUser(given: string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string' }, unit: { type: 'string' } },
  })
  const role = roles.find((known) => known === values.role)
  const asked = accountForm.safeParse({ email: positionals[0], name: values.name })
  if (!asked.success || !asked.data.name || !role)
    throw new Refusal(`Usage : npm run cli -- ${commands['user:create']!.usage}`)
  const { token } = await openAccount(operator, asked.data, [{ role, unit: values.unit ?? null }])
  return token ? `Compte ouvert. ${linkOf(token)}` : 'Ce compte est déjà ouvert : rien n’a changé.\n'
}

async function disableUser(given: string[]): Promise<string> {
  const options = { reason: { type: 'string' } } as const
  const { positionals, values } = parseArgs({ args: given, allowPositionals: true, options })
  const reason = values.reason ?? 'Désactivé à la ligne de commande'
  await disableAccount(operator, await accountOf(positionals[0]), { reason, proof: null })
  return 'Compte désactivé ; ses sessions sont terminées.\n'
}

async function resetFactor([email]: string[]): Promise<string> {
  return (await resetSecondFactor(operator, await accountOf(email), { proof: null }))
    ? 'Second facteur réinitialisé\u202f; les sessions du compte sont terminées.\n'
    : 'Ce compte n’a pas de second facteur\u202f: rien n’a changé.\n'
}

async function invite([email]: string[]): Promise<string> {
  if (email) return linkOf((await inviteTo(operator, await accountOf(email))) ?? '')
  const token = await inviteFirstAdministrator()
  return token
    ? `${config.PUBLIC_ORIGIN}${config.BASE_PATH}/invitation/${token}\n`
    : 'Il y a déjà des comptes : aucun lien n’a été créé.\n'
}

async function accountOf(email = ''): Promise<string> {
  const id = await findIdByEmail(email)
  if (!id) throw missing('Aucun compte ne porte cette adresse.')
  return id
}

function linkOf(token: string): string {
  const link = `${config.PUBLIC_ORIGIN}${config.BASE_PATH}/bienvenue/${token}`
  return `Le mot de passe se choisit par ce lien, bon 24 heures, une seule fois :\n${link}\n`
}

async function verify(given: string[]): Promise<string> {
  const { values } = parseArgs({ args: given, options: { head: { type: 'string' } } })
  const began = performance.now()
  const verdict = await verifyJournal(values.head?.toLowerCase() ?? null)
  if (verdict.faults.length > 0) process.exitCode = 1
  return told(verdict, performance.now() - began)
}

async function rotateKeys(): Promise<string> {
  const { sealed, unreadable } = await sealAnew()
  if (unreadable > 0) process.exitCode = 1
  const done = sealed === 0 ? 'Rien à rechiffrer.\n' : `${count(sealed, 'secret rechiffré', 'secrets rechiffrés')}.\n`
  const left = `${count(unreadable, 'secret ne peut être ouvert', 'secrets ne peuvent être ouverts')} par aucune des clés de SECRET_KEYS.\n`
  return unreadable > 0 ? done + left : done
}

async function repair(): Promise<string> {
  const { lost, stray, forgotten } = await repairFiles()
  if (lost.length > 0) process.exitCode = 1
  const removed = `${count(stray.length + forgotten, 'fichier retiré', 'fichiers retirés')} du stockage.\n`
  return lost.length === 0
    ? removed
    : `${removed}${count(lost.length, 'fichier introuvable', 'fichiers introuvables')}, à restaurer d’une sauvegarde\u202f:\n${lost.map((hash) => `  ${hash}\n`).join('')}`
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
