import type { Child } from 'hono/jsx'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { ContactFields, IdentityFields, MovementFields, PostFields } from './form-fields'
import { formLabels, type UnitChoice } from './labels'

export type PersonFormProps = {
  /** The person whose file is changed; null for a new file. */
  person: { id: string; name: string; indexPoints: number | null } | null
  /** What the fields show: the file, or what was typed before a refusal. */
  values: Record<string, string>
  units: UnitChoice[]
  errors?: FieldError[]
  /** What the verb refused, when no field says it. */
  refusal?: string
  /** The file that has the matricule already. */
  twin?: { id: string; name: string }
  /** What somebody else changed meanwhile. */
  conflict?: Child
}

/** One form for a new file and for changes: with a key of its own for the first, the version that was read for the others. */
export function PersonForm({ person, values, units, errors = [], refusal, twin, conflict }: PersonFormProps) {
  const home = path(person ? `/personnel/${person.id}` : '/personnel')
  const shown = errors.filter(({ field }) => field !== 'version' && field !== 'cle')
  const fields = { values, units, errorOf: (field: string) => errors.find((error) => error.field === field)?.message }
  return (
    <>
      <PageHead
        title={person ? person.name : 'Nouveau dossier'}
        lead={person ? 'Modification du dossier' : 'Les champs marqués d’une étoile sont obligatoires.'}
        back={{ href: home, label: person ? 'Retour au dossier' : 'Personnel' }}
      />
      {conflict}
      {refusal && shown.length === 0 && !conflict && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={shown} labels={formLabels} />
      {twin && (
        <Notice tone="attention">
          Ce matricule est celui de <a href={path(`/personnel/${twin.id}`)}>{twin.name}</a>.
        </Notice>
      )}
      <form class="form" method="post" action={person ? `${home}?_method=PUT` : home} data-guard="">
        {person ? (
          <input type="hidden" name="version" value={values.version} />
        ) : (
          <input type="hidden" name="cle" value={values.cle} />
        )}
        <IdentityFields {...fields} />
        <ContactFields {...fields} />
        <PostFields {...fields} heldPoints={person?.indexPoints ?? null} />
        <MovementFields {...fields} isNew={person === null} />
        <div class="actions">
          <Button kind="primary">{person ? 'Enregistrer les modifications' : 'Créer le dossier'}</Button>
          <LinkButton href={home}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
