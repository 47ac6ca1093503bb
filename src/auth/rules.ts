/** The page to go to after sign-in: only a path of ours, never another site's (`//evil`, `/\evil`, `https:…`). */
export function safeReturn(wanted: string | undefined, base: string, home: string): string {
  if (!wanted?.startsWith(`${base}/`) || wanted.length > 2_000 || /[\\\u0000-\u001f]/.test(wanted)) return home
  const origin = 'http://site.invalid'
  if (!URL.canParse(wanted, origin)) return home
  const url = new URL(wanted, origin)
  const ours = url.origin === origin && url.pathname.startsWith(`${base}/`) && !url.pathname.startsWith('//')
  const door = /^\/(connexion|deconnexion|invitation|live|mot-de-passe(-oublie)?)(\/|$)/.test(
    url.pathname.slice(base.length),
  )
  return ours && !door ? url.pathname + url.search : home
}

/** What limits count an address as: an IPv4 address itself, the /64 network of an IPv6 one. */
export function limitedAddress(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right].slice(0, 4)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/** « 1 minute », « 12 minutes »: never "0 minutes". */
export function minutesLeft(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return `${minutes} minute${minutes > 1 ? 's' : ''}`
}
