import { can, type User } from '../actor'
import { path } from '../lib/paths'
import type { Door } from './rules'

/** Other words for the pages of the menu, by their key there. */
const synonyms: Record<string, string> = {
  accueil: 'debut home',
  dashboard: 'chiffres statistiques effectifs pyramide ages indicateurs',
  personnel: 'agents dossiers liste effectif personnes',
  organisation: 'unites services directions structure chefs arbre',
  carriere: 'avancements promotions retraites previsions echelons preparer',
  actes: 'attestations certificats decisions etats signaletiques numeros papiers',
  documents: 'pieces manquantes expiration cni passeport diplomes scans',
  corrections: 'demandes verifier telephone adresse',
  utilisateurs: 'comptes roles acces droits mot de passe',
  courriers: 'mails messages envoyes lettres',
  conges: 'recompte feries soldes',
  dossier: 'ma fiche moi',
  referentiels: 'grades indices echelons classes retraite limites age grilles',
  parametres: 'reglages logo maintenance configuration',
  journal: 'historique traces audit activites',
  activite: 'frequentation visites usage',
  ops: 'serveur sante redis etat',
}

/** The pages of the menu with their other words, and those that are not in it. */
export function pagesFor(actor: User, menu: { key: string; label: string; href: string }[]): Door[] {
  const chart = can(actor, 'organisation.read')
  return [
    ...menu.map(({ key, label, href }) => ({ label, href, words: synonyms[key] ?? '' })),
    ...(chart ? [door('Organigramme', '/organisation/organigramme', 'schema arbre unites')] : []),
    ...(chart ? [door('Postes vacants', '/organisation/postes-vacants', 'chefs interim manquants')] : []),
    ...(can(actor, 'personnel.list') ? [door('Mes vues', '/personnel/vues', 'listes enregistrees filtres')] : []),
    ...(can(actor, 'acts.templates')
      ? [door('Modèles d’actes', '/actes/modeles', 'textes attestation variables')]
      : []),
    ...(can(actor, 'acts.templates')
      ? [door('Signataires des actes', '/actes/signataires', 'interim signature designer drh')]
      : []),
    door('Vérifier un document', '/verifier', 'code authentique attestation papier qr'),
    door('Notifications', '/notifications', 'alertes cloche messages'),
    door('Mon profil', '/profil', 'preferences theme sombre mot de passe adresse electronique'),
    door('Mes appareils', '/profil/appareils', 'sessions ordinateurs telephones'),
    door('Second facteur', '/profil/second-facteur', 'securite code application'),
    ...(actor.personId ? [door('Mes corrections', '/profil/corrections', 'demander erreur dossier')] : []),
  ]
}

/** What one may begin from anywhere. */
export function actsFor(actor: User): Door[] {
  const exporting = can(actor, 'personnel.export')
  return [
    ...(can(actor, 'personnel.write')
      ? [door('Nouveau dossier', '/personnel/nouveau', 'creer ajouter agent personne recruter nomination')]
      : []),
    ...(can(actor, 'personnel.import')
      ? [door('Importer des dossiers', '/personnel/imports', 'charger tableur csv excel xlsx fichier')]
      : []),
    ...(exporting
      ? [door('Exporter le personnel en Excel', '/personnel/export.xlsx', 'telecharger tableur xlsx')]
      : []),
    ...(exporting ? [door('Exporter le personnel en CSV', '/personnel/export.csv', 'telecharger tableur')] : []),
    ...(can(actor, 'organisation.write')
      ? [door('Nouvelle unité', '/organisation/unites/nouvelle', 'creer ajouter service direction')]
      : []),
    ...(can(actor, 'accounts.create')
      ? [door('Nouveau compte', '/utilisateurs/nouveau', 'creer ajouter inviter utilisateur acces')]
      : []),
  ]
}

function door(label: string, page: string, words: string): Door {
  return { label, href: path(page), words }
}
