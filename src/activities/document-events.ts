import type { Declared } from './events'

/** Of the papers and the photo of a person. */
export const documentEvents = {
  'documents.added': {
    label: 'Document ajouté',
    target: 'document',
    person: true,
    after: ['documentVersion', 'issuedOn', 'expiresOn'],
  },
  'documents.withdrawn': {
    label: 'Document retiré',
    target: 'document',
    person: true,
    after: ['documentVersion', 'reason'],
  },
  'documents.read': { label: 'Document ouvert', target: 'document', person: true, after: ['documentVersion'] },
  'documents.infected': { label: 'Document infecté, retiré', target: 'document', person: true, after: ['found'] },
  'photos.changed': { label: 'Photo changée', target: 'personnel', person: true },
  'photos.removed': { label: 'Photo retirée', target: 'personnel', person: true },
} as const satisfies Record<string, Declared>
