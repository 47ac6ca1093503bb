import { path } from '../../src/lib/paths'
import { ProvedActions } from '../auth/proved-actions'
import { PageHead } from '../ui/page-head'
import { Refused, type StandingProps } from './standing'

export function SecondFactorReset({ account, proved, errors = [], refusal }: StandingProps) {
  const home = path(`/utilisateurs/${account.id}`)
  return (
    <>
      <PageHead
        title={account.name}
        lead="Réinitialiser le second facteur"
        back={{ href: home, label: 'Retour au compte' }}
      />
      <Refused errors={errors} refusal={refusal} />
      <form class="form" method="post" action={`${home}/second-facteur?_method=DELETE`}>
        <p>
          Pour une personne qui n’a plus ni son téléphone ni ses codes de récupération. Assurez-vous d’abord que c’est
          bien elle qui le demande, de vive voix par exemple{'\u202f'}: ensuite, le mot de passe suffit à la prochaine
          connexion.
        </p>
        <p>
          Ses sessions sont terminées, et elle en est avertie par courrier. Si son rôle demande un second facteur, elle
          en active un nouveau en se connectant.
        </p>
        <ProvedActions proved={proved} errors={errors} label="Réinitialiser le second facteur" cancel={home} />
      </form>
    </>
  )
}
