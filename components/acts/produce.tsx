import type { Said } from '../../src/acts/rules'
import type { Signatory } from '../../src/acts/signatory-queries'
import type { Subject } from '../../src/acts/subject-queries'
import { type ActKind, actKindNames, actKinds } from '../../src/lib/act-kinds'
import { path } from '../../src/lib/paths'
import { errorOf, type Refusal, Refused, unitChoices } from '../organisation/words'
import { Button, LinkButton } from '../ui/button'
import { DateField, SelectField, TextField } from '../ui/field'
import { Help } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { Tabs } from '../ui/tabs'
import { SaidText } from './said'
import { makingHref } from './words'

export type ProduceProps = Refusal & {
  subject: Subject
  kind: ActKind
  /** What it would say; null when it cannot be made. */
  said: Said[] | null
  signing: Signatory[]
  units: { code: string; name: string; depth: number }[]
  today: string
  /** The form's own key. */
  formKey: string
}

/** One act of one person: its kind, who signs, what it says; one button makes it. */
export function ProducePage({ subject, kind, said, signing, units, today, formKey, ...refused }: ProduceProps) {
  const { id, lastName, firstNames, matricule } = subject
  const { typed = {}, errors } = refused
  const here = makingHref(id)
  return (
    <>
      <PageHead
        title="Produire un acte"
        lead={
          <>
            {`${lastName} ${firstNames}, ${matricule}`}
            <Help term={kind} />
          </>
        }
        back={{ href: path(`/personnel/${id}?onglet=actes`), label: 'Actes du dossier' }}
      />
      <Tabs
        label="Acte à produire"
        tabs={actKindNames.map((name) => ({
          label: actKinds[name].label,
          href: `${here}?acte=${name}`,
          current: name === kind,
        }))}
      />
      <Refused errors={errors} refusal={refused.refusal} />
      <form class="form" method="post" action={makingHref(id, '')} data-guard="">
        <input type="hidden" name="acte" value={kind} />
        <input type="hidden" name="cle" value={formKey} />
        {kind === 'decision_affectation' && (
          <>
            {typed.carriere && <input type="hidden" name="carriere" value={typed.carriere} />}
            <SelectField
              name="unite"
              label="Unité d’affectation"
              value={typed.unite || subject.unitCode}
              choices={unitChoices(units)}
              autofocus={said !== null}
              error={errorOf(errors, 'unite')}
            />
            <TextField
              name="fonction"
              label="Fonction confiée"
              value={typed.fonction || subject.jobTitle}
              maxlength={120}
              error={errorOf(errors, 'fonction')}
              required
            />
            <DateField
              name="effet"
              label="Date d’effet"
              value={typed.effet || today}
              error={errorOf(errors, 'effet')}
            />
          </>
        )}
        {signing.length > 0 && (
          <SelectField
            name="signataire"
            label="Signataire"
            value={typed.signataire || signing[0]?.id}
            choices={signing.map(({ id, name, title, interim }) => ({
              value: id,
              label: `${name}, ${title}${interim ? ' p.i.' : ''}`,
            }))}
            error={errorOf(errors, 'signataire')}
          />
        )}
        <div class="actions">
          {said && (
            <Button kind="primary" autofocus={kind !== 'decision_affectation'}>
              Produire l’acte
            </Button>
          )}
          {(signing.length > 1 || kind === 'decision_affectation') && (
            <Button formaction={here} formmethod="get">
              Actualiser l’aperçu
            </Button>
          )}
          {said && (
            <Button formaction={makingHref(id, '/apercu')} formmethod="get">
              Aperçu en PDF
            </Button>
          )}
          <LinkButton href={path(`/personnel/${id}?onglet=actes`)}>Annuler</LinkButton>
        </div>
      </form>
      {said && (
        <section aria-labelledby="apercu" class="stack">
          <h2 id="apercu">Ce que dira l’acte</h2>
          <SaidText said={said} />
        </section>
      )}
    </>
  )
}
