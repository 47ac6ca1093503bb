import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Notice } from '../ui/notice'

/** For those whose role will demand a second factor that they do not have yet. `by`: in ms. */
export function EnrolmentNotice({ by }: { by: number }) {
  return (
    <Notice tone="attention" title={`À activer avant le ${day(new Date(by).toISOString().slice(0, 10))}`}>
      Votre rôle demande un second facteur&#8239;: un code de votre téléphone, à la connexion.{' '}
      <a href={path('/profil/second-facteur')}>Activer le second facteur</a>
    </Notice>
  )
}
