import type { Act, Kind, State } from '../../src/lib/career-acts'
import { careerKinds, classes, positions } from '../../src/lib/civil-service'
import { day } from '../../src/lib/french'
import type { Term } from '../../src/lib/glossary'
import { givenGrades } from '../../src/lib/grade-list'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { unitChoices } from '../organisation/words'
import { Button, LinkButton } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { ErrorSummary } from '../ui/error-summary'
import { CheckField, DateField, SelectField, TextField } from '../ui/field'
import { Terms } from '../ui/help'
import { fileLost, fileReplaced, KeptFile } from '../ui/kept-file'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { UploadProgress } from '../ui/upload'
import { purposes, stepOf } from './words'

type Person = { id: string; name: string; matricule: string }
type Refused = { errors?: FieldError[]; refusal?: string }
type Units = { code: string; name: string; depth: number }[]

/** First, which kind of act: the form that follows asks for what this kind needs. */
export function KindPage({ person, kinds }: { person: Person; kinds: Kind[] }) {
  const here = path(`/personnel/${person.id}/carriere/nouveau`)
  return (
    <>
      <PageHead title="Inscrire un acte" lead={`${person.name}, ${person.matricule}`} back={backTo(person)} />
      <ul class="kinds">
        {kinds.map((kind) => (
          <li>
            <a href={`${here}?acte=${kind}`}>{careerKinds[kind]}</a>
            <span>{purposes[kind]}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

export type ActFormProps = Refused & {
  person: Person
  kind: Kind
  /** What the kind asks for. */
  fields: string[]
  /** The act to correct; null for a new one. */
  corrects: Act | null
  /** The post as it is today, for who fills the form in. */
  state: State
  typed: Record<string, string>
  units: Units
  kept: { id: string; name: string } | null
  limitMb: number
}

export function ActFormPage(props: ActFormProps) {
  const { person, kind, corrects, errors = [], refusal, state } = props
  const home = path(`/personnel/${person.id}/carriere`)
  const action = corrects ? `${home}/${corrects.id}/correction?_method=PUT` : home
  const unconfirmed = errors.find(({ field }) => field === 'confirme')
  return (
    <>
      <PageHead
        title={corrects ? `Corriger\u202f: ${careerKinds[kind]}` : careerKinds[kind]}
        lead={`${person.name}, ${person.matricule}`}
        back={backTo(person)}
      />
      {refusal && errors.length === 0 && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <p class="help">
        {corrects
          ? `L’acte du ${day(corrects.effectiveOn)} restera lisible, barré, avec le motif de la correction.`
          : `Aujourd’hui\u202f: ${[stepOf(state), state.unitName, state.position && positions[state.position]].filter(Boolean).join(' · ')}.`}
      </p>
      <Terms terms={termsOf(props.fields)} />
      <form class="form" method="post" action={action} enctype="multipart/form-data" data-guard="">
        <input type="hidden" name="acte" value={kind} />
        <Fields {...props} />
        {corrects && <TextField {...fieldOf(props, 'reason')} label="Motif de la correction" required />}
        {unconfirmed && (
          <CheckField name="confirme" label="C’est bien ce que dit la décision" error={unconfirmed.message} />
        )}
        <Paper {...props} />
        <div class="actions">
          <Button kind="primary">{corrects ? 'Corriger l’acte' : 'Inscrire l’acte'}</Button>
          <LinkButton href={backTo(person).href}>Annuler</LinkButton>
        </div>
        <UploadProgress />
      </form>
    </>
  )
}

/** The words that the form asks about, as its fields are. */
function termsOf(fields: string[]): Term[] {
  const rank = (['grade', 'class', 'echelon'] as const).filter((name) => fields.includes(name))
  return [
    ...rank.map((name) => (name === 'class' ? 'classe' : name)),
    ...(fields.includes('position') ? (['position', 'detachement', 'disponibilite', 'hors_cadre'] as const) : []),
    'decision',
  ]
}

function Fields(props: ActFormProps) {
  const { fields, kind, units } = props
  const has = (name: string) => fields.includes(name)
  const field = (name: string) => fieldOf(props, name)
  return (
    <>
      {has('unit') && (
        <SelectField {...field('unit')} label="Unité" blank="Choisissez" choices={unitChoices(units)} required />
      )}
      {has('grade') && (
        <SelectField
          {...field('grade')}
          label="Grade"
          blank="Choisissez"
          choices={givenGrades(field('grade').value).map(same)}
          required
        />
      )}
      {has('class') && (
        <SelectField {...field('class')} label="Classe" blank="Choisissez" choices={listed(classes)} required />
      )}
      {has('echelon') && (
        <TextField {...field('echelon')} label="Échelon" type="number" min={1} max={10} inputmode="numeric" required />
      )}
      {has('position') && (
        <SelectField
          {...field('position')}
          label="Position administrative"
          blank="Choisissez"
          choices={listed(positions).filter(({ value }) => value !== 'retraite')}
          required
        />
      )}
      {has('jobTitle') && <TextField {...field('jobTitle')} label="Fonction" help="Vide&#8239;: plus de fonction." />}
      <div class="pair">
        <DateField
          {...field('effectiveOn')}
          label="Date d’effet"
          help="Passée, ou au plus un an à l’avance."
          required
        />
        <TextField {...field('decisionNumber')} label="Numéro de décision" />
      </div>
      <TextField {...field('note')} label={noteLabels[kind] ?? 'Observation'} required={has('note')} />
    </>
  )
}

const noteLabels: Partial<Record<Kind, string>> = { sanction: 'Nature de la sanction', depart: 'Motif du départ' }

/** Last in the form: what is too long is read up to here (http/upload). */
function Paper({ kept, typed, errors = [], limitMb }: ActFormProps) {
  const file = {
    name: 'document',
    label: kept ? 'Autre pièce' : 'Pièce de l’acte',
    help:
      (!kept && typed.kept ? fileLost : '') +
      (kept ? fileReplaced : '') +
      `La décision numérisée, si vous l’avez\u202f: PDF, JPEG ou PNG, de ${limitMb}\u00a0Mo au plus. Elle rejoint les documents du dossier.`,
    error: errors.find(({ field }) => field === 'document')?.message,
  }
  return (
    <>
      {kept && <KeptFile {...kept} goes="il part avec le formulaire" />}
      <Field {...file}>
        <input type="file" accept=".pdf,.jpg,.jpeg,.png" {...controlOf(file)} />
      </Field>
    </>
  )
}

/** An act to take out of force, with what stands on it. */
export function CancelPage({ person, act, resting, typed, errors = [], refusal }: CancelProps) {
  const what = `${careerKinds[act.kind]} du ${day(act.effectiveOn)}`
  return (
    <>
      <PageHead title="Annuler un acte" lead={`${what}, ${person.name}`} back={backTo(person)} />
      {refusal && errors.length === 0 && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      {resting.length > 0 ? (
        <Notice tone="attention" title="D’autres actes reposent sur celui-ci">
          <ul>
            {resting.map(({ kind, effectiveOn }) => (
              <li>{`${careerKinds[kind]} du ${day(effectiveOn)}`}</li>
            ))}
          </ul>
          <p>Corrigez-les ou annulez-les d’abord.</p>
        </Notice>
      ) : (
        <form
          class="form"
          method="post"
          action={path(`/personnel/${person.id}/carriere/${act.id}/annulation?_method=PUT`)}
          data-guard=""
        >
          <p>L’acte ne comptera plus. Il reste lisible, barré, avec ce motif.</p>
          <TextField
            name="reason"
            label="Motif de l’annulation"
            value={typed.reason}
            error={errors.find(({ field }) => field === 'reason')?.message}
            required
          />
          <div class="actions">
            <Button kind="danger">Annuler l’acte</Button>
            <LinkButton href={backTo(person).href}>Revenir à la carrière</LinkButton>
          </div>
        </form>
      )}
    </>
  )
}

type CancelProps = Refused & { person: Person; act: Act; resting: Act[]; typed: Record<string, string> }

function fieldOf({ typed, errors = [] }: ActFormProps, name: string) {
  return { name, value: typed[name], error: errors.find(({ field }) => field === name)?.message }
}

function backTo({ id }: Person) {
  return { href: path(`/personnel/${id}?onglet=carriere`), label: 'Carrière' }
}

function listed(labels: Record<string, string>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

function same(value: string) {
  return { value, label: value }
}
