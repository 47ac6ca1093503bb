import { getCookie } from 'hono/cookie'
import { config } from '../config'
import type { Ctx } from './env'

/** What is announced on the page after an act: only these sentences, named by the cookie, never its text. */
const sentences = {
  cree: 'Le dossier a été créé.',
  modifie: 'Les modifications sont enregistrées.',
  depart: 'Le départ est enregistré.',
  reintegre: 'La réintégration est enregistrée.',
  'depart-annule': 'Le départ est annulé.',
  renvoye: 'Le courrier repart.',
  recompte: 'Le recompte est demandé. Cette page montre où il en est.',
  annule: 'Le recompte est annulé.',
  deconnecte: 'Vous êtes déconnecté.',
  'session-finie': 'Votre session a pris fin. Connectez-vous de nouveau.',
  'rien-enregistre': 'Votre session avait pris fin\u202f: rien n’a été enregistré. Connectez-vous, puis recommencez.',
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
  'unite-fin': 'C’est décidé\u202f: cela se fera de soi-même ce jour-là, si plus rien ne s’y oppose.',
  'unite-gardee': 'La fin de l’unité est abandonnée.',
  'unite-rouverte': 'L’unité est rouverte.',
  'unite-supprimee': 'L’unité est supprimée.',
  'carriere-inscrit': 'L’acte est inscrit dans la carrière.',
  'carriere-corrige': 'L’acte est corrigé.',
  'carriere-masse-annulee': 'La décision collective est annulée.',
  'carriere-annule': 'L’acte est annulé.',
  'document-ajoute': 'Le document est au dossier.',
  'document-quarantaine': 'Le document est reçu. Il pourra être ouvert dès que l’antivirus l’aura examiné.',
  'document-retire': 'Le document est retiré du dossier.',
  'grade-ouvert': 'Le grade est ouvert. Ouvrez maintenant sa grille d’indices.',
  'grade-ferme': 'La fermeture du grade est décidée.',
  'grade-garde': 'La fermeture du grade est abandonnée.',
  'type-cree': 'Le type de document est créé.',
  'type-modifie': 'Le type de document est modifié.',
  'type-retire': 'Le type de document n’est plus proposé. Les documents de ce type restent aux dossiers.',
  'type-retabli': 'Le type de document est proposé de nouveau.',
  'type-supprime': 'Le type de document est supprimé.',
  'photo-changee': 'La photo est changée.',
  'photo-retiree': 'La photo est retirée.',
  'acte-produit': 'L’acte est produit. Il est classé parmi les documents du dossier.',
  'acte-annule': 'L’acte est annulé. La page de vérification le dit.',
  'modele-ecrit': 'Le modèle est enregistré.',
  'signataire-designe': 'Le signataire est désigné.',
  'signataire-fin': 'La fin est enregistrée.',
  'vue-enregistree': 'La vue est enregistrée. Elle est au-dessus de la liste du personnel.',
  'vue-modifiee': 'La vue est modifiée.',
  'vue-supprimee': 'La vue est supprimée.',
  'vue-retiree': 'La vue n’est plus partagée. Elle reste à qui l’a enregistrée.',
  'vue-defaut': 'Le menu ouvre maintenant la liste sur cette vue.',
  'vue-defaut-retiree': 'Le menu ouvre de nouveau tout le personnel.',
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
