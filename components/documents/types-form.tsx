import type { KeptType } from '../../src/documents/types-register'
import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { authLabels } from '../auth/labels'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { CheckField, SelectField, TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { typesHome } from './types-list'
import { guardChoices, openToReaders, typeLabels } from './types-words'

export type TypeFormProps = {
  /** None: another one. */
  type?: KeptType
  typed?: Record<string, string>
  errors: FieldError[]
  refusal?: string
  /** Whether it was shown a moment ago who it is. */
  proved: boolean
}

/** A kind of paper: made, changed, offered no more, and removed when nothing has ever been one. */
export function TypeForm({ type, typed, errors, refusal, proved }: TypeFormProps) {
  const here = type ? path(`${typesHome}/${type.code}`) : path(typesHome)
  return (
    <>
      <PageHead
        title={type?.label ?? 'Nouveau type de document'}
        lead="Ce qui est décidé ici vaut pour tous les documents de ce type, ceux qui sont déjà aux dossiers aussi."
        back={{ href: path(typesHome), label: 'Types de document' }}
      />
      {refusal && errors.length === 0 && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <ErrorSummary errors={errors} labels={{ ...typeLabels, proof: authLabels.proof }} />
      <form class="form" method="post" action={type ? `${here}?_method=PUT` : here} data-guard="">
        {type && <input type="hidden" name="version" value={typed?.version ?? String(type.version)} />}
        <Fields values={typed ?? (type ? typedOf(type) : fresh)} errors={errors} />
        {type && <ProofField proved={proved} errors={errors} />}
        <div class="actions">
          <Button kind="primary">{type ? 'Enregistrer' : 'Créer le type'}</Button>
          <LinkButton href={path(typesHome)}>Annuler</LinkButton>
        </div>
      </form>
      {type && <Ending type={type} here={here} />}
    </>
  )
}

function Fields({ values, errors }: { values: Record<string, string>; errors: FieldError[] }) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  const field = (name: keyof typeof typeLabels) => ({
    name,
    label: typeLabels[name],
    value: values[name],
    error: error(name),
  })
  const box = (name: string, label: string) => (
    <CheckField name={name} label={label} checked={values[name] === 'oui'} error={error(name)} />
  )
  return (
    <>
      <TextField {...field('label')} required />
      <SelectField
        {...field('guard')}
        blank={openToReaders}
        choices={Object.entries(guardChoices).map(([value, label]) => ({ value, label }))}
        help="La personne lit toujours ses propres documents, et l’auditeur les contrôle."
      />
      <fieldset>
        <legend>Exigé des agents de catégorie</legend>
        {['A', 'B', 'C', 'D'].map((category) => box(`required${category}`, category))}
      </fieldset>
      <fieldset>
        <legend>Échéance</legend>
        {box('expires', typeLabels.expires)}
        <TextField
          {...field('validityMonths')}
          inputmode="numeric"
          help="De 1 à 600. Sans échéance saisie, elle est comptée depuis la date de délivrance."
        />
      </fieldset>
      <fieldset>
        <legend>Annoncer l’échéance</legend>
        {[90, 30, 7].map((days) => box(`alert${days}`, `${days}\u00a0jours avant`))}
      </fieldset>
    </>
  )
}

function Ending({ type: { code, used, retiredOn }, here }: { type: KeptType; here: string }) {
  return (
    <>
      <form class="form" method="post" action={`${here}/retrait?_method=${retiredOn ? 'DELETE' : 'PUT'}`}>
        <h2>{retiredOn ? 'Type retiré' : 'Retirer ce type'}</h2>
        <p>
          {retiredOn
            ? `Il n’est plus proposé depuis le ${day(retiredOn)}. Les documents de ce type restent aux dossiers.`
            : 'Il ne sera plus proposé, ni exigé. Les documents de ce type restent aux dossiers, lus par les mêmes.'}
        </p>
        <div class="actions">
          {retiredOn ? <Button>Proposer de nouveau</Button> : <Button kind="danger">Retirer le type</Button>}
        </div>
      </form>
      {!used && (
        <form class="form" method="post" action={`${path(`${typesHome}/${code}`)}?_method=DELETE`}>
          <p>Aucun document n’a jamais été de ce type&#8239;: créé par erreur, il peut être supprimé.</p>
          <div class="actions">
            <Button kind="danger">Supprimer le type</Button>
          </div>
        </form>
      )}
    </>
  )
}

const fresh = { alert90: 'oui', alert30: 'oui', alert7: 'oui' }

function typedOf({ label, guard, requiredOf, expires, validityMonths, alertDays }: KeptType): Record<string, string> {
  return {
    label,
    guard: guard ?? '',
    validityMonths: String(validityMonths ?? ''),
    ...(expires ? { expires: 'oui' } : {}),
    ...Object.fromEntries(requiredOf.map((category) => [`required${category}`, 'oui'])),
    ...Object.fromEntries(alertDays.map((days) => [`alert${days}`, 'oui'])),
  }
}
