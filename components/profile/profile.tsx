import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { wholeHref } from '../personnel/file'
import { Badge } from '../ui/badge'
import { LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { PageHead } from '../ui/page-head'

export type HeldShown = { label: string; unit: string | null; since: string; until: string | null }

export type ProfileProps = {
  name: string
  email: string
  createdAt: Date
  matricule: string | null
  personId: string | null
  secondFactor: boolean
  roles: HeldShown[]
}

/** One's own account, and where each part of it is changed. */
export function ProfilePage({ name, email, createdAt, matricule, personId, secondFactor, roles }: ProfileProps) {
  return (
    <>
      <PageHead title="Mon profil" lead={name}>
        {personId && <LinkButton href={path(`/personnel/${personId}`)}>Voir mon dossier</LinkButton>}
        {personId && <LinkButton href={wholeHref(personId)}>Exporter tout mon dossier</LinkButton>}
        {personId && <LinkButton href={path('/profil/corrections')}>Corriger mon dossier</LinkButton>}
      </PageHead>
      <h2>Compte</h2>
      <DefinitionList
        items={[
          { label: 'Nom', value: name },
          { label: 'Adresse de connexion', value: email },
          ...(matricule ? [{ label: 'Matricule', value: matricule }] : []),
          { label: 'Compte ouvert le', value: day(createdAt.toISOString()) },
          { label: 'Rôles', value: <Roles roles={roles} />, wide: true },
        ]}
      />
      <p class="actions">
        <LinkButton href={path('/profil/adresse')}>Changer d’adresse</LinkButton>
      </p>
      <h2>Sécurité</h2>
      <DefinitionList
        items={[
          {
            label: 'Second facteur',
            value: secondFactor ? <Badge tone="good">activé</Badge> : <Badge>non activé</Badge>,
          },
        ]}
      />
      <p class="actions">
        <LinkButton href={path('/profil/mot-de-passe')}>Changer de mot de passe</LinkButton>
        <LinkButton href={path('/profil/second-facteur')}>Second facteur</LinkButton>
        <LinkButton href={path('/profil/appareils')}>Appareils connectés</LinkButton>
      </p>
      <h2>Préférences</h2>
      <p class="actions">
        <LinkButton href={path('/profil/preferences')}>Affichage</LinkButton>
        <LinkButton href={path('/notifications/preferences')}>Notifications</LinkButton>
      </p>
    </>
  )
}

function Roles({ roles }: { roles: HeldShown[] }) {
  if (roles.length === 0) return <>Aucun</>
  return (
    <ul>
      {roles.map(({ label, unit, since, until }) => (
        <li>
          {label}
          {unit && ` (${unit})`}, depuis le {day(since)}
          {until && `, jusqu’au ${day(until)}`}
        </li>
      ))}
    </ul>
  )
}
