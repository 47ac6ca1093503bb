import type { Home } from '../../src/home/home'
import { path } from '../../src/lib/paths'
import { LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { PageHead } from '../ui/page-head'
import { Away } from './away'
import { EnrolmentNotice } from './enrolment'
import { Files } from './files'
import { House } from './house'
import { Recent } from './recent'
import { Waiting } from './waiting'

/** Which shortcuts open; `ownId` is one's own file. */
export type Doors = { dashboard: boolean; list: boolean; create: boolean; export: boolean; ownId: string | null }

/** `enrolBy`: until when a second factor is to be there, in ms; null when none is awaited. */
export type HomeBodyProps = Home & { name: string; roles: string; doors: Doors; enrolBy: number | null }

export function HomeBody({ name, roles, doors, enrolBy, own, waiting, away, house, files, recent }: HomeBodyProps) {
  return (
    <>
      <PageHead title={name} lead={roles}>
        <Shortcuts {...doors} />
      </PageHead>
      {enrolBy !== null && <EnrolmentNotice by={enrolBy} />}
      <Post {...own} />
      <Waiting own={own} waiting={waiting} ownId={doors.ownId} />
      <Files files={files} />
      {house && <House {...house} />}
      {away && <Away {...away} />}
      <Recent lines={recent} />
    </>
  )
}

function Shortcuts({ dashboard, list, create, export: exports, ownId }: Doors) {
  return (
    <>
      {create && (
        <LinkButton kind="primary" icon="plus" href={path('/personnel/nouveau')}>
          Nouveau dossier
        </LinkButton>
      )}
      {list && (
        <LinkButton icon="people" href={path('/personnel')}>
          Personnel
        </LinkButton>
      )}
      {dashboard && (
        <LinkButton icon="chart" href={path('/dashboard')}>
          Tableau de bord
        </LinkButton>
      )}
      {ownId && (
        <LinkButton icon="person" href={path(`/personnel/${ownId}`)}>
          Mon dossier
        </LinkButton>
      )}
      {exports && (
        <LinkButton icon="download" href={path('/personnel/export.xlsx')}>
          Exporter en Excel
        </LinkButton>
      )}
    </>
  )
}

/** Where one works; nothing for an account that is nobody's file. */
function Post({ matricule, jobTitle, unitName, heads }: Home['own']) {
  const lines = [
    { label: 'Fonction', value: jobTitle },
    { label: 'Unité', value: unitName },
    { label: 'Matricule', value: matricule },
    { label: 'À la tête de', value: heads.join(', ') },
  ].filter(({ value }) => value)
  return lines.length === 0 ? null : <DefinitionList items={lines} />
}
