import type { Figures } from '../../src/dashboard/figures'
import { count, day, number } from '../../src/lib/french'
import { peopleHref } from '../personnel/href'
import { FigureCard } from '../ui/figure-card'

type HeadlineProps = Pick<Figures, 'present' | 'before' | 'absences' | 'retirements'>

/** The figures one comes for, before any drawing. */
export function Headline({ present, before, absences, retirements }: HeadlineProps) {
  return (
    <div class="figures">
      <FigureCard
        label="Effectif"
        value={number(present)}
        href={peopleHref({})}
        note={trend(present - before.people)}
      />
      <FigureCard
        label="Il y a douze mois"
        value={number(before.people)}
        href={peopleHref({ present_le: before.day })}
        note={`Au ${day(before.day)}`}
      />
      <FigureCard
        label="Absents aujourd’hui"
        value={number(absences.today)}
        href={peopleHref({ absent: 'aujourdhui' })}
        note={shareOf(absences.today, present)}
      />
      <FigureCard
        label="Absents cette semaine"
        value={number(absences.week)}
        href={peopleHref({ absent: 'semaine' })}
        note="Un jour au moins, du lundi au dimanche"
      />
      <FigureCard
        label="Retraite dépassée"
        value={number(retirements.past)}
        href={peopleHref({ retraite: 'depassee' })}
        tone={retirements.past > 0 ? 'attention' : 'neutral'}
        note={retirements.past > 0 ? 'Encore en poste\u202f: à régulariser' : 'Aucune anomalie'}
      />
    </div>
  )
}

function trend(difference: number): string {
  if (difference === 0) return 'Autant qu’il y a douze mois'
  const people = count(Math.abs(difference), 'personne', 'personnes')
  return `${people} de ${difference > 0 ? 'plus' : 'moins'} en douze mois`
}

function shareOf(part: number, whole: number): string | undefined {
  return whole === 0 ? undefined : `${number((part / whole) * 100)}\u00a0% de l’effectif`
}
