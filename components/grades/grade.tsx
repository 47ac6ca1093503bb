import type { Grade } from '../../src/grades/grade-queries'
import { categories } from '../../src/lib/civil-service'
import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { DateField, SelectField, TextField } from '../ui/field'
import { Terms } from '../ui/help'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { gradeLabels } from './words'

type FieldName = keyof typeof gradeLabels
type Said = { today: string; typed?: Record<string, string>; errors: FieldError[]; refusal?: string }

const home = { href: path('/referentiels'), label: 'Référentiels' }

/** A grade that is not there yet. */
export function NewGrade({ codes, today, typed = {}, errors, refusal }: Said & { codes: string[] }) {
  const field = (name: FieldName, value = '') => fieldOf(name, typed[name] ?? value, errors)
  return (
    <>
      <PageHead
        title="Nouveau grade"
        lead="Il est proposé à partir de son jour. Sa grille d’indices s’ouvre ensuite."
        back={home}
      />
      <Refused errors={errors} refusal={refusal} />
      <form class="form" method="post" action={path('/referentiels/grades')} data-guard="">
        <TextField {...field('code')} help="Par exemple B4. Il ne change plus." required />
        <SelectField
          {...field('category')}
          blank="Choisissez"
          choices={categories.map((value) => ({ value, label: value }))}
          required
        />
        <SelectField
          {...field('above')}
          blank="Aucun, il est le premier"
          choices={codes.map((value) => ({ value, label: value }))}
        />
        <DateField {...field('openedOn', today)} required />
        <TextField {...field('age', '60')} inputmode="numeric" required />
        <Terms terms={['grade', 'categorie', 'limite_age']} />
        <div class="actions">
          <Button kind="primary">Ouvrir le grade</Button>
          <LinkButton href={home.href}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}

type GradePageProps = Said & { grade: Grade; holders: number; rights: { write: boolean; list: boolean } }

/** A grade: since when, until when, who holds it; and the day of its end. */
export function GradePage({ grade, holders, rights, today, typed, errors, refusal }: GradePageProps) {
  const { code, category, openedOn, closedOn } = grade
  const people = count(holders, 'agent', 'agents')
  return (
    <>
      <PageHead title={`Grade ${code}`} lead={`Catégorie ${category}`} back={home} />
      <Refused errors={errors} refusal={refusal} />
      <p>
        {openedOn > today ? 'Ouvert à compter du' : 'Ouvert depuis le'} {day(openedOn)}.{' '}
        {closedOn && `${closedOn > today ? 'Fermé à compter du' : 'Fermé depuis le'} ${day(closedOn)}. `}
        Tenu par {rights.list ? <a href={path(`/personnel?grade=${code}`)}>{people}</a> : people} aujourd’hui.
      </p>
      <ul>
        <li>
          <a href={path(`/referentiels/limites/${code}`)}>Limite d’âge</a>
        </li>
        <li>
          <a href={path(`/referentiels/grilles/${code}`)}>Grille d’indices</a>
        </li>
      </ul>
      {rights.write && (closedOn === null || closedOn > today) && (
        <End grade={grade} today={today} typed={typed} errors={errors} />
      )}
    </>
  )
}

function End({ grade: { code, closedOn }, today, typed, errors }: Said & { grade: Grade }) {
  const here = path(`/referentiels/grades/${code}/fermeture`)
  const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
  if (closedOn)
    return (
      <form class="form" method="post" action={`${here}?_method=DELETE`}>
        <p>Ce grade n’est plus donné à personne. Jusqu’à son dernier jour, la fermeture peut être abandonnée.</p>
        <div class="actions">
          <Button kind="primary">Garder le grade</Button>
        </div>
      </form>
    )
  return (
    <form class="form" method="post" action={`${here}?_method=PUT`}>
      <h2>Fermer le grade</h2>
      <p>Il n’est plus donné à personne dès la décision, et reste nommé dans les carrières qu’il a marquées.</p>
      <DateField {...fieldOf('closedOn', typed?.closedOn ?? tomorrow, errors)} min={tomorrow} required />
      <div class="actions">
        <Button kind="danger">Fermer le grade</Button>
      </div>
    </form>
  )
}

function Refused({ errors, refusal }: Pick<Said, 'errors' | 'refusal'>) {
  if (refusal && errors.length === 0)
    return (
      <Notice tone="attention" announced>
        {refusal}
      </Notice>
    )
  return <ErrorSummary errors={errors} labels={gradeLabels} />
}

function fieldOf(name: FieldName, value: string, errors: FieldError[]) {
  return { name, label: gradeLabels[name], value, error: errors.find(({ field }) => field === name)?.message }
}
