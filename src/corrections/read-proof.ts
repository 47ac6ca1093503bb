import { type FileFault, wrongFile } from '../lib/file-fault'
import { namedAs, types } from '../lib/papers'
import { sheetOf, shownKind } from '../lib/picture'
import { pdfFault } from '../scanner/scanner'
import type { ProofKept } from './proofs'

/**
 * The file as it will be kept: what its name says, what its first bytes say and what a decoder makes of it agree. A picture is
 * drawn anew, without the place and the device that it may name; a PDF is kept as it is, and holds nothing that acts.
 */
export async function readProof({ name, bytes }: { name: string; bytes: Buffer }): Promise<ProofKept> {
  const kind = shownKind(bytes)
  if (!kind) throw wrong('neither', 'Envoyez un fichier PDF, JPEG ou PNG.')
  const known = namedAs(name, kind, ['pdf', 'jpeg', 'png'])
  if (known === null)
    throw wrong(
      'misnamed',
      'Le nom de ce fichier ne correspond pas à son contenu. Envoyez un fichier PDF, JPEG ou PNG.',
    )
  const kept = kind === 'pdf' ? await readPdf(bytes) : await readPicture(bytes, kind)
  return { name: known, type: types[kind], bytes: kept }
}

async function readPdf(bytes: Buffer): Promise<Buffer> {
  const fault = await pdfFault(bytes)
  if (fault) throw wrong(fault.is, fault.said)
  return bytes
}

async function readPicture(bytes: Buffer, kind: 'jpeg' | 'png'): Promise<Buffer> {
  const kept = await sheetOf(bytes, kind)
  if (kept) return kept
  throw wrong('unreadable', 'Cette image est illisible, ou trop grande. Envoyez une image de moins de 25 mégapixels.')
}

function wrong(fault: FileFault, message: string) {
  return wrongFile('document', fault, message)
}
