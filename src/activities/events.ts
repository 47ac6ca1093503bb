import type { Field } from '../corrections/rules'
import type { ListInput } from '../personnel/list'
import type { Person } from '../personnel/person'
import type { Settings } from '../settings/schema'
import { actEvents } from './act-events'
import { careerEvents } from './career-events'
import { documentEvents } from './document-events'
import { importEvents } from './import-events'
import { organisationEvents } from './organisation-events'
import { viewEvents } from './view-events'

/** What something can be done to. */
export const kinds = [
  'personnel',
  'account',
  'session',
  'list',
  'leave',
  'letter',
  'setting',
  'correction',
  'document',
  'page',
  'unit',
  'referential',
  'import',
  'act',
  'act_template',
  'signatory',
] as const
type Kind = (typeof kinds)[number]

/** What a line of one event carries, neither more nor less. What ends in « ? » may be left out, the rest may not. */
export type Declared = {
  label: string
  target?: Kind | `${Kind}?`
  /** the person concerned is named: those who may read that person's journal may read the line */
  person?: true | 'perhaps'
  /** about accounts, settings and the house itself: read by those who keep it, and by no reader of files */
  technical?: true
  before?: readonly string[]
  after?: readonly string[]
}

/** Every field of a file that may change. */
const file = keysOf<keyof Person>()(
  ...(['matricule', 'lastName', 'firstNames', 'maidenName', 'sex', 'birthDate', 'birthPlace', 'nationality'] as const),
  ...(['maritalStatus', 'children', 'nationalId', 'passport', 'workEmail', 'personalEmail', 'phone'] as const),
  ...(['otherPhone', 'address', 'poBox', 'jobTitle', 'unit', 'grade', 'class', 'echelon', 'indexPoints'] as const),
  ...(['position', 'recruitedOn', 'startedOn'] as const),
)

/** What an agent may ask to have corrected. */
const correction = keysOf<Field>()(
  ...(['phone', 'otherPhone', 'maritalStatus', 'children', 'address', 'poBox'] as const),
)

/** Every setting: a line tells those that changed. */
const setting = keysOf<keyof Settings>()(
  ...(['organisationName', 'organisationShortName', 'logo', 'contactEmail', 'contactPhone', 'signInNotice'] as const),
  ...(['sessionIdleHours', 'sessionAbsoluteHours', 'secondFactorGraceDays', 'uploadLimitMb'] as const),
  ...(['matriculeModel', 'weightTechnical', 'weightOrganisation', 'weightInitiative', 'weightDiligence'] as const),
  ...(['weightRelations', 'mailByDefault', 'maintenance', 'maintenanceMessage', 'echelonYears'] as const),
)

/** A role, over a unit or the whole house, between two days or without end. */
const role = ['role', 'unit', 'startsOn', 'endsOn'] as const

/** Everything the address of a list of people may ask for. */
const list = keysOf<keyof ListInput>()(
  ...(['q', 'unite', 'unite_seule', 'categorie', 'grade', 'position', 'sexe', 'age_min', 'age_max'] as const),
  ...(['retraite', 'retraite_annee', 'situation', 'present_le', 'entree', 'sortie', 'absent', 'type_absence'] as const),
  ...(['evalue', 'evaluation', 'dossier', 'choix', 'tri', 'sens', 'apres', 'avant', 'fin', 'colonnes'] as const),
)

/**
 * Everything the journal can say, an event a line. An event that is not here, or a key that is not on its line, does not
 * compile; what slips through is refused before anything is written (`undeclared`, in shape.ts), and the act fails with it.
 */
export const events = {
  'session.opened': { label: 'Connexion', technical: true, after: ['device', 'country'] },
  'session.closed': { label: 'Déconnexion', technical: true },
  'session.ended': { label: 'Session terminée à distance', technical: true, target: 'session' },
  'session.refused': { label: 'Connexion refusée', technical: true, target: 'account?' },
  'account.created': { label: 'Compte créé', technical: true, target: 'account', after: ['email', 'roles'] },
  'account.disabled': { label: 'Compte désactivé', technical: true, target: 'account', after: ['reason?'] },
  'account.enabled': { label: 'Compte réactivé', technical: true, target: 'account' },
  'account.invited': { label: 'Invitation envoyée', technical: true, target: 'account', after: ['email'] },
  'account.joined': { label: 'Mot de passe choisi par une invitation', technical: true, target: 'account' },
  'account.unlocked': { label: 'Compte déverrouillé', technical: true, target: 'account' },
  'account.sessions_ended': { label: 'Sessions terminées', technical: true, target: 'account', after: ['sessions'] },
  'role.given': { label: 'Rôle donné', technical: true, target: 'account', after: role },
  'role.changed': { label: 'Rôle modifié', technical: true, target: 'account', before: role, after: role },
  'role.withdrawn': { label: 'Rôle retiré', technical: true, target: 'account', before: role },
  'proof.refused': { label: 'Confirmation par mot de passe refusée', technical: true },
  'password.changed': { label: 'Mot de passe changé', technical: true, target: 'account', after: ['othersEnded'] },
  'recovery.asked': { label: 'Nouveau mot de passe demandé', technical: true, target: 'account' },
  'password.recovered': { label: 'Mot de passe choisi par un lien', technical: true, target: 'account' },
  'email.change_asked': { label: 'Changement d’adresse demandé', technical: true, target: 'account', after: ['email'] },
  'email.changed': {
    label: 'Adresse du compte changée',
    technical: true,
    target: 'account',
    before: ['email'],
    after: ['email'],
  },
  'second_factor.enabled': { label: 'Second facteur activé', technical: true, target: 'account' },
  'second_factor.removed': { label: 'Second facteur retiré', technical: true, target: 'account' },
  'second_factor.reset': { label: 'Second facteur réinitialisé', technical: true, target: 'account' },
  'second_factor.codes_replaced': { label: 'Codes de récupération remplacés', technical: true, target: 'account' },
  'second_factor.code_used': {
    label: 'Code de récupération utilisé',
    technical: true,
    target: 'account',
    after: ['left'],
  },
  'second_factor.refused': { label: 'Code de connexion refusé', technical: true, target: 'account' },

  'file.infected': { label: 'Fichier infecté refusé', technical: true, target: 'account', after: ['name', 'found'] },
  'access.refused': { label: 'Accès refusé', technical: true, target: 'page', after: ['method', 'path', 'status'] },
  'journal.exported': { label: 'Journal exporté', technical: true, target: 'list', after: ['asked', 'total'] },
  'mail.resent': { label: 'Courrier renvoyé', technical: true, target: 'letter' },
  'demonstration.seeded': { label: 'Données de démonstration créées', technical: true },

  'settings.changed': {
    label: 'Paramètres modifiés',
    technical: true,
    target: 'setting',
    before: setting,
    after: setting,
  },

  'personnel.created': { label: 'Dossier créé', target: 'personnel', person: true, after: file },
  'personnel.updated': {
    label: 'Dossier modifié',
    target: 'personnel',
    person: true,
    before: [...file, 'version'],
    after: [...file, 'version'],
  },
  'personnel.left': {
    label: 'Départ enregistré',
    target: 'personnel',
    person: true,
    before: ['version'],
    after: ['leftOn', 'leftReason', 'version'],
  },
  'personnel.returned': {
    label: 'Réintégration enregistrée',
    target: 'personnel',
    person: true,
    before: ['leftOn', 'leftReason', 'version'],
    after: ['version'],
  },
  'personnel.read': { label: 'Dossier consulté', target: 'personnel', person: true, after: ['fields'] },
  'personnel.exported': { label: 'Liste exportée', target: 'list', after: [...list, 'total'] },
  'personnel.file_exported': { label: 'Dossier complet exporté', target: 'personnel', person: true, after: ['total'] },
  'list.exported': { label: 'Liste ou état exporté', target: 'list', after: ['format', 'asked', 'total'] },

  'corrections.asked': {
    label: 'Correction demandée',
    target: 'correction',
    person: true,
    before: correction,
    after: correction,
  },
  'corrections.withdrawn': { label: 'Demande de correction retirée', target: 'correction', person: true },
  'corrections.accepted': { label: 'Correction acceptée', target: 'correction', person: true, after: ['version'] },
  'corrections.refused': { label: 'Correction refusée', target: 'correction', person: true, after: ['reason'] },

  ...careerEvents,

  ...documentEvents,

  ...importEvents,

  ...actEvents,

  ...organisationEvents,
  ...viewEvents,

  'leave.recounted': { label: 'Droits à congé recomptés', target: 'leave', after: ['people', 'lines', 'askedBy'] },
  'leave.recount_cancelled': { label: 'Recompte des droits à congé annulé', target: 'leave' },
} as const satisfies Record<string, Declared>

export type EventName = keyof typeof events

/** One line to be written. */
export type Activity = { [E in EventName]: { event: E } & Carried<(typeof events)[E]> }[EventName]

type Carried<D> = Target<D> & PersonOf<D> & State<D, 'before'> & State<D, 'after'>

type Target<D> = D extends { target: infer K extends string }
  ? K extends `${infer Some}?`
    ? { target?: Thing<Some> | undefined }
    : { target: Thing<K> }
  : { target?: undefined }
type Thing<K extends string> = { kind: K; id: string; name: string | null }

type PersonOf<D> = D extends { person: true }
  ? { personId: string }
  : D extends { person: 'perhaps' }
    ? { personId?: string | undefined }
    : { personId?: undefined }

type State<D, Side extends 'before' | 'after'> = D extends { [S in Side]: readonly (infer K extends string)[] }
  ? [Always<K>] extends [never]
    ? { [S in Side]?: Kept<K> | undefined }
    : { [S in Side]: Kept<K> }
  : { [S in Side]?: undefined }
type Kept<K extends string> = { [N in Always<K>]: unknown } & { [N in Perhaps<K>]?: unknown }
type Always<K> = K extends `${string}?` ? never : K
type Perhaps<K> = K extends `${infer Name}?` ? Name : never

/** The names of a set of keys, each of which may be left out; one that is forgotten does not compile. */
function keysOf<All extends string>() {
  return <const K extends readonly All[]>(...keys: K & (Exclude<All, K[number]> extends never ? unknown : never)) =>
    (keys as readonly All[]).map((key) => `${key}?` as const) as readonly `${All}?`[]
}

/** What a line says, in French; an event of another version of the program is shown by its name. */
export function labelOf(event: EventName): string {
  return events[event]?.label ?? event
}
