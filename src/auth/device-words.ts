/** « Firefox sur Windows »; calm about what it does not know. */
export async function deviceWords(userAgent: string | null): Promise<string> {
  if (!userAgent) return unknown
  // forty thousand characters of patterns, for the few pages that say it
  const { default: Bowser } = await import('bowser')
  const { browser, os } = Bowser.parse(userAgent)
  const system = os.name && (systems[os.name] ?? os.name)
  const program = browser.name && (programs[browser.name] ?? browser.name)
  if (program && system) return `${program} sur ${system}`
  return program || (system ? `Navigateur inconnu sur ${system}` : unknown)
}

const unknown = 'Appareil non reconnu'
const programs: Record<string, string> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  'Android Browser': 'Navigateur Android',
}
const systems: Record<string, string> = { 'Chrome OS': 'ChromeOS', 'Windows Phone': 'Windows Phone' }

const regions = new Intl.DisplayNames(['fr'], { type: 'region', fallback: 'none' })

/** The country that the edge names (ISO 3166-1; Cloudflare says T1 of Tor and XX of what it does not know), in French. */
export function placeWords(country: string | null): string {
  if (country === 'T1') return 'réseau Tor'
  const known = country && /^[A-Z]{2}$/.test(country) && country !== 'ZZ' ? regions.of(country) : undefined
  return known ?? 'lieu inconnu'
}
