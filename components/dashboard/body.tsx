import type { Figures } from '../../src/dashboard/figures'
import { count, moment } from '../../src/lib/french'
import { FiguresChanged } from '../notifications/figures-changed'
import { PageHead } from '../ui/page-head'
import { AbsencesChart } from './absences'
import { Breakdown } from './breakdown'
import { Headline } from './headline'
import { MarksChart } from './marks'
import { MovementsChart } from './movements'
import { PlacesChart } from './places'
import { AgePyramid } from './pyramid'
import { RetirementsChart } from './retirements'

/** All of the page below its frame: drawn once for everybody who may see the same, then kept. */
export function DashboardBody(figures: Figures) {
  const { marks, placeKind } = figures
  return (
    <>
      <PageHead
        title="Tableau de bord"
        lead={`${figures.reach}, ${count(figures.present, 'personne', 'personnes')}. Calculé le ${moment(figures.computedAt)}.`}
      />
      <FiguresChanged />
      <Headline {...figures} />
      <div class="charts">
        <div>
          <PlacesChart {...figures} />
          {marks ? <MarksChart {...marks} placeKind={placeKind} /> : <RetirementsChart {...figures} />}
        </div>
        <div>
          <AgePyramid {...figures} />
          <AbsencesChart {...figures} />
          {marks && <RetirementsChart {...figures} />}
        </div>
      </div>
      <MovementsChart {...figures} />
      <Breakdown {...figures} />
    </>
  )
}
