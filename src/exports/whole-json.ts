import type { WholeFile } from './whole-file'

type Made = { at: Date; by: string; files: Map<string, string> }

/** The file for a program: what its reader may not see is absent, never null; `file`: where in the archive a paper is. */
export function machineReadable(whole: WholeFile, { at, by, files }: Made) {
  const { identity, career, absences, evaluations, documents, missing, acts, corrections, history } = whole
  return {
    madeAt: at,
    madeBy: by,
    identity,
    career: career.acts.map(({ id: _, batchId: _batch, documentId, ...act }) => ({
      ...act,
      file: documentId && files.get(documentId),
    })),
    absences: { year: absences.year, balance: absences.balance, parts: absences.parts },
    ...(evaluations && { evaluations }),
    documents: documents.map((document) => ({
      type: document.type,
      label: document.typeLabel,
      version: document.version,
      name: document.name,
      mediaType: document.mime,
      bytes: document.bytes,
      sha256: document.hash,
      issuedOn: document.issuedOn,
      expiresOn: document.expiresOn,
      addedAt: document.addedAt,
      replacedAt: document.replacedAt,
      withdrawnAt: document.withdrawnAt,
      withdrawnReason: document.withdrawnReason,
      state: document.state,
      file: files.get(document.id) ?? null,
    })),
    missingDocuments: missing,
    acts: acts.map(({ id: _, personId: _person, documentId, ...act }) => ({
      ...act,
      file: files.get(documentId) ?? null,
    })),
    corrections: corrections.map(({ id: _, personId: _person, proof, ...correction }) => ({
      ...correction,
      proof: proof?.name ?? null,
    })),
    ...(history && { journal: history }),
  }
}
