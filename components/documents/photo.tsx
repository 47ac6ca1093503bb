import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { ErrorSummary } from '../ui/error-summary'
import { RadioField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { UploadProgress } from '../ui/upload'

type Props = {
  person: { id: string; name: string; matricule: string }
  has: boolean
  limitMb: number
  crop?: string
  errors?: FieldError[]
  refusal?: string
}

export function PhotoForm({
  person: { id, name, matricule },
  has,
  limitMb,
  crop = 'auto',
  errors = [],
  refusal,
}: Props) {
  const home = path(`/personnel/${id}`)
  const file = {
    name: 'photo',
    label: has ? 'Nouvelle photo' : 'Photo',
    help: `JPEG ou PNG, de ${limitMb}\u00a0Mo au plus. Le lieu et l’appareil n’en sont pas gardés. Glissez-la ici ou choisissez-la.`,
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
        <RadioField
          name="crop"
          label="Cadrage"
          value={crop}
          choices={cropChoices}
          help="La photo est coupée au carré. Si le visage est mal placé, envoyez-la de nouveau avec un autre cadrage."
          error={errors.find(({ field }) => field === 'crop')?.message}
        />
        <Field {...file}>
          <input type="file" accept="image/jpeg,image/png" {...controlOf(file)} />
        </Field>
        <div class="actions">
          <Button kind="primary">Enregistrer la photo</Button>
          <LinkButton href={home}>Annuler</LinkButton>
        </div>
        <UploadProgress />
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

const cropChoices = [
  { value: 'auto', label: 'Automatique' },
  { value: 'start', label: 'Le haut ou la gauche' },
  { value: 'centre', label: 'Le centre' },
  { value: 'end', label: 'Le bas ou la droite' },
]

export function Face({ id, name, side }: { id: string; name: string; side: 64 | 256 }) {
  const src = path(`/personnel/${id}/photo?taille=${side}`)
  return <img class="face" src={src} alt={name} width={side} height={side} loading="lazy" />
}

/** Beside a name, in a list: asked for when it comes into sight, and once for as long as it is the same. */
export function SmallFace({ id, version }: { id: string; version: number }) {
  const src = path(`/personnel/${id}/photo?taille=64&version=${version}`)
  return <img src={src} alt="" width={40} height={40} loading="lazy" />
}
