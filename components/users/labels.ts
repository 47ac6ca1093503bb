import { authLabels } from '../auth/labels'

/** What the fields about accounts and their roles are called, above them and in the summary of errors. */
export const accountLabels = {
  name: 'Nom',
  email: authLabels.email,
  reason: 'Motif',
  role: 'Rôle',
  unit: 'Sur une unité et au-dessous',
  startsOn: 'À partir du',
  endsOn: 'Jusqu’au',
  proof: authLabels.proof,
}
