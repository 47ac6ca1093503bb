import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { PersonFile } from '../../src/personnel/file-queries'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { DateField, TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { fieldLabels, formLabels } from './labels'

export type DepartureProps = {
  file: PersonFile
  today: string
  values?: Record<string, string>
  errors?: FieldError[]
  refusal?: string
}

/** A departure to record, or the one that stands, which a return ends. */
export function Departure({ file, today, values = {}, errors = [], refusal }: DepartureProps) {
  const home = path(`/personnel/${file.id}`)
  const ahead = file.leftOn !== null && file.leftOn > today
  return (
    <>
      <PageHead
        title={`${file.lastName} ${file.firstNames}`}
        lead={ahead ? 'Départ à venir' : file.leftOn ? 'Réintégration' : 'Départ du ministère'}
        back={{ href: home, label: 'Retour au dossier' }}
      />
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} labels={formLabels} />
      {file.leftOn ? (
        <Return file={file} home={home} ahead={ahead} />
      ) : (
        <Leaving home={home} values={values} errors={errors} />
      )}
    </>
  )
}

function Leaving({ home, values, errors }: { home: string; values: Record<string, string>; errors: FieldError[] }) {
  const field = (name: string) => ({
    name,
    value: values[name],
    error: errors.find((error) => error.field === name)?.message,
  })
  return (
    <form class="form" method="post" action={`${home}/depart?_method=PUT`} data-guard="">
      <p>Le dossier est conservé, avec la date et le motif. Une réintégration reste possible.</p>
      <DateField {...field('leftOn')} label={fieldLabels.leftOn} required />
      <TextField
        {...field('leftReason')}
        label={fieldLabels.leftReason}
        help="Retraite, démission, mutation, décès…"
        required
      />
      <TextField {...field('decisionNumber')} label="Numéro de décision" />
      <div class="actions">
        <Button kind="danger">Enregistrer le départ</Button>
        <LinkButton href={home}>Annuler</LinkButton>
      </div>
    </form>
  )
}

function Return({ file, home, ahead }: { file: PersonFile; home: string; ahead: boolean }) {
  return (
    <form class="form" method="post" action={`${home}/depart?_method=DELETE`}>
      <p>
        Départ le {day(file.leftOn ?? '')}&#8239;: {file.leftReason}.{' '}
        {ahead
          ? 'Il n’a pas encore pris effet\u202f: annulé, il est retiré de la carrière.'
          : 'La réintégration prend effet aujourd’hui et s’inscrit dans la carrière.'}
      </p>
      <div class="actions">
        <Button kind="primary">{ahead ? 'Annuler le départ' : 'Réintégrer'}</Button>
        <LinkButton href={home}>{ahead ? 'Garder le départ' : 'Annuler'}</LinkButton>
      </div>
    </form>
  )
}
