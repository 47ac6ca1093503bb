import type { Field as FieldName, Values } from '../../src/corrections/rules'
import { maritalStatuses } from '../../src/lib/civil-service'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { fieldLabels, formLabels, written } from '../personnel/labels'
import { asTyped } from '../personnel/phone'
import { Button, LinkButton } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { ErrorSummary } from '../ui/error-summary'
import { CheckField, SelectField, TextArea, TextField } from '../ui/field'
import { fileLost, fileReplaced, KeptFile } from '../ui/kept-file'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { UploadProgress } from '../ui/upload'

const home = '/profil/corrections'

export type AskProps = {
  present: Values
  /** The fields about which a request waits. */
  open: FieldName[]
  limitMb: number
  /** The file that came with the form before a refusal, and goes with it again. */
  kept: { id: string; name: string } | null
  /** What was typed before a refusal. */
  typed?: Record<string, string>
  errors?: FieldError[]
  refusal?: string
}

/** One's own file as it is: what one changes here is asked for, the rest is not. */
export function AskForm({ present, open, limitMb, kept, typed, errors = [], refusal }: AskProps) {
  const field = (name: FieldName) => ({
    name,
    label: fieldLabels[name],
    value: typed?.[name] ?? filled(name, present),
    error: errors.find((error) => error.field === name)?.message,
    help: open.includes(name)
      ? 'Une demande est en attente pour cette rubrique.'
      : `Dans votre dossier\u202f: ${written(name, present[name], [])}.`,
    disabled: open.includes(name),
  })
  const choices = Object.entries(maritalStatuses).map(([value, label]) => ({ value, label }))
  return (
    <>
      <PageHead
        title="Demander une correction"
        lead="Modifiez ce qui doit l’être. Votre dossier ne change que lorsque les ressources humaines acceptent."
        back={{ href: path(home), label: 'Mes demandes de correction' }}
      />
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} labels={formLabels} />
      <form class="form" method="post" action={path(home)} enctype="multipart/form-data" data-guard="">
        <fieldset>
          <legend>Téléphone</legend>
          <div class="pair">
            <TextField {...field('phone')} type="tel" />
            <TextField {...field('otherPhone')} type="tel" />
          </div>
        </fieldset>
        <fieldset>
          <legend>Famille</legend>
          <div class="pair">
            <SelectField {...field('maritalStatus')} choices={choices} blank="Non renseignée" />
            <TextField {...field('children')} inputmode="numeric" />
          </div>
        </fieldset>
        <fieldset>
          <legend>Adresse</legend>
          <div class="pair">
            <TextField {...field('address')} />
            <TextField {...field('poBox')} />
          </div>
        </fieldset>
        <fieldset>
          <legend>À l’appui</legend>
          <TextArea
            name="note"
            label="Précision"
            value={typed?.note}
            rows={3}
            help="Facultative, pour qui décidera."
            error={errors.find((error) => error.field === 'note')?.message}
          />
          {kept && (
            <KeptFile {...kept} goes="il part avec la demande">
              <CheckField name="removed" label="Retirer ce fichier" checked={typed?.removed === 'oui'} />
            </KeptFile>
          )}
          <Document limitMb={limitMb} kept={kept !== null} lost={!kept && Boolean(typed?.kept)} errors={errors} />
        </fieldset>
        <div class="actions">
          <Button kind="primary">Envoyer la demande</Button>
          <LinkButton href={path(home)}>Annuler</LinkButton>
        </div>
        <UploadProgress />
      </form>
    </>
  )
}

/** Last in the form: what is too long is read up to here (http/upload). */
function Document({ limitMb, kept, lost, errors }: DocumentProps) {
  const file = {
    name: 'document',
    label: kept ? 'Autre justificatif' : 'Justificatif',
    help:
      (lost ? fileLost : '') +
      (kept ? fileReplaced : '') +
      `PDF, JPEG ou PNG, de ${limitMb}\u00a0Mo au plus. Facultatif pour un numéro de téléphone, demandé pour le reste.`,
    error: errors.find(({ field }) => field === 'document')?.message,
  }
  return (
    <Field {...file}>
      <input type="file" accept="application/pdf,image/jpeg,image/png" {...controlOf(file)} />
    </Field>
  )
}

/** `kept`: there is one already; `lost`: there was. */
type DocumentProps = { limitMb: number; kept: boolean; lost: boolean; errors: FieldError[] }

/** A value as one types it. */
function filled(name: FieldName, present: Values): string {
  const value = present[name]
  if (value === null) return ''
  return name === 'phone' || name === 'otherPhone' ? asTyped(String(value)) : String(value)
}
