import type { Act } from '../../src/acts/queries'
import { groupedCode } from '../../src/lib/check-code'
import { day, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { errorOf, type Refusal, Refused } from '../organisation/words'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { ActState, actHref, labelOf, numberOf } from './words'

type Props = Refusal & { act: Act; mayCancel: boolean; readsAll: boolean }

/** One act: its paper first. */
export function ActPage({ act, mayCancel, readsAll, typed, errors, refusal }: Props) {
  const file = path(`/personnel/${act.personId}?onglet=actes`)
  const home = readsAll ? { href: path('/actes'), label: 'Actes' } : { href: file, label: 'Mes actes' }
  const opened = !act.cancelledAt || mayCancel
  return (
    <>
      <PageHead title={labelOf(act)} lead={numberOf(act)} back={home}>
        {opened && (
          <LinkButton icon="download" href={path(`/documents/${act.documentId}`)} download>
            Télécharger
          </LinkButton>
        )}
        {opened && (
          <LinkButton
            kind="primary"
            icon="document"
            href={path(`/documents/${act.documentId}/apercu`)}
            autofocus={!act.cancelledAt && !refusal}
          >
            Ouvrir et imprimer
          </LinkButton>
        )}
      </PageHead>
      <Refused errors={errors} refusal={refusal} />
      {act.cancelledAt && (
        <Notice
          tone="attention"
          title={`Annulé le ${moment(act.cancelledAt)}${act.cancelledBy ? ` par ${act.cancelledBy}` : ''}`}
        >
          Motif&#8239;: {act.cancelledReason}
        </Notice>
      )}
      <DefinitionList items={facts(act, file)} />
      {mayCancel && !act.cancelledAt && (
        <Cancelling id={act.id} reason={typed?.reason} error={errorOf(errors, 'reason')} />
      )}
    </>
  )
}

function facts(act: Act, file: string) {
  return [
    { label: 'Agent', value: <a href={file}>{act.person}</a> },
    { label: 'Matricule', value: act.matricule },
    { label: 'État', value: <ActState {...act} /> },
    { label: 'Fait le', value: day(act.madeOn) },
    { label: 'Signataire', value: `${act.signatory}, ${act.signatoryTitle}` },
    { label: 'Produit', value: `${moment(act.madeAt)}${act.madeBy ? `, par ${act.madeBy}` : ''}` },
    {
      label: 'Code de vérification',
      value: <a href={path(`/verifier/${act.code}`)}>{groupedCode(act.code)}</a>,
    },
    { label: 'Modèle', value: `version ${act.templateVersion}` },
  ]
}

function Cancelling({ id, reason, error }: { id: string; reason?: string; error?: string }) {
  return (
    <>
      <h2 class="unprinted">Annuler cet acte</h2>
      <form class="form unprinted" method="post" action={`${actHref(id)}?_method=DELETE`}>
        <TextField
          name="reason"
          label="Motif de l’annulation"
          value={reason}
          maxlength={300}
          help="La page de vérification dira que l’acte est annulé, sans le motif. Son numéro ne sera pas réutilisé."
          error={error}
          required
        />
        <div class="actions">
          <Button kind="danger">Annuler l’acte</Button>
        </div>
      </form>
    </>
  )
}
