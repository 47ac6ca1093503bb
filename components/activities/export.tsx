import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'

export type JournalExportProps = {
  /** The search, as its address said it. */
  asked: Record<string, string>
  proved: boolean
  errors?: FieldError[]
  refusal?: string
}

/** Taking most of the journal away, for which the password is asked for again. */
export function JournalExport({ asked, proved, errors = [], refusal }: JournalExportProps) {
  const back = path(`/journal${Object.keys(asked).length > 0 ? `?${new URLSearchParams(asked)}` : ''}`)
  const problems = errors.length > 0 || !refusal ? errors : [{ field: '', message: refusal }]
  return (
    <>
      <PageHead title="Exporter le journal" back={{ href: back, label: 'Retour au journal' }} />
      <form class="form" method="post" action={path('/journal/export')}>
        <ErrorSummary errors={problems} />
        <p>
          Le fichier CSV contient{' '}
          {Object.keys(asked).length > 0 ? 'les lignes de votre recherche' : 'toutes les lignes'} que vous pouvez lire.
          Le téléchargement commence
          {proved ? ' aussitôt' : ' dès que votre mot de passe est confirmé'}, et une ligne du journal en garde la
          trace.
        </p>
        {Object.entries(asked).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <ProofField proved={proved} errors={errors} />
        <div class="actions">
          <Button kind="primary" icon="download">
            Télécharger
          </Button>
          <LinkButton href={back}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
