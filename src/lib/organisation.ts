/** Who the house is, as its pages and letters say it, and whether it is closed. What the administrators decide is told to here. */
export type Organisation = {
  name: string
  shortName: string
  /** The version of the logo; null for the mark of the house. */
  logo: string | null
  email: string | null
  phone: string | null
  signInNotice: string | null
  /** See lib/matricule. */
  matriculeModel: string
  /** What is said to everybody but the administrators while the house is closed to them; null when it is open. */
  closed: string | null
}

let current: Organisation = {
  name: 'MPPEEP',
  shortName: 'MPPEEP',
  logo: null,
  email: null,
  phone: null,
  signInNotice: null,
  matriculeModel: '999999A',
  closed: null,
}
let signature = ''

export function configureOrganisation(organisation: Organisation): void {
  current = organisation
  signature = JSON.stringify(organisation)
}

export function organisation(): Organisation {
  return current
}

/** Another text whenever something of it is other: what is drawn with it and kept is kept under this. */
export function organisationSignature(): string {
  return signature
}
