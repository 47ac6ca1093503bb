import type { Config } from '../config'
import { count } from '../lib/french'
import { bytes, elapsed, milliseconds, secondsSince, share } from '../lib/quantities'
import type { Process, Queue } from './queries'

export type State = 'ok' | 'attention' | 'panne'
export type Finding = { state: State; what: string; says: string }

/** What a doctor makes of what was measured: limits in one place, nothing asked of anybody. */

export function ofConnections(used: number, most: number): Finding {
  const state = used >= most * 0.95 ? 'panne' : used >= most * 0.8 ? 'attention' : 'ok'
  return { state, what: 'Connexions', says: `${used} sur ${most}` }
}

/** `done`: names in the database; `files`: those of the program. */
export function ofMigrations(files: string[], done: string[]): Finding {
  const what = 'Schéma'
  const unknown = done.filter((name) => !files.includes(name))
  if (unknown.length > 0)
    return { state: 'panne', what, says: `plus récent que le programme (${unknown.join(', ')} inconnue)` }
  const waiting = files.filter((name) => !done.includes(name))
  if (waiting.length > 0)
    return { state: 'attention', what, says: `migrations à appliquer au prochain démarrage : ${waiting.join(', ')}` }
  return { state: 'ok', what, says: `à jour (${done.at(-1) ?? 'vide'})` }
}

/** Whether what was promised is being done: letters and jobs. A minute late is a moment's work, a quarter of an hour is nobody at work. */
export function ofQueue({ waiting, running, oldest, dead, deadLately }: Queue, now: Date): Finding[] {
  const late = secondsSince(oldest, now)
  const held = `${waiting} en attente, ${running} en cours`
  const advice = `rien ne les fait\u202f? Lancez npm run worker, ou WORK=true sur le site`
  return [
    {
      state: late > 900 ? 'panne' : late > 60 ? 'attention' : 'ok',
      what: 'File d’attente',
      says: late > 60 ? `${held}, en retard de ${elapsed(late)}\u202f: ${advice}` : `${held}, aucun retard`,
    },
    {
      state: deadLately > 0 ? 'attention' : 'ok',
      what: 'Travaux abandonnés',
      says:
        deadLately > 0
          ? `${deadLately} depuis hier\u202f: voyez Exploitation, et Courriers pour ceux qui sont à renvoyer`
          : `aucun depuis hier, ${dead} en trente jours`,
    },
  ]
}

/** The processes that said within two minutes that they are alive. */
export function ofProcesses(processes: Process[]): Finding {
  const what = 'Processus'
  const of = (kind: string) => processes.filter((one) => one.kind === kind).length
  const versions = [...new Set(processes.map(({ version }) => version))]
  const says = `${count(of('site'), 'site', 'sites')}, ${of('worker')} de travaux`
  return versions.length > 1
    ? { state: 'attention', what, says: `${says}, en ${versions.length} versions (${versions.join(', ')})` }
    : { state: 'ok', what, says: processes.length === 0 ? 'aucun ne s’est annoncé depuis deux minutes' : says }
}

/** `ms`: how far Postgres's clock is ahead of ours. */
export function ofClock(ms: number): Finding {
  const far = Math.abs(ms)
  const state = far >= 60_000 ? 'panne' : far >= 2_000 ? 'attention' : 'ok'
  const says =
    far < 2_000
      ? `d’accord à ${milliseconds(far)} près`
      : `Postgres ${ms > 0 ? 'avance' : 'retarde'} de ${elapsed(far / 1_000)}`
  return { state, what: 'Horloges', says }
}

export function ofDisk(free: number, total: number): Finding {
  const state = free < 200e6 ? 'panne' : free < 1e9 || free < total * 0.1 ? 'attention' : 'ok'
  return { state, what: 'Disque', says: `${bytes(free)} libres sur ${bytes(total)} (${share(free, total)})` }
}

export type RedisFacts = { version: string; used: number; most: number; policy: string; evicted: number }

export function ofRedis({ version, used, most, policy, evicted }: RedisFacts): Finding[] {
  const full = most > 0 && used >= most * 0.95
  return [
    { state: 'ok', what: 'Redis', says: `version ${version}, répond` },
    {
      state: most === 0 || (full && policy === 'noeviction') ? 'attention' : 'ok',
      what: 'Mémoire de Redis',
      says: most === 0 ? `${bytes(used)}, sans limite (maxmemory)` : `${bytes(used)} sur ${bytes(most)}`,
    },
    {
      state: policy === 'noeviction' ? 'attention' : 'ok',
      what: 'Éviction de Redis',
      says: `${policy}, ${evicted === 0 ? 'aucune clé évincée' : `${count(evicted, 'clé évincée', 'clés évincées')} depuis son démarrage`}`,
    },
  ]
}

/** `changes`: the role of the site's connections could alter or remove what the journal has said. */
export function ofJournal(role: string, changes: boolean): Finding {
  const what = 'Journal'
  if (!changes) return { state: 'ok', what, says: `le rôle ${role} ne peut ni le modifier ni l’effacer` }
  const advice = 'donnez au site le rôle mppeep_app, et le propriétaire à DIRECT_DATABASE_URL'
  return { state: 'attention', what, says: `le rôle ${role} pourrait le modifier\u202f: ${advice}` }
}

/** `names`: of the keys at hand, the first of which seals; `counts`: how many values each has sealed, and `null` how many none has. */
export function ofKeys(names: string[], counts: Map<string | null, number>, fault: string | null): Finding {
  const what = 'Secrets'
  const [first] = names
  if (!first) return { state: 'panne', what, says: 'aucune clé\u202f: ni SECRET_KEYS, ni fichier secret.key' }
  if (fault) return { state: 'panne', what, says: fault }
  const plain = counts.get(null) ?? 0
  if (plain > 0) return { state: 'attention', what, says: `${plain} en clair, chiffrés au prochain démarrage du site` }
  const old = [...counts].filter(([id]) => id !== first).map(([id, count]) => `${count} sous la clé « ${id} »`)
  if (counts.size === 0) return { state: 'ok', what, says: `aucun encore, clé « ${first} »` }
  if (old.length === 0)
    return { state: 'ok', what, says: `${counts.get(first) ?? 0} chiffrés, tous par la clé « ${first} »` }
  return { state: 'attention', what, says: `${old.join(', ')}, à rechiffrer\u202f: npm run cli -- keys:rotate` }
}

/** `state`: whether a scanner of files is set, and answers. */
export function ofScanner({ state, version }: { state: 'none' | 'on' | 'away'; version: string | null }): Finding {
  const what = 'Antivirus'
  if (state === 'none')
    return { state: 'ok', what, says: 'aucun (CLAMAV_URL)\u202f: le site juge lui-même des fichiers reçus' }
  if (state === 'on') return { state: 'ok', what, says: `répond, ${version}` }
  return { state: 'panne', what, says: 'ne répond pas à l’adresse de CLAMAV_URL\u202f: aucun fichier n’est reçu' }
}

/** `lost`: files that have a row and are not there; `stray`: those that are there without a row. Null: the storage does not answer. */
export function ofFiles(astray: { lost: number; stray: number } | null): Finding {
  const what = 'Fichiers'
  if (!astray) return { state: 'panne', what, says: 'le stockage des fichiers ne répond pas' }
  const { lost, stray } = astray
  if (lost > 0)
    return { state: 'panne', what, says: `${lost} introuvables dans le stockage\u202f: restaurez-les d’une sauvegarde` }
  if (stray === 0) return { state: 'ok', what, says: 'chacun a sa ligne dans la base, et chaque ligne son fichier' }
  return { state: 'attention', what, says: `${stray} sans ligne dans la base\u202f: npm run cli -- files:repair` }
}

/** What may be meant, but seldom is. */
export function ofConfig(config: Config): Finding[] {
  const { protocol, hostname } = new URL(config.PUBLIC_ORIGIN)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const doubts = [
    protocol === 'https:' && config.TRUSTED_PEERS.length === 0
      ? 'PUBLIC_ORIGIN est en https, TRUSTED_PEERS est vide : toutes les requêtes ont l’adresse du relais'
      : null,
    protocol === 'http:' && !local ? 'PUBLIC_ORIGIN est en http : les sessions passent en clair' : null,
    ['0.0.0.0', '::'].includes(config.HOST)
      ? `HOST vaut ${config.HOST} : hors d’un conteneur, le port répond à tout le réseau`
      : null,
    config.TRUSTED_PEERS.some(([, bits]) => bits === 0) ? 'TRUSTED_PEERS croit tout le monde' : null,
    config.DEMO_PASSWORD && !local ? 'DEMO_PASSWORD est donné sur un site public' : null,
  ].filter((doubt) => doubt !== null)
  if (doubts.length === 0) return [{ state: 'ok', what: 'Configuration', says: 'sans remarque' }]
  return doubts.map((says) => ({ state: 'attention', what: 'Configuration', says }))
}

/** The exit code of a command: 0, 1 or 2, for the worst that was found. */
export function worst(findings: Finding[]): 0 | 1 | 2 {
  const has = (state: State) => findings.some((finding) => finding.state === state)
  return has('panne') ? 2 : has('attention') ? 1 : 0
}
