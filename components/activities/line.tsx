import type { Detail } from '../../src/activities/journal'
import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { DefinitionList } from '../ui/definition-list'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Difference } from './difference'
import { about } from './words'

/** One line of the journal, whole. */
export function JournalLine({ line }: { line: Detail }) {
  const { id, at, actorName, label, personId, seen, address, cfRay, requestId, before, after, hidden } = line
  const thing = about(line)
  return (
    <>
      <PageHead
        title={label}
        lead={`${moment(at)}, par ${actorName}`}
        back={{ href: path('/journal'), label: 'Journal' }}
      />
      <DefinitionList
        items={[
          { label: 'Auteur', value: actorName },
          { label: 'Date et heure', value: `${moment(at)}:${at.toISOString().slice(17, 19)}` },
          { label: 'Objet', value: seen ? <a href={path(`/personnel/${personId}`)}>{thing}</a> : thing },
          { label: 'Depuis l’adresse', value: address },
          { label: 'CF-Ray', value: cfRay },
          { label: 'Référence de la requête', value: requestId },
          { label: 'Ligne', value: id },
        ]}
      />
      {hidden && <Notice title="Certaines rubriques ne vous sont pas montrées." />}
      <Difference before={before} after={after} />
    </>
  )
}
