import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { Candidate } from '../../src/users/account'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { Disclosure } from '../ui/disclosure'
import { EmptyState } from '../ui/empty'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { PersonSearch } from '../ui/person-search'
import { Table } from '../ui/table'
import { accountLabels } from './labels'

type Refusal = { typed?: Record<string, string>; errors?: FieldError[]; refusal?: string }

export type NewAccountProps = Refusal & {
  chosen: Candidate | null
  found: Candidate[]
  /** Whether there are others, who are not shown. */
  more: boolean
  q: string | null
  mayRead: boolean
  mayOpenApart: boolean
}

const place = '/utilisateurs'

export function NewAccount(props: NewAccountProps) {
  const { chosen, mayRead, errors = [], refusal } = props
  return (
    <>
      <PageHead
        title="Ouvrir un compte"
        lead={chosen ? chosen.name : 'Pour qui\u202f?'}
        back={mayRead ? { href: path(place), label: 'Utilisateurs' } : undefined}
      />
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} labels={accountLabels} />
      {chosen ? <Chosen {...props} chosen={chosen} /> : <Search {...props} />}
    </>
  )
}

function Chosen({ chosen, mayRead, typed = {}, errors = [] }: NewAccountProps & { chosen: Candidate }) {
  return (
    <>
      <DefinitionList
        items={[
          { label: 'Nom', value: chosen.name },
          { label: 'Matricule', value: chosen.matricule },
          { label: 'Unité', value: chosen.unit },
        ]}
      />
      {chosen.account ? (
        <Existing account={chosen.account} mayRead={mayRead} />
      ) : (
        <form class="form" method="post" action={path(place)} data-guard="">
          <input type="hidden" name="person" value={chosen.id} />
          <EmailField value={typed.email ?? chosen.workEmail} errors={errors} />
          <p>
            Un courrier avec un lien, bon 24 heures, part à cette adresse&#8239;: la personne y choisit son mot de
            passe. Elle reçoit le rôle d’agent.
          </p>
          <div class="actions">
            <Button kind="primary">Ouvrir le compte</Button>
            <LinkButton href={path(`${place}/nouveau`)}>Choisir quelqu’un d’autre</LinkButton>
          </div>
        </form>
      )}
    </>
  )
}

/** The account that this person has: nobody has two. */
function Existing({ account, mayRead }: { account: NonNullable<Candidate['account']>; mayRead: boolean }) {
  const { accountId, email, disabled, hasPassword, invitedUntil } = account
  const pending = invitedUntil
    ? `Son mot de passe n’est pas encore choisi\u202f; le lien est bon jusqu’au ${moment(new Date(invitedUntil))}.`
    : 'Son mot de passe n’est pas encore choisi, et le lien a expiré.'
  const said = disabled ? 'Ce compte est désactivé.' : hasPassword ? 'Ce compte est actif.' : pending
  return (
    <>
      <Notice title={`Cette personne a déjà un compte\u202f: ${email}`}>{said}</Notice>
      <div class="actions">
        {mayRead && <LinkButton href={path(`${place}/${accountId}`)}>Voir le compte</LinkButton>}
        {!disabled && !hasPassword && (
          <form method="post" action={path(`${place}/${accountId}/invitations`)}>
            <Button>Renvoyer l’invitation</Button>
          </form>
        )}
      </div>
    </>
  )
}

function Search({ q, found, more, mayOpenApart, typed = {}, errors = [] }: NewAccountProps) {
  return (
    <>
      <PersonSearch here={path(`${place}/nouveau`)} q={q} />
      {q && found.length === 0 && (
        <EmptyState title="Personne ne correspond." hint="Cherchez le début d’un nom, d’un prénom ou d’un matricule." />
      )}
      {found.length > 0 && <Found found={found} />}
      {more && <p class="help">Les {found.length} premières personnes sont affichées&#8239;: précisez la recherche.</p>}
      {mayOpenApart && (
        <Disclosure summary="Pour quelqu’un qui n’a pas de dossier" open={typed.name !== undefined}>
          <form class="form" method="post" action={path(place)} data-guard="">
            <p>Un auditeur ou un prestataire, par exemple. Le compte n’a aucun rôle tant que vous n’en donnez pas.</p>
            <TextField
              name="name"
              label={accountLabels.name}
              value={typed.name}
              error={errors.find(({ field }) => field === 'name')?.message}
              required
            />
            <EmailField value={typed.email} errors={errors} />
            <div class="actions">
              <Button kind="primary">Ouvrir le compte</Button>
            </div>
          </form>
        </Disclosure>
      )}
    </>
  )
}

function Found({ found }: Pick<NewAccountProps, 'found'>) {
  return (
    <Table
      caption="Personnes trouvées"
      rows={found}
      columns={[
        { label: 'Nom', cell: ({ id, name }) => ({ text: name, href: path(`${place}/nouveau?personne=${id}`) }) },
        { label: 'Matricule', cell: ({ matricule }) => matricule },
        { label: 'Unité', cell: ({ unit }) => unit },
        { label: 'Compte', cell: ({ account }) => (account ? 'Déjà ouvert' : 'Aucun') },
      ]}
    />
  )
}

function EmailField({ value, errors }: { value: string | null | undefined; errors: FieldError[] }) {
  return (
    <TextField
      name="email"
      label={accountLabels.email}
      type="email"
      value={value}
      help="Celle avec laquelle la personne se connectera, et qui reçoit le lien."
      error={errors.find(({ field }) => field === 'email')?.message}
      required
    />
  )
}
