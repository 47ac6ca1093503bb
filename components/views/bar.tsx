import { path } from '../../src/lib/paths'
import type { View } from '../../src/views/views'

/** Above the list: one's views and those shared, the one on screen marked. Nothing when there is none. */
export function ViewBar({ views, query }: { views: View[]; query: string }) {
  if (views.length === 0) return <div id="vues" />
  return (
    <div id="vues">
      <nav class="views" aria-label="Vues enregistrées">
        <ul>
          <li>
            <a href={path('/personnel')} aria-current={query === '' ? 'page' : undefined}>
              Tout le personnel
            </a>
          </li>
          {views.map((view) => (
            <li>
              <a
                href={path(`/personnel?${view.query}`)}
                aria-current={view.query === query ? 'page' : undefined}
                title={view.own ? undefined : `Partagée par ${view.ownerName}`}
              >
                {view.name}
              </a>
            </li>
          ))}
          <li>
            <a class="views-all" href={path('/personnel/vues')}>
              Gérer les vues
            </a>
          </li>
        </ul>
      </nav>
    </div>
  )
}
