import { few } from '../lib/few'
import { type FileFault, wrongFile } from '../lib/file-fault'
import { type Kind, kinds, namedAs, types } from '../lib/papers'
import { sheetOf, shownKind } from '../lib/picture'
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
export function examined(
  field: string,
  { laid, name }: { laid: Laid; name: string },
  said: Partial<Words> = {},
): Promise<Examined> {
  const wrong: Wrong = (fault, message) => wrongFile(field, fault, message)
  return inTurn(() => look(laid, name, wrong, { ...words, ...said }))
}

type Wrong = (fault: FileFault, message: string) => Error
/** What is said of what is wrong with it; some forms ask for another kind of file. */
export type Words = Record<OfficeFault, string>

async function look(laid: Laid, name: string, wrong: Wrong, said: Words): Promise<Examined> {
  const bytes = await readWhole(readLaid(laid))
  if (isSvg(bytes))
    throw wrong(
      'svg',
      'Les images SVG ne sont pas acceptées, car elles peuvent contenir du code. Envoyez un PDF, JPEG ou PNG.',
    )
  const kind = await kindByContent(bytes, wrong, said)
  const known = namedAs(name, kind, kinds)
  if (known === null)
    throw wrong(
      'misnamed',
      'Le nom de ce fichier ne correspond pas à son contenu. Enregistrez-le de nouveau, puis envoyez-le.',
    )
  const whole = { name: known, type: types[kind] }
  if (kind === 'pdf') {
    const fault = await pdfFault(bytes)
    if (fault) throw wrong(fault.is, fault.said)
  }
  if (kind !== 'jpeg' && kind !== 'png') return { ...whole, laid }
  const drawn = await sheetOf(bytes, kind)
  if (!drawn)
    throw wrong('unreadable', 'Cette image est illisible, ou trop grande. Envoyez une image de moins de 25 mégapixels.')
  await dropLaid(laid)
  return { ...whole, laid: await lay([drawn]) }
}

async function kindByContent(bytes: Buffer, wrong: Wrong, said: Words): Promise<Kind> {
  const shown = shownKind(bytes)
  if (shown) return shown
  if (bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') throw wrong('neither', said.neither)
  const { kind, fault } = await officeKind(bytes)
  const why = fault ?? 'neither'
  if (!kind) throw wrong(why, said[why])
  return kind
}

function isSvg(bytes: Buffer): boolean {
  return /^[\ufeff\s]*<(\?xml|!doctype\s+svg|!--|svg)/i.test(bytes.subarray(0, 256).toString('utf8'))
}

const words: Words = {
  unreadable: 'Ce fichier est illisible ou incomplet. Enregistrez-le de nouveau, puis envoyez-le.',
  bomb: 'Ce fichier est trop volumineux une fois ouvert. Envoyez seulement les pages utiles, en PDF.',
  locked: 'Ce fichier est protégé par un mot de passe. Envoyez-le sans protection.',
  active: 'Ce fichier contient une macro ou un objet incorporé. Enregistrez-le en PDF, puis envoyez-le.',
  linked: 'Ce fichier va chercher d’autres fichiers ailleurs. Enregistrez-le en PDF, puis envoyez-le.',
  neither: 'Envoyez un fichier PDF, JPEG, PNG, Word (.docx) ou Excel (.xlsx).',
}
