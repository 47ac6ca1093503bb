import { getCookie } from 'hono/cookie'
import { config } from '../config'
import type { Ctx } from './env'

/** What is announced on the page after an act: only these sentences, named by the cookie, never its text. */
const sentences = {
  cree: 'Le dossier a été créé.',
  modifie: 'Les modifications sont enregistrées.',
  depart: 'Le départ est enregistré.',
  reintegre: 'La réintégration est enregistrée.',
  renvoye: 'Le courrier repart.',
  recompte: 'Le recompte est demandé. Cette page montre où il en est.',
  annule: 'Le recompte est annulé.',
  deconnecte: 'Vous êtes déconnecté.',
  compte: 'Le compte est créé. Connectez-vous avec le mot de passe que vous avez choisi.',
} as const

const attributes = `Path=/; HttpOnly; SameSite=Lax${config.PUBLIC_ORIGIN.startsWith('https:') ? '; Secure' : ''}`

export type FlashName = keyof typeof sentences

export function announce(c: Ctx, name: FlashName): void {
  c.header('Set-Cookie', `annonce=${name}; Max-Age=20; ${attributes}`, { append: true })
}

/** The announcement waiting for this browser, told once. */
export function takeAnnouncement(c: Ctx): string | undefined {
  if (!c.env.incoming.headers.cookie?.includes('annonce=')) return undefined
  const name = getCookie(c, 'annonce')
  c.header('Set-Cookie', `annonce=; Max-Age=0; ${attributes}`, { append: true })
  return name !== undefined && Object.hasOwn(sentences, name) ? sentences[name as FlashName] : undefined
}
