import type { Batch } from '../../src/career/batch-queries'
import { path } from '../../src/lib/paths'
import { errorOf, type Refusal, Refused, unitChoices } from '../organisation/words'
import { Button } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { DateField, RadioField, SelectField, TextArea, TextField } from '../ui/field'
import { Terms } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { BatchList } from './batch'
import { CareerTabs } from './tabs'

type Units = { code: string; name: string; depth: number }[]
type Props = Refusal & { batches: Batch[]; units: Units }

/** One decision for a list of people: verified line by line before anything is written. */
export function BatchFormPage({ batches, units, typed = {}, ...refused }: Props) {
  const field = (name: string) => ({ name, value: typed[name], error: errorOf(refused.errors, name) })
  const file = {
    name: 'fichier',
    label: 'Ou un fichier CSV',
    help: 'Sa colonne « Matricule », ou la première. Ce qu’il contient s’ajoute à la liste.',
    error: errorOf(refused.errors, 'fichier'),
  }
  return (
    <>
      <PageHead
        title="Décisions collectives"
        lead="Un avancement ou une affectation pour toute une liste, vérifié ligne par ligne avant d’être inscrit."
      />
      <CareerTabs current="masse" mayWrite />
      <Refused {...refused} />
      <form class="form" action={path('/carriere/masse')} method="post" enctype="multipart/form-data" data-guard="">
        <input type="hidden" name="cle" value={typed.cle} />
        <BatchFields units={units} typed={typed} errors={refused.errors} />
        <TextArea
          {...field('matricules')}
          label="Matricules"
          rows={8}
          help={'Un par ligne, ou séparés par des virgules\u202f: collez une colonne d’un tableau. Au plus 1\u202f000.'}
        />
        <Field {...file}>
          <input type="file" accept=".csv,.txt,.tsv" {...controlOf(file)} />
        </Field>
        <div class="actions">
          <Button kind="primary">Vérifier</Button>
        </div>
      </form>
      <h2>Vos dernières décisions</h2>
      <BatchList batches={batches} />
    </>
  )
}

/** The same of people who were chosen already. */
export function BatchOf({ matricules, formKey, units, today }: BatchOfProps) {
  return (
    <form class="form" action={path('/carriere/masse')} method="post" data-guard="">
      <input type="hidden" name="cle" value={formKey} />
      <input type="hidden" name="matricules" value={matricules.join(' ')} />
      <BatchFields units={units} typed={{ effectiveOn: today }} />
      <div class="actions">
        <Button kind="primary">Vérifier</Button>
      </div>
    </form>
  )
}

type BatchOfProps = { matricules: string[]; formKey: string; units: Units; today: string }

function BatchFields({ units, typed = {}, errors }: Pick<Refusal, 'typed' | 'errors'> & { units: Units }) {
  const field = (name: string) => ({ name, value: typed[name], error: errorOf(errors, name) })
  return (
    <>
      <SelectField
        {...field('kind')}
        label="Nature"
        choices={[
          { value: 'avancement', label: 'Avancement à l’échelon suivant' },
          { value: 'affectation', label: 'Affectation' },
        ]}
        help="Au dernier échelon d’une classe, l’échelon suivant est le premier de la classe au-dessus."
        required
      />
      <SelectField
        {...field('unit')}
        label="Unité"
        blank="Sans objet"
        choices={unitChoices(units)}
        help="Pour une affectation."
      />
      <RadioField
        {...field('dates')}
        value={typed.dates || 'commune'}
        label="Dates d’effet"
        choices={[
          { value: 'chacun', label: 'Chacun à sa date (à compter du jour où l’échelon est acquis)' },
          { value: 'commune', label: 'Une date commune' },
        ]}
        help="Une affectation a toujours une date commune."
      />
      <div class="pair">
        <DateField {...field('effectiveOn')} label="Date commune" />
        <TextField {...field('decisionNumber')} label="Numéro de décision" />
      </div>
      <Terms terms={['avancement', 'echelon', 'decision']} />
    </>
  )
}
