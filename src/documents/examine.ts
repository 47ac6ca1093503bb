import { few } from '../lib/few'
import { type Kind, kinds, namedAs, types } from '../lib/papers'
import { sheetOf, shownKind } from '../lib/picture'
import { invalid } from '../lib/problems'
import { pdfFault } from '../scanner/scanner'
import { dropLaid, type Laid, lay, readLaid, readWhole } from '../storage/storage'
import { type OfficeFault, officeKind } from './office'

/** A file that may be kept. */
export type Examined = { laid: Laid; name: string; type: string }

/** Each is in memory as a whole while it is taken apart. */
const inTurn = few(2, 40, 'Trop de fichiers arrivent en ce moment. Réessayez dans un instant.')

/**
 * The file as it will be kept: what its name says, what it begins with and what a decoder makes of it agree. A picture is drawn
 * anew, without the place and the device that it may name; the rest is kept as it is, and holds nothing that acts.
 */
export function examined(field: string, { laid, name }: { laid: Laid; name: string }): Promise<Examined> {
  return inTurn(() => look(laid, name, (message) => invalid([{ field, message }])))
}

type Wrong = (message: string) => Error

async function look(laid: Laid, name: string, wrong: Wrong): Promise<Examined> {
  const bytes = await readWhole(readLaid(laid))
  if (isSvg(bytes))
    throw wrong(
      'Les images SVG ne sont pas acceptées, car elles peuvent contenir du code. Envoyez un PDF, JPEG ou PNG.',
    )
  const kind = await kindByContent(bytes, wrong)
  const known = namedAs(name, kind, kinds)
  if (known === null)
    throw wrong('Le nom de ce fichier ne correspond pas à son contenu. Enregistrez-le de nouveau, puis envoyez-le.')
  const whole = { name: known, type: types[kind] }
  if (kind === 'pdf') {
    const fault = await pdfFault(bytes)
    if (fault) throw wrong(fault)
  }
  if (kind !== 'jpeg' && kind !== 'png') return { ...whole, laid }
  const drawn = await sheetOf(bytes, kind)
  if (!drawn) throw wrong('Cette image est illisible, ou trop grande. Envoyez une image de moins de 25 mégapixels.')
  await dropLaid(laid)
  return { ...whole, laid: await lay([drawn]) }
}

async function kindByContent(bytes: Buffer, wrong: Wrong): Promise<Kind> {
  const shown = shownKind(bytes)
  if (shown) return shown
  if (bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004')
    throw wrong('Envoyez un fichier PDF, JPEG, PNG, Word (.docx) ou Excel (.xlsx).')
  const { kind, fault } = await officeKind(bytes)
  if (!kind) throw wrong(words[fault ?? 'neither'])
  return kind
}

function isSvg(bytes: Buffer): boolean {
  return /^[\ufeff\s]*<(\?xml|!doctype\s+svg|!--|svg)/i.test(bytes.subarray(0, 256).toString('utf8'))
}

const words: Record<OfficeFault, string> = {
  unreadable: 'Ce fichier est illisible ou incomplet. Enregistrez-le de nouveau, puis envoyez-le.',
  'too-much': 'Ce fichier est trop volumineux une fois ouvert. Envoyez seulement les pages utiles, en PDF.',
  locked: 'Ce fichier est protégé par un mot de passe. Envoyez-le sans protection.',
  active: 'Ce fichier contient une macro ou un objet incorporé. Enregistrez-le en PDF, puis envoyez-le.',
  linked: 'Ce fichier va chercher d’autres fichiers ailleurs. Enregistrez-le en PDF, puis envoyez-le.',
  neither: 'Envoyez un fichier PDF, JPEG, PNG, Word (.docx) ou Excel (.xlsx).',
}
