import type { Figures } from '../../src/dashboard/figures'
import { Pyramid } from '../charts/pyramid'
import { peopleHref } from '../personnel/href'

export function AgePyramid({ bands }: Pick<Figures, 'bands'>) {
  return (
    <Pyramid
      id="ages"
      title="Pyramide des âges"
      note="Âge révolu aujourd’hui, par tranche de cinq ans."
      bands={bands.map(({ label, min, max, F, M }) => {
        const ages = { age_min: min, age_max: max }
        return {
          label,
          women: { value: F, href: peopleHref({ ...ages, sexe: 'F' }) },
          men: { value: M, href: peopleHref({ ...ages, sexe: 'M' }) },
        }
      })}
    />
  )
}
