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
  recommencez: 'La connexion n’est pas allée à son terme. Recommencez.',
  secours: 'Vous êtes connecté avec un code de récupération\u202f: il ne servira plus.',
  'second-facteur-la': 'Le second facteur est déjà activé.',
  'second-facteur-retire': 'Le second facteur est retiré. Vos autres sessions sont terminées.',
  'codes-deja':
    'Les codes venaient d’être remplacés. Si vous n’avez pas vu les nouveaux, remplacez-les encore une fois.',
  motdepasse: 'Votre mot de passe est changé.',
  nouveau: 'Votre mot de passe est changé. Connectez-vous.',
  confirmation: 'Un courrier vient d’être envoyé à la nouvelle adresse. Ouvrez le lien qu’il contient dans l’heure.',
  adresse: 'Votre adresse est changée\u202f: c’est avec elle que vous vous connectez.',
  'session-terminee': 'La session est terminée.',
  'sessions-terminees': 'Vos autres sessions sont terminées.',
  preferences: 'Vos préférences sont enregistrées.',
  'compte-ouvert': 'Le compte est ouvert. Un courrier avec un lien, bon 24 heures, part à son adresse.',
  invitation: 'Un courrier avec un nouveau lien part à l’adresse du compte. Les liens précédents ne servent plus.',
  'invitation-partie': 'Une invitation vient de partir. Attendez un instant avant d’en envoyer une autre.',
  'compte-desactive': 'Le compte est désactivé, ses sessions sont terminées.',
  'compte-reactive': 'Le compte est réactivé.',
  'compte-deverrouille': 'Le compte est déverrouillé.',
  'compte-sessions': 'Les sessions de ce compte sont terminées.',
  'compte-second-facteur':
    'Ce compte n’a plus de second facteur\u202f: le mot de passe suffit à la prochaine connexion.',
  'role-donne': 'Le rôle est donné.',
  'role-modifie': 'Le rôle est modifié.',
  'role-retire': 'Le rôle est retiré.',
  'correction-demandee': 'Votre demande est envoyée. Vous serez prévenu de la décision.',
  'correction-retiree': 'Votre demande est retirée.',
  'correction-acceptee': 'La correction est acceptée, le dossier est à jour.',
  'correction-refusee': 'La demande est refusée, l’agent en est prévenu.',
  'periode-ouverte': 'La période est ouverte.',
  'periode-retiree': 'La période est retirée.',
  'unite-creee': 'L’unité est créée.',
  'unite-modifiee': 'L’unité est modifiée.',
  'unite-chef': 'Le chef de l’unité est enregistré, il en est prévenu.',
  'unite-vacante': 'Le poste est vacant.',
  'unite-deplacee': 'L’unité est déplacée, avec tout ce qui en dépend.',
  'unite-fusionnee': 'L’unité est fusionnée\u202f: les personnes y sont affectées, l’ancienne est fermée.',
  'unite-fermee': 'L’unité est fermée.',
  'unite-rouverte': 'L’unité est rouverte.',
  'unite-supprimee': 'L’unité est supprimée.',
  'document-ajoute': 'Le document est au dossier.',
  'document-quarantaine': 'Le document est reçu. Il pourra être ouvert dès que l’antivirus l’aura examiné.',
  'document-retire': 'Le document est retiré du dossier.',
  'photo-changee': 'La photo est changée.',
  'photo-retiree': 'La photo est retirée.',
  bienvenue: 'Votre mot de passe est choisi. Connectez-vous.',
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
