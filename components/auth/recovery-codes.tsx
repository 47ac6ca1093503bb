import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
import { LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { authLabels } from './labels'
import { ProvedActions } from './proved-actions'

const place = '/profil/second-facteur'
const back = { href: path(place), label: 'Retour au second facteur' }

/** The only page that ever shows them. */
export function RecoveryCodes({ codes, account, title }: { codes: string[]; account: string; title: string }) {
  const text = `Codes de récupération de ${account}. Chacun ne sert qu’une fois.\n\n${codes.join('\n')}\n`
  return (
    <>
      <PageHead title="Codes de récupération" lead={account} />
      <Notice tone="good" title={title} announced>
        Ces dix codes remplacent le téléphone le jour où il manque, chacun une fois. Imprimez-les ou copiez-les dans un
        lieu sûr&#8239;: ils ne seront plus montrés.
      </Notice>
      <pre class="codes">{codes.join('\n')}</pre>
      <div class="actions">
        <LinkButton kind="primary" href={path(place)}>
          C’est fait
        </LinkButton>
        <LinkButton icon="download" href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download>
          Télécharger
        </LinkButton>
      </div>
    </>
  )
}

type Asked = { proved: boolean; errors?: FieldError[] }

export function ReplaceCodes({
  codesSet,
  codesLeft,
  proved,
  errors = [],
}: Asked & { codesSet: number; codesLeft: number }) {
  return (
    <>
      <PageHead title="Remplacer les codes de récupération" back={back} />
      <ErrorSummary errors={errors} labels={authLabels} />
      <form class="form" method="post" action={path(`${place}/codes`)}>
        <p>
          Dix nouveaux codes seront établis.{' '}
          {codesLeft > 0 && 'Ceux que vous avez, utilisés ou non, ne serviront plus à rien.'}
        </p>
        <input type="hidden" name="set" value={String(codesSet)} />
        <ProvedActions proved={proved} errors={errors} label="Remplacer les codes" cancel={path(place)} />
      </form>
    </>
  )
}

export function Removal({ proved, errors = [], problem }: Asked & { problem?: Problem }) {
  const summary = errors.length > 0 || !problem ? errors : [{ field: '', message: problem.message }]
  return (
    <>
      <PageHead title="Retirer le second facteur" back={back} />
      <ErrorSummary errors={summary} labels={authLabels} />
      <form class="form" method="post" action={path(`${place}?_method=DELETE`)}>
        <p>
          Le mot de passe seul ouvrira votre compte. Les codes de récupération ne serviront plus, et vos autres sessions
          prendront fin.
        </p>
        <ProvedActions
          proved={proved}
          errors={errors}
          label="Retirer le second facteur"
          kind="danger"
          cancel={path(place)}
        />
      </form>
    </>
  )
}
