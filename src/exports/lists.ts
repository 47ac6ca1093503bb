import type { Exportable } from '../lib/exportables'
import { accountList } from './lists/accounts'
import { actList } from './lists/acts'
import { advancementList } from './lists/advancements'
import { correctionList } from './lists/corrections'
import { documentList } from './lists/documents'
import { journalList } from './lists/journal'
import { personnelList } from './lists/personnel'
import { retirementList } from './lists/retirements'
import { unitList } from './lists/units'
import { vacancyList } from './lists/vacancies'
import { report } from './report'
import type { Source } from './source'
import { wholeFile } from './whole-file'

/** All that can be taken away. */
export const sources: Record<Exportable, Source> = {
  personnel: personnelList,
  documents: documentList,
  corrections: correctionList,
  comptes: accountList,
  unites: unitList,
  'postes-vacants': vacancyList,
  avancements: advancementList,
  retraites: retirementList,
  actes: actList,
  journal: journalList,
  etat: report,
  dossier: wholeFile,
}
