import type { Child } from 'hono/jsx'
import { positions } from '../../src/lib/civil-service'
import { count, day, decimal, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { PersonFile } from '../../src/personnel/file-queries'
import { Face } from '../documents/photo'
import { offerHref } from '../exports/words'
import { Badge } from '../ui/badge'
import { LinkButton } from '../ui/button'
import { FigureCard } from '../ui/figure-card'
import { PageHead } from '../ui/page-head'
import { Tabs } from '../ui/tabs'

export const tabs = ['identite', 'carriere', 'absences', 'documents', 'actes', 'evaluations', 'historique'] as const
export type TabName = (typeof tabs)[number]

export type FileProps = {
  file: PersonFile
  tab: TabName
  /** Whole years, and the words for the time served. */
  age: number
  served: string
  year: number
  today: string
  mayList: boolean
  mayOpenAccount: boolean
  panel: Child
}

/** What a turn of the tabs changes: the tabs and what is below; the address follows. */
const turning = { 'hx-boost': 'true', 'hx-select': '#volet', 'hx-target': '#volet', 'hx-swap': 'outerMorph' }

export function File({ file, tab, age, served, year, today, mayList, mayOpenAccount, panel }: FileProps) {
  const name = `${file.lastName} ${file.firstNames}`
  return (
    <>
      <PageHead
        title={name}
        lead={<Lead file={file} age={age} today={today} />}
        back={mayList ? { href: path('/personnel'), label: 'Personnel' } : undefined}
      >
        {mayOpenAccount && !file.leftOn && (
          <LinkButton href={path(`/utilisateurs/nouveau?personne=${file.id}`)}>Compte</LinkButton>
        )}
        {file.sees.whole && <LinkButton href={wholeHref(file.id)}>Exporter tout le dossier</LinkButton>}
        {file.sees.write && <Acts file={file} today={today} />}
      </PageHead>
      <Summary file={file} served={served} year={year} today={today} />
      <div id="volet" class="stack">
        <Tabs label={`Dossier de ${name}`} tabs={tabsOf(file, tab)} turning={turning} />
        <div class="stack">{panel}</div>
      </div>
    </>
  )
}

/** Where all of it is asked for as one archive. */
export function wholeHref(personne: string): string {
  return offerHref('dossier', { personne }, 'zip')
}

/** The address of a tab; the first one is the file's own. */
export function tabHref(id: string, tab: TabName): string {
  return path(`/personnel/${id}${tab === 'identite' ? '' : `?onglet=${tab}`}`)
}

/** The tabs that the reader of this file has. */
export function tabsFor({ sees }: PersonFile): TabName[] {
  return tabs.filter((tab) =>
    tab === 'evaluations' ? sees.evaluations : tab === 'historique' || tab === 'actes' ? sees.activities : true,
  )
}

const labels: Record<TabName, string> = {
  identite: 'Identité et poste',
  carriere: 'Carrière',
  absences: 'Absences',
  documents: 'Documents',
  actes: 'Actes',
  evaluations: 'Évaluations',
  historique: 'Historique',
}

function tabsOf(file: PersonFile, current: TabName) {
  const counts: Partial<Record<TabName, number>> = {
    carriere: file.counts.career,
    absences: file.counts.absences,
    evaluations: file.counts.evaluations,
  }
  return tabsFor(file).map((tab) => {
    const counted = counts[tab]
    return {
      href: tabHref(file.id, tab),
      label: labels[tab],
      current: tab === current,
      count: counted === undefined ? undefined : number(counted),
    }
  })
}

function Lead({ file, age, today }: { file: PersonFile; age: number; today: string }) {
  const words = [file.matricule, count(age, 'an', 'ans'), file.jobTitle, file.units[0]?.name]
  return (
    <>
      {file.photo && <Face id={file.id} name={`${file.lastName} ${file.firstNames}`} side={64} />}
      {words.filter(Boolean).join(' · ')} <State file={file} today={today} />
    </>
  )
}

/** A departure or an arrival to come is said as such: until then the person is counted as there, or as not yet there. */
function State({ file, today }: { file: PersonFile; today: string }) {
  if (file.leftOn) {
    const words = file.leftOn > today ? 'Part' : file.sex === 'F' ? 'Partie' : 'Parti'
    return <Badge tone="attention">{`${words} le ${day(file.leftOn)}`}</Badge>
  }
  if (file.startedOn > today) return <Badge tone="attention">{`Arrive le ${day(file.startedOn)}`}</Badge>
  return <Badge tone={file.position === 'en_activite' ? 'good' : 'attention'}>{positions[file.position]}</Badge>
}

function Acts({ file, today }: { file: PersonFile; today: string }) {
  const left = file.leftOn && (file.leftOn > today ? 'Annuler le départ' : 'Réintégrer')
  return (
    <>
      <LinkButton href={path(`/personnel/${file.id}/actes/nouveau`)}>Produire un acte</LinkButton>
      <LinkButton href={path(`/personnel/${file.id}/photo/modification`)}>Photo</LinkButton>
      <LinkButton href={path(`/personnel/${file.id}/depart`)}>{left || 'Enregistrer un départ'}</LinkButton>
      <LinkButton kind="primary" href={path(`/personnel/${file.id}/modification`)}>
        Modifier
      </LinkButton>
    </>
  )
}

function Summary({ file, served, year, today }: Pick<FileProps, 'file' | 'served' | 'year' | 'today'>) {
  const ahead = file.startedOn > today
  return (
    <div class="figures">
      <FigureCard
        label="Ancienneté"
        value={ahead ? 'À venir' : served}
        href={tabHref(file.id, 'carriere')}
        note={`${ahead ? 'à partir du' : 'depuis le'} ${day(file.startedOn)}`}
      />
      <FigureCard
        label="Retraite"
        value={file.retirementOn.slice(0, 4)}
        href={tabHref(file.id, 'carriere')}
        note={`le ${day(file.retirementOn)}`}
      />
      <FigureCard
        label={`Jours d’absence en ${year}`}
        value={number(file.daysAway)}
        href={tabHref(file.id, 'absences')}
      />
      {file.averageMark !== null && (
        <FigureCard
          label="Moyenne des évaluations"
          value={decimal(file.averageMark, 2)}
          href={tabHref(file.id, 'evaluations')}
          note="sur 20"
        />
      )}
    </div>
  )
}
