import type { PropsWithChildren } from 'hono/jsx'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { roleLabels } from '../../src/lib/role-labels'
import type { Account } from '../../src/users/account'
import type { Power } from '../../src/users/powers'
import { ProvedActions } from '../auth/proved-actions'
import { LinkButton } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { DateField, SelectField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import { accountLabels } from './labels'
import { PowerTable } from './powers'
import { Refused } from './standing'
import { datesOf, type RoleHeld, roleName } from './words'

type Shown = { typed: Record<string, string>; errors: FieldError[]; refusal?: string; proved: boolean }

export type NewRoleProps = Shown & {
  account: Account
  units: { code: string; name: string; depth: number }[]
  powers: Power[]
}

export function NewRole({ account, units, powers, ...shown }: NewRoleProps) {
  const home = path(`/utilisateurs/${account.id}`)
  const { typed, errors, proved } = shown
  const field = (name: keyof typeof accountLabels) => fieldOf(name, typed, errors)
  return (
    <>
      <Head account={account} lead="Donner un rôle" />
      <Refused {...shown} />
      <form class="form" method="post" action={`${home}/roles`} data-guard="">
        <SelectField
          {...field('role')}
          blank="Choisissez"
          choices={Object.entries(roleLabels).map(([value, label]) => ({ value, label }))}
          required
        />
        <SelectField
          {...field('unit')}
          help={'Toujours pour un chef d’unité\u202f; jamais pour un administrateur technique, un agent ou un invité.'}
          blank="Toute la maison"
          choices={units.map(({ code, name, depth }) => ({ value: code, label: `${'\u2003'.repeat(depth)}${name}` }))}
        />
        <Span typed={typed} errors={errors} />
        <ProvedActions proved={proved} errors={errors} label="Donner ce rôle" cancel={home} />
      </form>
      <Disclosure summary="Ce que donne chaque rôle">
        <PowerTable powers={powers} />
      </Disclosure>
    </>
  )
}

export type HeldRoleProps = Shown & { account: Account; role: RoleHeld }

/** One role that is held: other dates for it, or the way to its end. */
export function Dates({ account, role, own, ...shown }: HeldRoleProps & { own: boolean }) {
  const home = path(`/utilisateurs/${account.id}`)
  const here = `${home}/roles/${role.id}`
  const { errors, proved } = shown
  const typed = { startsOn: role.startsOn ?? '', endsOn: role.endsOn ?? '', ...shown.typed }
  return (
    <>
      <Head account={account} lead={`${roleName(role)}, ${datesOf(role)}`}>
        <LinkButton kind="danger" href={`${here}/retrait`}>
          Retirer ce rôle
        </LinkButton>
      </Head>
      <Refused {...shown} />
      {own ? (
        <p>Les dates de vos propres rôles sont l’affaire d’un autre administrateur.</p>
      ) : (
        <form class="form" method="post" action={`${here}?_method=PUT`} data-guard="">
          <Span typed={typed} errors={errors} />
          <ProvedActions proved={proved} errors={errors} label="Enregistrer les dates" cancel={home} />
        </form>
      )}
    </>
  )
}

export function Withdrawal({ account, role, ...shown }: HeldRoleProps) {
  const { errors, proved } = shown
  const home = path(`/utilisateurs/${account.id}`)
  return (
    <>
      <Head account={account} lead={`Retirer le rôle «\u202f${roleName(role)}\u202f»`} />
      <Refused {...shown} />
      <form class="form" method="post" action={`${home}/roles/${role.id}?_method=DELETE`}>
        <p>Ce qu’il permet cesse à la prochaine page de cette personne, qui en est avertie par courrier.</p>
        <ProvedActions proved={proved} errors={errors} label="Retirer le rôle" kind="danger" cancel={home} />
      </form>
    </>
  )
}

function Span({ typed, errors }: Pick<Shown, 'typed' | 'errors'>) {
  return (
    <div class="pair">
      <DateField {...fieldOf('startsOn', typed, errors)} help={'Rien\u202f: dès maintenant.'} />
      <DateField {...fieldOf('endsOn', typed, errors)} help={'Ce jour compris\u202f; rien\u202f: sans fin.'} />
    </div>
  )
}

function Head({ account, lead, children }: PropsWithChildren<{ account: Account; lead: string }>) {
  const back = { href: path(`/utilisateurs/${account.id}`), label: 'Retour au compte' }
  return (
    <PageHead title={account.name} lead={lead} back={back}>
      {children}
    </PageHead>
  )
}

function fieldOf(name: keyof typeof accountLabels, typed: Shown['typed'], errors: FieldError[]) {
  const error = errors.find(({ field }) => field === name)?.message
  return { name, label: accountLabels[name], value: typed[name], error }
}
