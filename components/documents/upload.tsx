import type { Row, Type } from '../../src/documents/queries'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { ErrorSummary } from '../ui/error-summary'
import { DateField, SelectField } from '../ui/field'
import { fileLost, fileReplaced, KeptFile } from '../ui/kept-file'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { UploadProgress } from '../ui/upload'

type Kept = { kept: { id: string; name: string } | null }
type Refused = Kept & { typed?: Record<string, string>; errors?: FieldError[]; refusal?: string }
type AddProps = Refused & { person: { id: string; name: string; matricule: string }; types: Type[]; limitMb: number }

export function DocumentForm({ person, types, limitMb, kept, typed = {}, errors = [], refusal }: AddProps) {
  const home = path(`/personnel/${person.id}?onglet=documents`)
  return (
    <>
      <PageHead
        title="Ajouter un document"
        lead={`${person.name}, ${person.matricule}`}
        back={{ href: home, label: 'Documents du dossier' }}
      />
      <Refusal refusal={refusal} errors={errors} />
      <form class="form" method="post" action={path(`/personnel/${person.id}/documents`)} {...sending}>
        <SelectField
          name="type"
          label="Type de document"
          value={typed.type}
          blank="Choisissez"
          choices={types.map(({ code, label }) => ({ value: code, label }))}
          help="Le type décide de qui peut lire le document."
          error={errors.find(({ field }) => field === 'type')?.message}
          required
        />
        <Days typed={typed} errors={errors} />
        <File limitMb={limitMb} kept={kept} lost={!kept && Boolean(typed.kept)} errors={errors} />
        <Ends home={home}>Ajouter le document</Ends>
      </form>
    </>
  )
}

export function VersionForm({
  document,
  limitMb,
  kept,
  typed = {},
  errors = [],
  refusal,
}: Refused & { document: Row; limitMb: number }) {
  const home = path(`/documents/${document.id}/fiche`)
  return (
    <>
      <PageHead
        title="Nouvelle version"
        lead={`${document.typeLabel}, ${document.person}`}
        back={{ href: home, label: document.typeLabel }}
      />
      <Refusal refusal={refusal} errors={errors} />
      <form class="form" method="post" action={path(`/documents/${document.id}/versions`)} {...sending}>
        <p class="help">La version en vigueur est remplacée&#8239;; elle reste lisible par les ressources humaines.</p>
        <Days typed={typed} errors={errors} />
        <File limitMb={limitMb} kept={kept} lost={!kept && Boolean(typed.kept)} errors={errors} />
        <Ends home={home}>Remplacer le document</Ends>
      </form>
    </>
  )
}

const sending = { enctype: 'multipart/form-data' as const, 'data-guard': '' }

const labels = { type: 'Type de document', issuedOn: 'Délivré le', expiresOn: 'Échéance' }

function Refusal({ refusal, errors }: { refusal?: string; errors: FieldError[] }) {
  return (
    <>
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} labels={labels} />
    </>
  )
}

function Days({ typed, errors }: { typed: Record<string, string>; errors: FieldError[] }) {
  const field = (name: string) => ({
    name,
    value: typed[name],
    error: errors.find((error) => error.field === name)?.message,
  })
  return (
    <div class="pair">
      <DateField {...field('issuedOn')} label="Délivré le" />
      <DateField
        {...field('expiresOn')}
        label="Échéance"
        help="Si le type de document a une durée de validité, elle est comptée du jour de délivrance."
      />
    </div>
  )
}

/** Last in the form: what is too long is read up to here (http/upload). */
function File({ limitMb, kept, lost, errors }: Kept & { limitMb: number; lost: boolean; errors: FieldError[] }) {
  const file = {
    name: 'document',
    label: kept ? 'Autre fichier' : 'Fichier',
    help:
      (lost ? fileLost : '') +
      (kept ? fileReplaced : '') +
      `PDF, JPEG, PNG, Word (.docx) ou Excel (.xlsx), de ${limitMb}\u00a0Mo au plus. Glissez-le ici ou choisissez-le.`,
    error: errors.find(({ field }) => field === 'document')?.message,
    required: !kept,
  }
  return (
    <>
      {kept && <KeptFile {...kept} goes="il part avec le formulaire" />}
      <Field {...file}>
        <input type="file" accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx" {...controlOf(file)} />
      </Field>
    </>
  )
}

function Ends({ home, children }: { home: string; children: string }) {
  return (
    <>
      <div class="actions">
        <Button kind="primary">{children}</Button>
        <LinkButton href={home}>Annuler</LinkButton>
      </div>
      <UploadProgress />
    </>
  )
}
