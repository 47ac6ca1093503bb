import { getCookie } from 'hono/cookie'
import type { Ctx } from './env'

/** What is announced on the page after an act: only these sentences, named by the cookie, never its text. */
const sentences = {
  cree: 'Le dossier a été créé.',
  modifie: 'Les modifications sont enregistrées.',
  depart: 'Le départ est enregistré.',
  reintegre: 'La réintégration est enregistrée.',
  deconnecte: 'Vous êtes déconnecté.',
} as const

export type FlashName = keyof typeof sentences

export function announce(c: Ctx, name: FlashName): void {
  c.header('Set-Cookie', `annonce=${name}; Max-Age=20; Path=/; HttpOnly; SameSite=Lax`, { append: true })
}

/** The announcement waiting for this browser, told once. */
export function takeAnnouncement(c: Ctx): string | undefined {
  if (!c.env.incoming.headers.cookie?.includes('annonce=')) return undefined
  const name = getCookie(c, 'annonce')
  c.header('Set-Cookie', 'annonce=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax', { append: true })
  return name !== undefined && Object.hasOwn(sentences, name) ? sentences[name as FlashName] : undefined
}
