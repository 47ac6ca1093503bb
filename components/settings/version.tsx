import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { Change } from '../../src/settings/history'
import type { Difference } from '../../src/settings/rules'
import { authLabels } from '../auth/labels'
import { ProofField } from '../auth/proof-field'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'
import { Differences } from './differences'

type SettingsVersionProps = {
  change: Change & { away: Difference[] }
  /** The version in force. */
  now: string
  write: boolean
  proved: boolean
  errors: FieldError[]
}

/** One version: what it changed, and what returning to it would change now. */
export function SettingsVersion({ change, now, write, proved, errors }: SettingsVersionProps) {
  const { version, at, by, differences, away } = change
  const here = path('/parametres/versions')
  return (
    <>
      <PageHead
        title={`Paramètres du ${moment(at)}`}
        lead={by ?? 'Premier démarrage'}
        back={{ href: here, label: 'Retour à l’historique' }}
      />
      <ErrorSummary errors={errors} labels={authLabels} />
      <h2>Ce qui a changé alors</h2>
      <Differences differences={differences} />
      <h2>Revenir à cette version</h2>
      {away.length === 0 ? (
        <p>Les paramètres en vigueur sont ceux de cette version.</p>
      ) : (
        <>
          <p>Voici ce qui changerait aujourd’hui&#8239;:</p>
          <Differences differences={away} />
          {write && (
            <form class="form" method="post" action={`${here}/${version}/retour?_method=PUT`}>
              <input type="hidden" name="version" value={now} />
              <ProofField proved={proved} errors={errors} />
              <div class="actions">
                <Button kind="primary">Revenir à cette version</Button>
              </div>
            </form>
          )}
        </>
      )}
    </>
  )
}
