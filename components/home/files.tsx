import { path } from '../../src/lib/paths'
import type { RecentFile } from '../../src/search/search'

/** The files one opened last; nothing for who has opened none. */
export function Files({ files }: { files: RecentFile[] }) {
  if (files.length === 0) return null
  return (
    <section class="stack">
      <h2>Dossiers récents</h2>
      <ul class="found recent-files" aria-label="Dossiers récents">
        {files.map(({ id, name, matricule, unitName }) => (
          <li>
            <a href={path(`/personnel/${id}`)}>
              {name}
              <small>{`${matricule} · ${unitName}`}</small>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
