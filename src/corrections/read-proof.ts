import { drawnAnew, pictureKind } from '../lib/picture'
import { invalid } from '../lib/problems'
import { pdfFault } from '../scanner/scanner'
import type { ProofKept } from './proofs'

const types = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' } as const
type Kind = keyof typeof types

const kindOf: Record<string, Kind> = { pdf: 'pdf', jpg: 'jpeg', jpeg: 'jpeg', png: 'png' }
/** Enough to read a sheet of paper by. */
const side = 3_500
/** The door keeps so much of a name (http/upload): of a longer one the extension is gone. */
const longestName = 120

/**
 * The file as it will be kept: what its name says, what its first bytes say and what a decoder makes of it agree. A picture is
 * drawn anew, without the place and the device that it may name; a PDF is kept as it is, and holds nothing that acts.
 */
export async function readProof({ name, bytes }: { name: string; bytes: Buffer }): Promise<ProofKept> {
  const kind = kindByContent(bytes)
  const said = kindByName(name)
  if (!kind) throw wrong('Envoyez un fichier PDF, JPEG ou PNG.')
  if (said !== kind && !(said === null && [...name].length >= longestName))
    throw wrong('Le nom de ce fichier ne correspond pas à son contenu. Envoyez un fichier PDF, JPEG ou PNG.')
  const kept = kind === 'pdf' ? await readPdf(bytes) : await readPicture(bytes, kind)
  return { name: nameOf(name, kind), type: types[kind], bytes: kept }
}

function kindByContent(bytes: Buffer): Kind | null {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf'
  return pictureKind(bytes)
}

function kindByName(name: string): Kind | null {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(kindOf, extension) ? kindOf[extension]! : null
}

function nameOf(name: string, kind: Kind): string {
  return kindByName(name) === kind ? name : `${name}.${kind}`
}

async function readPdf(bytes: Buffer): Promise<Buffer> {
  const fault = await pdfFault(bytes)
  if (fault) throw wrong(fault)
  return bytes
}

async function readPicture(bytes: Buffer, kind: 'jpeg' | 'png'): Promise<Buffer> {
  const kept = await drawnAnew(bytes, side, (picture) =>
    kind === 'png' ? picture.png() : picture.jpeg({ quality: 85 }),
  )
  if (kept) return kept
  throw wrong('Cette image est illisible, ou trop grande. Envoyez une image de moins de 25 mégapixels.')
}

function wrong(message: string) {
  return invalid([{ field: 'document', message }])
}
