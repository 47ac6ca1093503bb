import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { TimeField } from './code-form'
import { authLabels } from './labels'
import { ProofField } from './proof-field'
import { Qr } from './qr'

const place = '/profil/second-facteur'

export type EnrolmentProps = {
  /** Why they are here: their role demands it, by now or by a day to come. */
  demand: 'now' | { by: string } | null
  /** Null until they have asked for one. */
  proposed: { uri: string; key: string } | null
  proved: boolean
  errors?: FieldError[]
}

/** From nothing to a second factor in force: the key, then a first code that shows it was taken up. */
export function Enrolment({ demand, proposed, proved, errors = [] }: EnrolmentProps) {
  return (
    <>
      <PageHead
        title="Second facteur"
        lead="Un code de votre téléphone, demandé à la connexion après le mot de passe."
        back={demand === 'now' ? undefined : { href: path('/profil'), label: 'Retour au profil' }}
      />
      {demand && <Demand demand={demand} />}
      <ErrorSummary errors={errors} labels={authLabels} />
      {proposed ? <TakeUp {...proposed} errors={errors} /> : <Begin proved={proved} errors={errors} />}
    </>
  )
}

function Demand({ demand }: { demand: 'now' | { by: string } }) {
  return (
    <Notice tone="attention" title={demand === 'now' ? 'À activer pour continuer' : `À activer avant le ${demand.by}`}>
      Votre rôle donne accès à ce qu’un mot de passe seul ne protège pas assez.
      {demand === 'now' && ' Les autres pages s’ouvriront dès que le second facteur sera activé.'}
    </Notice>
  )
}

function Begin({ proved, errors }: { proved: boolean; errors: FieldError[] }) {
  return (
    <form class="form" method="post" action={path(`${place}/cle`)}>
      <p>
        Il vous faut un téléphone avec une application d’authentification&#8239;: Aegis, FreeOTP, Google Authenticator,
        Microsoft Authenticator ou une autre. Elle fonctionne sans réseau, et rien n’est envoyé par SMS.
      </p>
      <ProofField proved={proved} errors={errors} />
      <div class="actions">
        <Button kind="primary">Commencer</Button>
      </div>
    </form>
  )
}

function TakeUp({ uri, key, errors }: { uri: string; key: string; errors: FieldError[] }) {
  return (
    <form class="form" method="post" action={path(`${place}?_method=PUT`)}>
      <h2>1. Ajouter le compte à l’application</h2>
      <p>Dans l’application d’authentification, scannez ce code.</p>
      <Qr text={uri} label="Code à scanner avec l’application d’authentification" />
      <p>
        Ou saisissez cette clé à la main&#8239;: <code class="key">{key}</code>
      </p>
      <p>
        <a href={uri}>Ouvrir l’application sur cet appareil</a>
      </p>
      <h2>2. Donner le premier code</h2>
      <TimeField error={errors.find(({ field }) => field === 'code')?.message} />
      <div class="actions">
        <Button kind="primary">Activer le second facteur</Button>
      </div>
    </form>
  )
}
