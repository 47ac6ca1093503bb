/** What people here type besides what the whole world does. */
const local = [
  ...['administrateur', 'bienvenue', 'bonjour', 'cotedivoire', 'dashboard', 'doudou', 'elephants', 'motdepasse'],
  ...['abidjan', 'yamoussoukro', 'bouake', 'ministere', 'personnel', 'ressources', 'ressourceshumaines', 'secret'],
]

/**
 * The passwords that everybody tries first, one a line, out of the dictionary that also tells how strong one is: as a text, since
 * the dictionaries themselves take tens of megabytes and a quarter of a second of each process that loads them.
 */
export async function listCommonPasswords() {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const words = new Set([...dictionary['passwords-common'], ...local].filter((word) => word.length >= 4))
  return `${[...words].sort().join('\n')}\n`
}
