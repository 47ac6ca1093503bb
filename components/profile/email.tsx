import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { authLabels } from '../auth/labels'
import { ProvedActions } from '../auth/proved-actions'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { PageHead } from '../ui/page-head'

const back = () => ({ href: path('/profil'), label: 'Retour au profil' })

const labels = { email: 'Nouvelle adresse électronique', proof: authLabels.proof }

type Props = { present: string; typed: string; proved: boolean; errors: FieldError[]; summary?: string }

/** Asking for another address: with it one signs in, and gets one's letters. */
export function EmailForm({ present, typed, proved, errors, summary }: Props) {
  const problems = errors.length > 0 || !summary ? errors : [{ field: 'email', message: summary }]
  return (
    <>
      <PageHead title="Changer d’adresse" lead={`Aujourd’hui\u202f: ${present}`} back={back()} />
      <form class="form" method="post" action={path('/profil/adresse')}>
        <ErrorSummary errors={problems} labels={errors.length > 0 ? labels : {}} />
        <TextField
          name="email"
          label={labels.email}
          type="email"
          autocomplete="email"
          help={`Un lien y sera envoyé. L’adresse change lorsque vous l’ouvrez\u202f; l’adresse actuelle est prévenue.`}
          value={typed}
          error={errors.find(({ field }) => field === 'email')?.message}
          required
        />
        <ProvedActions proved={proved} errors={errors} label="Envoyer le lien" cancel={path('/profil')} />
      </form>
    </>
  )
}

/** Behind the link of the letter: opening it changes nothing yet. It posts to its own address. */
export function EmailConfirmation({ present, email }: { present: string; email: string }) {
  return (
    <>
      <PageHead title="Confirmer la nouvelle adresse" back={back()} />
      <form class="form" method="post">
        <p>
          L’adresse de votre compte, aujourd’hui {present}, deviendra <strong>{email}</strong>. C’est avec elle que vous
          vous connecterez.
        </p>
        <div class="actions">
          <Button kind="primary">Confirmer</Button>
          <LinkButton href={path('/profil')}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
