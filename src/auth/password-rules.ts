/** What a password may be (NIST SP 800-63B-4 §3.1.1.2, ASVS 5.0 §6.2): long enough, not one that everybody tries, not about its owner. */

/** Characters, each Unicode code point counted as one. */
export function shortest(secondFactor: boolean): number {
  return secondFactor ? 8 : 15
}

/** Whether it is only good beside a second factor. */
export function isShort(password: string): boolean {
  return [...password.normalize('NFC')].length < shortest(false)
}

const longest = 128
/** Of UTF-8: what is hashed must not be as long as somebody likes. */
const longestBytes = 256

/** Words that a password must not contain, by what they say of its owner. */
export type OwnWords = { name: string[]; email: string[]; matricule: string[]; house: string[] }

const sayings: Record<keyof OwnWords, string> = {
  name: 'Ce mot de passe contient une partie de votre nom\u202f: choisissez-en un sans rapport avec vous.',
  email:
    'Ce mot de passe contient une partie de votre adresse électronique\u202f: choisissez-en un sans rapport avec vous.',
  matricule: 'Ce mot de passe contient votre matricule\u202f: choisissez-en un sans rapport avec vous.',
  house: 'Ce mot de passe contient le nom du site ou de l’organisation\u202f: choisissez-en un sans rapport avec eux.',
}

/** Which rule it breaks, for its field; nothing when it is good. `isKnown`: whether a folded word is among the common ones. */
export function passwordProblem(
  password: string,
  { words, secondFactor }: { words: OwnWords; secondFactor: boolean },
  isKnown: (word: string) => boolean,
): string | undefined {
  const normal = password.normalize('NFC')
  const length = [...normal].length
  const least = shortest(secondFactor)
  if (length < least) return `Au moins ${least} caractères\u202f: une phrase est un bon mot de passe.`
  if (length > longest) return `Au plus ${longest} caractères.`
  if (Buffer.byteLength(normal) > longestBytes)
    return `Ce mot de passe est trop long\u202f: au plus ${longest} caractères, où un émoji compte pour deux.`
  if (isCommon(normal, isKnown))
    return 'Ce mot de passe fait partie des plus courants, ou n’en diffère que par des chiffres et des signes.'
  const told = Object.entries(words).find(([, own]) => contains(normal, own))
  return told && sayings[told[0] as keyof OwnWords]
}

/** Without case and accents, which nobody's guess stops at. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The words of a name or an address that are long enough to be recognised, as they are compared. */
export function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4)
}

/** Letters and figures in the order that a hand finds them. */
const rows = ['abcdefghijklmnopqrstuvwxyz', 'azertyuiopqsdfghjklmwxcvbn', 'qwertyuiopasdfghjklzxcvbnm', '01234567890']
const sequences = rows.flatMap((row) => [row, [...row].reverse().join('')])

/** « Azerty123456789 », « M0t de passe 2026 ! », « passwordpassword »: what is left without the ornaments is known. */
function isCommon(password: string, isKnown: (word: string) => boolean): boolean {
  const whole = folded(password)
  const bodied = whole.replace(/\P{L}+$/u, '')
  const spelled = bodied.replace(/[@4310$5!]/g, (sign) => letters[sign] ?? sign)
  const bare = [whole, spelled].map((text) => text.replace(/[^\p{L}\p{N}]/gu, ''))
  const stems = bare.map((text) => text.replace(/^\p{N}+|\p{N}+$/gu, ''))
  return [whole, bodied, ...[...bare, ...stems].flatMap((text) => [text, repeatedIn(text)])].some(
    (word) => (word.length === 1 && stems[0] !== word) || (word.length >= 4 && (isKnown(word) || isSequence(word))),
  )
}

const letters: Record<string, string> = { '@': 'a', 4: 'a', 3: 'e', 1: 'i', '!': 'i', 0: 'o', $: 's', 5: 's' }

/** What a text repeats from its beginning to its end; itself when it does not. */
function repeatedIn(text: string): string {
  for (let period = 1; period < text.length; period++) {
    if (text.startsWith(text.slice(period))) return text.slice(0, period)
  }
  return text
}

function isSequence(word: string): boolean {
  return sequences.some((sequence) => sequence.includes(word))
}

/** Also spread over several words, where it is long enough not to be met with by chance. */
function contains(password: string, words: string[]): boolean {
  const text = folded(password)
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '')
  return words.some((word) => text.includes(word) || (word.length >= 6 && bare.includes(word)))
}
