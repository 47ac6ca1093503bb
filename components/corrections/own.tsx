import type { Row } from '../../src/corrections/queries'
import { path } from '../../src/lib/paths'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { askedFields, Changes, RequestFacts } from './request'

const home = '/profil/corrections'

export function OwnCorrection({ correction, refusal }: { correction: Row; refusal?: string }) {
  return (
    <>
      <PageHead
        title="Ma demande de correction"
        lead={askedFields(correction)}
        back={{ href: path(home), label: 'Mes demandes de correction' }}
      />
      {refusal && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <RequestFacts request={correction} home={home} />
      <h2>Ce qui est demandé</h2>
      <Changes {...correction} />
      {correction.state === 'en_attente' && (
        <form class="form" method="post" action={path(`${home}/${correction.id}?_method=DELETE`)}>
          <p class="help">Une demande retirée n’est plus examinée, et son justificatif est supprimé.</p>
          <div class="actions">
            <Button kind="danger">Retirer ma demande</Button>
          </div>
        </form>
      )}
    </>
  )
}
