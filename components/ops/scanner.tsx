import type { ScannerState } from '../../src/scanner/scanner'
import { Badge } from '../ui/badge'

/** What looks at the files that people send. */
export function Scanner({ scanner: { state, version } }: { scanner: ScannerState }) {
  return (
    <section class="stack" id="antivirus">
      <h2>Antivirus</h2>
      {state === 'on' && <p class="lead">{`En service\u202f: ${version}.`}</p>}
      {state === 'none' && (
        <p class="lead">{'Le site est installé sans antivirus\u202f: il juge lui-même des fichiers reçus.'}</p>
      )}
      {state === 'away' && (
        <p class="lead">
          <Badge tone="attention">Absent</Badge>
          {' Il ne répond pas\u202f: aucun fichier n’est reçu d’ici à son retour.'}
        </p>
      )}
    </section>
  )
}
