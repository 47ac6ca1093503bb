import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { Account } from '../../src/users/account'
import { ProvedActions } from '../auth/proved-actions'
import { ErrorSummary } from '../ui/error-summary'
import { TextArea } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { accountLabels } from './labels'

export type StandingProps = {
  account: Account
  proved: boolean
  typed?: Record<string, string>
  errors?: FieldError[]
  refusal?: string
}

export function Closing({ account, proved, typed = {}, errors = [], refusal }: StandingProps) {
  const home = path(`/utilisateurs/${account.id}`)
  return (
    <>
      <PageHead title={account.name} lead="Désactiver le compte" back={{ href: home, label: 'Retour au compte' }} />
      <Refused errors={errors} refusal={refusal} />
      <form class="form" method="post" action={`${home}/desactivation?_method=PUT`} data-guard="">
        <p>
          La personne ne peut plus se connecter, et ses sessions sont terminées. Elle en est avertie par courrier. Son
          dossier n’est pas modifié, et le compte peut être réactivé.
        </p>
        <TextArea
          name="reason"
          label={accountLabels.reason}
          help="Noté au journal, et dit à la personne."
          value={typed.reason}
          error={errors.find(({ field }) => field === 'reason')?.message}
          rows={3}
          required
        />
        <ProvedActions proved={proved} errors={errors} label="Désactiver le compte" kind="danger" cancel={home} />
      </form>
    </>
  )
}

export function Reopening({ account, proved, errors = [], refusal }: StandingProps) {
  const home = path(`/utilisateurs/${account.id}`)
  return (
    <>
      <PageHead title={account.name} lead="Réactiver le compte" back={{ href: home, label: 'Retour au compte' }} />
      <Refused errors={errors} refusal={refusal} />
      <form class="form" method="post" action={`${home}/desactivation?_method=DELETE`}>
        <p>La personne se connecte de nouveau, avec ses rôles et le mot de passe qu’elle avait.</p>
        <ProvedActions proved={proved} errors={errors} label="Réactiver le compte" cancel={home} />
      </form>
    </>
  )
}

export function Refused({ errors, refusal }: { errors: FieldError[]; refusal?: string }) {
  if (refusal && errors.length === 0) return <Notice tone="attention">{refusal}</Notice>
  return <ErrorSummary errors={errors} labels={accountLabels} />
}
