/** Failed attempts on one e-mail address, from anywhere, before each further one must wait. */
const patience = 10

/** Seconds an e-mail address must wait after its n-th failure within a day: 0, then doubling from 5 s, 15 minutes at most. */
export function delayAfter(failures: number): number {
  return failures < patience ? 0 : Math.min(5 * 2 ** (failures - patience), 900)
}

/** The page to go to after sign-in: only a path of ours, never another site's (`//evil`, `/\evil`, `https:…`). */
export function safeReturn(wanted: string | undefined, base: string, home: string): string {
  if (!wanted || !wanted.startsWith(`${base}/`) || wanted.startsWith('//') || /[\\\u0000-\u001f]/.test(wanted))
    return home
  const origin = 'http://site.invalid'
  if (!URL.canParse(wanted, origin)) return home
  const url = new URL(wanted, origin)
  const ours = url.origin === origin && url.pathname.startsWith(`${base}/`) && !url.pathname.startsWith('//')
  return ours && !url.pathname.startsWith(`${base}/connexion`) ? url.pathname + url.search : home
}

/** What limits count an address as: an IPv4 address itself, the /64 network of an IPv6 one. */
export function limitedAddress(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** « 1 minute », « 12 minutes »: never "0 minutes". */
export function minutesLeft(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return `${minutes} minute${minutes > 1 ? 's' : ''}`
}
