import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'
import { type Asked, definitionsOf, formatNames, listHref, type Units } from './export-asked'

export type ExportOfferProps = {
  format: keyof typeof formatNames
  asked: Asked
  people: number
  units: Units
  /** Too long to be waited for. */
  long: boolean
  /** False when the password is to be given with it. */
  proved: boolean
  errors?: FieldError[]
  refusal?: string
}

/** A list that is not to be had at once, why, and the button that has it made. */
export function ExportOffer(props: ExportOfferProps) {
  const { format, asked, people, units, long, proved, errors = [], refusal } = props
  const back = listHref(asked)
  const problems = errors.length > 0 || !refusal ? errors : [{ field: '', message: refusal }]
  return (
    <>
      <PageHead
        title="Exporter le personnel"
        lead={`${count(people, 'personne', 'personnes')}, fichier ${formatNames[format]}`}
        back={{ href: back, label: 'Retour à la liste' }}
      />
      <DefinitionList items={definitionsOf(asked, units)} />
      {!proved && (
        <p>
          Cet export porte sur une grande partie du personnel&#8239;: votre mot de passe est demandé avant qu’il soit
          préparé.
        </p>
      )}
      <p>
        {long ? 'Cette liste est longue\u202f: le' : 'Le'} fichier est préparé à part. Vous pouvez quitter la page
        pendant ce temps&#8239;; une notification vous prévient dès qu’il est prêt. Il est conservé 24&nbsp;heures, et
        personne d’autre ne peut le télécharger.
      </p>
      <form class="form" method="post" action={path('/personnel/exports')}>
        <ErrorSummary errors={problems} />
        {Object.entries({ ...asked, format }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <ProofField proved={proved} errors={errors} />
        <div class="actions">
          <Button kind="primary" icon="document">
            Préparer le fichier
          </Button>
          <LinkButton href={back}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
