import type { PersonFile } from '../../src/personnel/file-queries'
import { asTyped } from './phone'

/** A file as the fields of its form show it. The index stays empty: it follows the grid unless one says otherwise. */
export function valuesOf(file: PersonFile): Record<string, string> {
  const { phone, otherPhone } = file
  const fields = {
    matricule: file.matricule,
    lastName: file.lastName,
    firstNames: file.firstNames,
    maidenName: file.maidenName,
    sex: file.sex,
    birthDate: file.birthDate,
    birthPlace: file.birthPlace,
    nationality: file.nationality,
    maritalStatus: file.maritalStatus,
    children: file.children,
    nationalId: file.nationalId,
    passport: file.passport,
    workEmail: file.workEmail,
    personalEmail: file.personalEmail,
    phone: phone && asTyped(phone),
    otherPhone: otherPhone && asTyped(otherPhone),
    address: file.address,
    poBox: file.poBox,
    jobTitle: file.jobTitle,
    unit: file.unit,
    grade: file.grade,
    class: file.class,
    echelon: file.echelon,
    indexPoints: null,
    position: file.position,
    recruitedOn: file.recruitedOn,
    startedOn: file.startedOn,
    version: file.version,
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === null ? '' : String(value)]))
}
