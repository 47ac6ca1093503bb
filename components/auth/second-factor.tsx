import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'

const place = '/profil/second-facteur'
/** From here on it is time for new codes. */
const few = 3

export type InForceProps = { since: Date; codesLeft: number; demanded: boolean }

/** The second factor as it stands, and what can be done with it. */
export function InForce({ since, codesLeft, demanded }: InForceProps) {
  const left = codesLeft === 0 ? 'aucun' : count(codesLeft, 'code', 'codes')
  return (
    <>
      <PageHead
        title="Second facteur"
        lead="Un code de votre téléphone, demandé à la connexion après le mot de passe."
        back={{ href: path('/profil'), label: 'Retour au profil' }}
      >
        <LinkButton kind={codesLeft <= few ? 'primary' : 'quiet'} href={path(`${place}/codes`)}>
          Remplacer les codes
        </LinkButton>
        {!demanded && <LinkButton href={path(`${place}/retrait`)}>Retirer le second facteur</LinkButton>}
      </PageHead>
      {codesLeft <= few && (
        <Notice
          tone="attention"
          title={codesLeft === 0 ? 'Il ne reste aucun code de récupération' : `Il reste ${left}`}
        >
          Sans eux, un téléphone perdu ferme votre compte&#8239;: remplacez-les.
        </Notice>
      )}
      <DefinitionList
        items={[
          { label: 'État', value: 'Activé' },
          { label: 'Depuis le', value: day(since.toISOString().slice(0, 10)) },
          { label: 'Codes de récupération restants', value: left },
        ]}
      />
      {demanded && <p>Votre rôle demande un second facteur&#8239;: il ne peut pas être retiré.</p>}
    </>
  )
}
