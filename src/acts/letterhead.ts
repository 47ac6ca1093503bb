import { organisation } from '../lib/organisation'
import type { Letterhead } from '../pdf/pdf'
import { findLogo } from './queries'

/** The house at the head of a paper, as the settings say it. */
export async function letterhead(): Promise<Letterhead> {
  const { name, shortName, logo, phone, email } = organisation()
  return {
    country: 'République de Côte d’Ivoire',
    motto: 'Union – Discipline – Travail',
    organisation: name,
    service: 'Direction des Ressources humaines',
    logo: logo ? await findLogo(logo) : null,
    contact: [name === shortName ? null : shortName, phone, email].filter(Boolean).join(' · ') || null,
  }
}
