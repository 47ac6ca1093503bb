import { count, moment, plural } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Account, AccountView } from '../../src/users/account'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { EmptyState } from '../ui/empty'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { HeldRoles } from './held-roles'
import { StandingBadge, standingOf } from './words'

export type AccountPageProps = AccountView & { mayChange: boolean; own: boolean }

export function AccountPage({ account, lines, mayChange, own }: AccountPageProps) {
  const here = path(`/utilisateurs/${account.id}`)
  return (
    <>
      <PageHead
        title={account.name}
        lead={
          <>
            {account.email} <StandingBadge standing={standingOf(account)} locked={account.blockedUntil !== null} />
          </>
        }
        back={{ href: path('/utilisateurs'), label: 'Utilisateurs' }}
      >
        {mayChange && <Acts account={account} here={here} own={own} />}
      </PageHead>
      <Attention account={account} />
      <DefinitionList items={identity(account)} />
      <HeldRoles account={account} mayChange={mayChange} own={own} />
      <h2>Connexions</h2>
      <DefinitionList items={signIns(account)} />
      {mayChange && account.sessions > 0 && (
        <form method="post" action={`${here}/sessions?_method=DELETE`}>
          <Button>Terminer toutes les sessions</Button>
        </form>
      )}
      <h2>Journal</h2>
      <Journal lines={lines} />
    </>
  )
}

function Acts({ account, here, own }: { account: Account; here: string; own: boolean }) {
  const failed = account.failures > 0 || account.blockedUntil !== null
  return (
    <>
      {standingOf(account) === 'invite' && (
        <form method="post" action={`${here}/invitations`}>
          <Button>Renvoyer l’invitation</Button>
        </form>
      )}
      {failed && (
        <form method="post" action={`${here}/blocage?_method=DELETE`}>
          <Button>Déverrouiller</Button>
        </form>
      )}
      {!own && account.secondFactor && (
        <LinkButton href={`${here}/second-facteur`}>Réinitialiser le second facteur</LinkButton>
      )}
      {!own && (
        <LinkButton href={`${here}/desactivation`}>{account.disabledAt ? 'Réactiver' : 'Désactiver'}</LinkButton>
      )}
    </>
  )
}

function Attention({ account }: { account: Account }) {
  const { disabledAt, disabledReason, blockedUntil, owner } = account
  return (
    <>
      {disabledAt && (
        <Notice tone="loss" title={`Désactivé le ${moment(disabledAt)}`}>
          {disabledReason ?? 'Sans motif noté.'}
        </Notice>
      )}
      {blockedUntil && (
        <Notice tone="attention" title="Verrouillé">
          Après trop d’essais manqués, la prochaine connexion est possible le {moment(blockedUntil)}.
        </Notice>
      )}
      {owner?.left && !disabledAt && (
        <Notice tone="attention" title="Cette personne a quitté le ministère">
          Son compte est encore ouvert.
        </Notice>
      )}
    </>
  )
}

function identity(account: Account) {
  const { owner, createdAt, secondFactor, hasPassword, invitedUntil } = account
  const file = owner && `${owner.name}, ${owner.matricule}`
  return [
    {
      label: 'Dossier',
      value: owner?.mayRead ? <a href={path(`/personnel/${owner.id}`)}>{file}</a> : (file ?? 'Aucun'),
    },
    ...(owner ? [{ label: 'Unité', value: owner.unit }] : []),
    { label: 'Compte ouvert le', value: moment(createdAt) },
    { label: 'Mot de passe', value: hasPassword ? 'Choisi' : invitation(invitedUntil) },
    { label: 'Second facteur', value: secondFactor ? 'Activé' : 'Non activé' },
  ]
}

function invitation(until: Date | null): string {
  return until ? `Pas encore choisi\u202f; lien bon jusqu’au ${moment(until)}` : 'Pas encore choisi\u202f; lien expiré'
}

function signIns({ lastSignInAt, sessions, seenAt, failures }: Account) {
  return [
    { label: 'Dernière connexion', value: lastSignInAt ? moment(lastSignInAt) : 'Jamais' },
    {
      label: 'Sessions ouvertes',
      value: seenAt
        ? `${count(sessions, 'session', 'sessions')}, ${plural(sessions, 'vue', 'vues')} la dernière fois le ${moment(seenAt)}`
        : 'Aucune',
    },
    { label: 'Essais manqués depuis la dernière connexion', value: String(failures) },
  ]
}

function Journal({ lines }: Pick<AccountView, 'lines'>) {
  if (lines.length === 0) return <EmptyState title="Le journal ne dit rien de ce compte." />
  return (
    <Table
      caption="Les dernières lignes du journal sur ce compte"
      rows={lines}
      columns={[
        { label: 'Acte', cell: ({ label }) => label },
        { label: 'Date', cell: ({ at }) => moment(at) },
        { label: 'Par', cell: ({ actorName }) => actorName },
      ]}
    />
  )
}
