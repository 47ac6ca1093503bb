import { z } from 'zod'
import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { LetterContent } from './letter'

export const newDeviceProps = z.strictObject({
  device: z.string().min(1).max(200),
  place: z.string().min(1).max(100),
  address: z.string().max(45),
  at: z.iso.datetime(),
})

/** Somebody has signed in with a browser that the account did not know: its owner, or not. */
export function newDevice(
  { device, place, address, at }: z.output<typeof newDeviceProps>,
  origin: string,
): LetterContent {
  return {
    subject: 'Connexion à votre compte depuis un nouvel appareil',
    blocks: [
      { kind: 'text', text: 'Votre compte MPPEEP vient d’être ouvert depuis un appareil qu’il ne connaissait pas.' },
      { kind: 'text', text: `Appareil\u202f: ${device}` },
      { kind: 'text', text: `Depuis\u202f: ${place}, adresse ${address}` },
      { kind: 'text', text: `Date\u202f: ${moment(new Date(at))}` },
      { kind: 'text', text: 'Si c’est vous, vous n’avez rien à faire.' },
      {
        kind: 'text',
        text: 'Ce n’était pas vous\u202f? Terminez cette session depuis la page de vos appareils, puis changez votre mot de passe.',
      },
      { kind: 'link', label: 'Voir vos appareils', href: origin + path('/profil/appareils') },
      { kind: 'link', label: 'Changer de mot de passe', href: origin + path('/profil/mot-de-passe') },
    ],
  }
}
