import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { open, refuse } from './door.mjs'

/** `node src/run.mjs <door> [arguments]`: what every command of package.json goes through. Plain JavaScript, with nothing to install. */
const root = fileURLToPath(new URL('..', import.meta.url))
const [door, ...args] = process.argv.slice(2)
const doors = ['main', 'worker', 'cli', 'bench']
const tasks = ['dev', 'test', 'check']

refuseOldNode()
if (![...doors, ...tasks].includes(door))
  refuse(`Commande inconnue\u202f: ${door ?? '(aucune)'}. Voyez «\u202fscripts\u202f» dans package.json.`)
installWhatIsMissing()
try {
  if (tasks.includes(door)) await (await import('./tasks.mjs'))[door](args)
  else {
    const { build } = await import('./build.mjs')
    await build(door === 'bench' ? { entries: ['spec/bench/bench.ts'] } : {})
    await open(door, args)
  }
} catch (error) {
  refuse(error?.name === 'Refusal' ? error.message : String(error?.stack ?? error))
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  refuse(`Il faut Node 20.19 ou plus récent\u202f; celui-ci est ${process.versions.node}.`)
}

function installWhatIsMissing() {
  if (isInstalled()) return
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const command = [...npm, 'ci', '--no-audit', '--no-fund', '--include=dev']
  const { status } = spawnSync(command[0], command.slice(1), { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0)
    refuse('Les dépendances n’ont pas pu être installées : le réseau est-il là\u202f? Puis recommencez.')
}

/** Compared by what is in them: a copied or freshly cloned folder has dates that say nothing. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const there = packagesOf('node_modules/.package-lock.json')
  const development = tasks.includes(door) || door === 'bench'
  return Object.entries(wanted).every(([path, { version, optional, dev }]) => {
    const mayBeAbsent = path === '' || optional || (dev && !development)
    return there[path] ? there[path].version === version : mayBeAbsent
  })
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(`${root}/${lockfile}`, 'utf8')).packages
  } catch {
    return {}
  }
}
