import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'

/** Taking the whole journal away, for which the password is asked for again. */
export function JournalExport(props: { proved: boolean; errors?: FieldError[]; refusal?: string }) {
  const { proved, errors = [], refusal } = props
  const problems = errors.length > 0 || !refusal ? errors : [{ field: '', message: refusal }]
  return (
    <>
      <PageHead title="Exporter le journal" back={{ href: path('/journal'), label: 'Retour au journal' }} />
      <form class="form" method="post" action={path('/journal/export')}>
        <ErrorSummary errors={problems} />
        <p>
          Le fichier CSV contient toutes les lignes que vous pouvez lire. Le téléchargement commence
          {proved ? ' aussitôt' : ' dès que votre mot de passe est confirmé'}, et une ligne du journal en garde la
          trace.
        </p>
        <ProofField proved={proved} errors={errors} />
        <div class="actions">
          <Button kind="primary" icon="download">
            Télécharger
          </Button>
          <LinkButton href={path('/journal')}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
