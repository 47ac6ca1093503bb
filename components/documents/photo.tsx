import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'

type Props = {
  person: { id: string; name: string; matricule: string }
  has: boolean
  limitMb: number
  errors?: FieldError[]
  refusal?: string
}

export function PhotoForm({ person: { id, name, matricule }, has, limitMb, errors = [], refusal }: Props) {
  const home = path(`/personnel/${id}`)
  const file = {
    name: 'photo',
    label: has ? 'Nouvelle photo' : 'Photo',
    help: `JPEG ou PNG, de ${limitMb}\u00a0Mo au plus. Elle est recadrée au carré\u202f; le lieu et l’appareil n’en sont pas gardés.`,
    error: errors.find(({ field }) => field === 'photo')?.message,
    required: true,
  }
  return (
    <>
      <PageHead title="Photo" lead={`${name}, ${matricule}`} back={{ href: home, label: name }} />
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} />
      {has && <Face id={id} name={name} side={256} />}
      <form class="form" method="post" action={path(`/personnel/${id}/photo`)} enctype="multipart/form-data">
        <Field {...file}>
          <input type="file" accept="image/jpeg,image/png" {...controlOf(file)} />
        </Field>
        <div class="actions">
          <Button kind="primary">Enregistrer la photo</Button>
          <LinkButton href={home}>Annuler</LinkButton>
        </div>
      </form>
      {has && (
        <form class="form" method="post" action={path(`/personnel/${id}/photo?_method=DELETE`)}>
          <div class="actions">
            <Button kind="danger">Retirer la photo</Button>
          </div>
        </form>
      )}
    </>
  )
}

export function Face({ id, name, side }: { id: string; name: string; side: 64 | 256 }) {
  const src = path(`/personnel/${id}/photo?taille=${side}`)
  return <img class="face" src={src} alt={name} width={side} height={side} loading="lazy" />
}
