/** For whoever is woken up: what each word of this page means, and what to do about it. Stays open while the rest is asked for again. */
export function Guide() {
  return (
    <details class="disclosure">
      <summary>Que veulent dire ces mots, et que faire&#8239;?</summary>
      <dl class="disclosure-body glossary">
        {words.map(([word, means]) => (
          <div>
            <dt>{word}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const words = [
  [
    'Par où commencer',
    'Dans un terminal, npm run cli -- doctor examine tout ce qui est ici et le reste (disque, secrets, fichiers)\u202f: code 0 si tout va bien, 1 à surveiller, 2 en panne.',
  ],
  [
    'Erreurs',
    'Les réponses que le site n’a pas su donner (codes 500 et plus), de ce processus, depuis quinze minutes. Pour les lire\u202f: npm run cli -- logs FICHIER --status 5xx.',
  ],
  [
    'File d’attente',
    'Les courriers et les travaux demandés, gardés dans Postgres jusqu’à ce qu’ils soient faits\u202f: rien ne s’y perd. Un retard de plus d’une minute dit qu’aucun processus ne les fait, ou qu’il n’y suffit pas.',
  ],
  [
    'Travaux abandonnés',
    'Ce qui a échoué à tous ses essais. Un courrier se renvoie depuis la page Courriers\u202f; le reste se redemande là où il avait été demandé. Pour en lire la raison\u202f: npm run cli -- logs FICHIER --event job.',
  ],
  [
    'Redis',
    'La mémoire rapide. Absent, vidé ou plein, rien n’est perdu et personne n’est déconnecté\u202f: relancez-le, le site le reprend de lui-même.',
  ],
  [
    'Éviction, clés évincées',
    'Ce que fait Redis quand sa mémoire est pleine\u202f: allkeys-lru écarte ce qui sert le moins, et convient. Avec noeviction il refuserait d’écrire\u202f: changez maxmemory-policy.',
  ],
  [
    'Cache',
    'Ce que ce processus a cherché dans Redis. Fraîches\u202f: trouvées, à jour. Vieillies\u202f: servies pendant qu’on les recalcule. Calculées\u202f: absentes, demandées à Postgres.',
  ],
  [
    'Lu en mémoire',
    'La part des lectures que Postgres a servies sans toucher au disque. Longtemps sous 95\u00a0%, il lui manque de la mémoire (shared_buffers).',
  ],
  [
    'Connexions',
    'Toutes prises, les demandes attendent deux secondes puis reçoivent une réponse 503. Augmentez max_connections, ou arrêtez un processus de trop.',
  ],
  [
    'Processus',
    'Site\u202f: répond aux pages. Travaux\u202f: npm run worker. Chacun s’annonce toutes les trente secondes\u202f; après deux minutes de silence il n’est plus compté.',
  ],
]
