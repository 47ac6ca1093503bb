import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { sharedLabels } from '../../src/lib/shared-labels'
import type { View } from '../../src/views/views'
import { filterWords } from '../personnel/filter-words'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { SelectField, TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'

/** What the fields are called, above them and in the summary of errors. */
const labels = { name: 'Nom de la vue', shared: 'Partagée avec' }

type Props = {
  /** Null for one to be made. */
  view: View | null
  query: string
  /** Those that the query may name. */
  units: { code: string; name: string }[]
  typed: Record<string, string>
  errors?: FieldError[]
  refusal?: string
  mayShare: boolean
}

/** A list of personnel, as its address says it, under a name. */
export function ViewForm({ view, query, units, typed, errors = [], refusal, mayShare }: Props) {
  const error = (field: string) => errors.find((one) => one.field === field)?.message
  const back = view ? path('/personnel/vues') : path(`/personnel?${query}`)
  return (
    <>
      <PageHead
        title={view ? 'Modifier la vue' : 'Enregistrer cette vue'}
        back={{ href: back, label: view ? 'Retour aux vues' : 'Retour à la liste' }}
      />
      {errors.length > 0 ? (
        <ErrorSummary errors={errors} labels={labels} />
      ) : (
        refusal && <Notice tone="attention">{refusal}</Notice>
      )}
      <ul class="chips">
        {wordsOf(query, units).map((label) => (
          <li class="chip">{label}</li>
        ))}
      </ul>
      <form
        class="form"
        method="post"
        action={path(view ? `/personnel/vues/${view.id}?_method=PUT` : '/personnel/vues')}
      >
        <TextField
          name="name"
          label={labels.name}
          value={typed.name}
          error={error('name') ?? error('query')}
          required
        />
        {mayShare && (
          <SelectField
            name="shared"
            label={labels.shared}
            value={typed.shared}
            error={error('shared')}
            help="Chacun y voit seulement les personnes auxquelles il a accès."
            blank="Moi seulement"
            choices={Object.entries(sharedLabels).map(([value, label]) => ({ value, label }))}
          />
        )}
        {!mayShare && <input type="hidden" name="shared" value="" />}
        {view ? (
          <input type="hidden" name="version" value={typed.version ?? String(view.version)} />
        ) : (
          <input type="hidden" name="query" value={query} />
        )}
        <div class="actions">
          <Button kind="primary">Enregistrer</Button>
          <LinkButton href={back}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}

/** What the list is asked for, in words; how it is sorted and its columns go without saying. */
export function wordsOf(query: string, units: Props['units']): string[] {
  return [...new URLSearchParams(query)].flatMap(([name, value]) => filterWords(name, value, units) ?? [])
}
