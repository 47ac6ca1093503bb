import { type Exportable, exportables, exportsHome } from '../../src/lib/exportables'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'
import { type Asked, definitionsOf, type Form, formName, type Names, named, offerHref, placeHref } from './words'

export type OfferProps = {
  list: Exportable
  form: Form
  asked: Asked
  names: Names
  total: number
  /** Too long to be waited for. */
  long: boolean
  /** False when the password is to be given with it. */
  proved: boolean
  errors?: FieldError[]
  refusal?: string
}

/** What is not to be had at once, why, and the button that has it made. */
export function Offer(props: OfferProps) {
  const { list, form, asked, names, total, long, proved, errors = [], refusal } = props
  const { title, one, many } = exportables[list]
  const back = placeHref(list, asked)
  const problems = errors.length > 0 || !refusal ? errors : [{ field: '', message: refusal }]
  const endless = long && form === 'impression'
  return (
    <>
      <PageHead
        title={list === 'personnel' ? 'Exporter le personnel' : `Exporter\u202f: ${title}`}
        lead={`${count(total, one, many)}, ${form === 'impression' ? 'page' : 'fichier'} ${formName(form)}`}
        back={{ href: back, label: list === 'dossier' ? 'Retour au dossier' : 'Retour à la liste' }}
      />
      <DefinitionList items={definitionsOf(list, asked, names)} />
      {endless ? (
        <>
          <p>Cette liste est trop longue pour une page. Un fichier la contient tout entière.</p>
          <div class="actions">
            <LinkButton href={offerHref(list, asked, 'csv')}>Fichier CSV</LinkButton>
            <LinkButton href={offerHref(list, asked, 'xlsx')}>Fichier Excel</LinkButton>
          </div>
        </>
      ) : (
        <>
          {!proved && <p>{why(list)}&#8239;: votre mot de passe est demandé avant qu’il soit préparé.</p>}
          {form !== 'impression' && (
            <p>
              {long ? 'Cette liste est longue\u202f: le' : 'Le'} fichier est préparé à part. Vous pouvez quitter la page
              pendant ce temps&#8239;; une notification vous prévient dès qu’il est prêt. Il est conservé
              24&nbsp;heures, et personne d’autre ne peut le télécharger.
            </p>
          )}
          <form class="form" method="post" action={path(exportsHome(list))}>
            <ErrorSummary errors={problems} />
            {Object.entries({ ...named(list), ...asked, format: form }).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <ProofField proved={proved} errors={errors} />
            <div class="actions">
              <Button kind="primary" icon="document">
                {form === 'impression' ? 'Afficher la page' : 'Préparer le fichier'}
              </Button>
              <LinkButton href={back}>Annuler</LinkButton>
            </div>
          </form>
        </>
      )}
    </>
  )
}

function why(list: Exportable): string {
  if (list === 'dossier') return 'Cet export contient tout un dossier'
  return 'Cet export porte sur une grande partie du personnel'
}
