import { classes, maritalStatuses, positions, sexes } from '../../src/lib/civil-service'
import { count, day, number } from '../../src/lib/french'
import { glossary, type Term } from '../../src/lib/glossary'
import { path } from '../../src/lib/paths'
import type { PersonFile } from '../../src/personnel/file-queries'
import { type Definition, DefinitionList } from '../ui/definition-list'
import { peopleHref } from './href'
import { fieldLabels } from './labels'
import { inPairs } from './phone'

/** Who the person is, how to reach them, what they do. A group that one may not see is not there at all. */
export function Identity({ file, mayList }: { file: PersonFile; mayList: boolean }) {
  return (
    <>
      <section class="stack">
        <h2>Poste</h2>
        <DefinitionList items={postOf(file, mayList)} />
      </section>
      <section class="stack">
        <h2>Identité</h2>
        <DefinitionList items={identityOf(file)} />
      </section>
      <section class="stack">
        <h2>Coordonnées</h2>
        <DefinitionList items={contactOf(file)} />
      </section>
    </>
  )
}

function postOf(file: PersonFile, mayList: boolean): Definition[] {
  return [
    { label: fieldLabels.jobTitle, value: file.jobTitle },
    { label: 'Unité', value: <UnitPath units={file.units} mayList={mayList} />, wide: true },
    ...(file.programme ? [{ label: 'Programme', value: file.programme, wide: true }] : []),
    ...(file.chief ? [{ label: 'Supérieur hiérarchique', value: chiefOf(file.chief) }] : []),
    { label: 'Grade', term: 'grade' as const, value: `${file.grade} (catégorie ${file.category})` },
    { label: 'Classe', term: 'classe' as const, value: classes[file.class] },
    ...(file.sees.salary
      ? [
          { label: fieldLabels.echelon, term: 'echelon' as const, value: file.echelon },
          {
            label: fieldLabels.indexPoints,
            term: 'indice' as const,
            value: file.indexPoints && number(file.indexPoints),
          },
        ]
      : []),
    { label: fieldLabels.position, term: termOf(file.position), value: positions[file.position] },
    { label: fieldLabels.recruitedOn, value: day(file.recruitedOn) },
    { label: fieldLabels.startedOn, term: 'prise_service' as const, value: day(file.startedOn) },
    { label: 'Date de retraite', term: 'limite_age' as const, value: day(file.retirementOn) },
    ...(file.leftOn ? [{ label: 'Départ', value: `${day(file.leftOn)}\u202f: ${file.leftReason}` }] : []),
  ]
}

/** The position one is in is told when it has a name of its own. */
function termOf(position: PersonFile['position']): Term {
  return position in glossary ? (position as Term) : 'position'
}

function identityOf(file: PersonFile): Definition[] {
  return [
    { label: 'Nom et prénoms', value: `${file.lastName} ${file.firstNames}` },
    ...(file.maidenName ? [{ label: fieldLabels.maidenName, value: file.maidenName }] : []),
    { label: fieldLabels.matricule, value: file.matricule },
    { label: fieldLabels.sex, value: sexes[file.sex] },
    { label: fieldLabels.birthDate, value: day(file.birthDate) },
    ...(file.sees.private
      ? [
          { label: fieldLabels.birthPlace, value: file.birthPlace },
          { label: fieldLabels.nationality, value: file.nationality },
          { label: fieldLabels.maritalStatus, value: file.maritalStatus && maritalStatuses[file.maritalStatus] },
          { label: 'Enfants', value: file.children === null ? null : count(file.children, 'enfant', 'enfants') },
        ]
      : []),
    ...(file.sees.identity
      ? [
          { label: fieldLabels.nationalId, value: file.nationalId },
          { label: fieldLabels.passport, value: file.passport },
        ]
      : []),
  ]
}

function contactOf(file: PersonFile): Definition[] {
  return [
    { label: fieldLabels.phone, value: file.phone && <Phone number={file.phone} /> },
    ...(file.otherPhone ? [{ label: fieldLabels.otherPhone, value: <Phone number={file.otherPhone} /> }] : []),
    { label: fieldLabels.workEmail, value: file.workEmail && <Mail address={file.workEmail} /> },
    ...(file.sees.private
      ? [
          { label: fieldLabels.personalEmail, value: file.personalEmail && <Mail address={file.personalEmail} /> },
          { label: fieldLabels.address, value: file.address },
          { label: fieldLabels.poBox, value: file.poBox },
        ]
      : []),
  ]
}

function UnitPath({ units, mayList }: { units: PersonFile['units']; mayList: boolean }) {
  return units.map(({ code, name }, index) => (
    <>
      {index > 0 && ' › '}
      {mayList ? <a href={peopleHref({ unite: code })}>{name}</a> : name}
    </>
  ))
}

function chiefOf({ id, name, visible }: NonNullable<PersonFile['chief']>) {
  return visible ? <a href={path(`/personnel/${id}`)}>{name}</a> : name
}

function Phone({ number: e164 }: { number: string }) {
  return <a href={`tel:${e164}`}>{inPairs(e164)}</a>
}

function Mail({ address }: { address: string }) {
  return <a href={`mailto:${address}`}>{address}</a>
}
