import { path } from '../../src/lib/paths'
import { Tabs } from '../ui/tabs'

type Page = 'avancements' | 'masse' | 'retraites'

const pages: { page: Page; label: string; writes: boolean }[] = [
  { page: 'avancements', label: 'Avancements à préparer', writes: true },
  { page: 'masse', label: 'Décisions collectives', writes: true },
  { page: 'retraites', label: 'Départs à la retraite', writes: false },
]

/** The pages about everybody's careers that this reader has. */
export function CareerTabs({ current, mayWrite }: { current: Page; mayWrite: boolean }) {
  return (
    <Tabs
      label="Carrières"
      tabs={pages
        .filter(({ writes }) => mayWrite || !writes)
        .map(({ page, label }) => ({ label, href: path(`/carriere/${page}`), current: page === current }))}
    />
  )
}
