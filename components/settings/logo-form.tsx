import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { ProofField } from '../auth/proof-field'
import { Button } from '../ui/button'
import { controlOf, Field } from '../ui/control'

type LogoFormProps = { logo: string | null; write: boolean; proved: boolean; errors: FieldError[] }

/** The picture that the house wears: seen, chosen, taken away. */
export function LogoForm({ logo, write, proved, errors }: LogoFormProps) {
  const action = path('/parametres/logo')
  const file = {
    name: 'logo',
    label: 'Image',
    help: 'PNG ou JPEG, carrée ou un peu plus large que haute. Elle est ramenée à 512 points de côté au plus.',
    error: errors.find(({ field }) => field === 'logo')?.message,
  }
  return (
    <>
      {logo ? (
        <p>
          <img class="logo-shown" src={path(`/logo/${logo}`)} alt="Logo actuel" />
        </p>
      ) : (
        <p>Aucun logo n’est choisi&#8239;: les pages portent la marque du site.</p>
      )}
      {write && (
        <form class="form" method="post" action={action} enctype="multipart/form-data">
          <Field {...file}>
            <input type="file" accept="image/png,image/jpeg" {...controlOf(file)} />
          </Field>
          <ProofField proved={proved} errors={errors} />
          <div class="actions">
            <Button kind="primary">Utiliser cette image</Button>
            {logo && (
              <Button kind="danger" formaction={`${action}?_method=DELETE`} formnovalidate>
                Retirer le logo
              </Button>
            )}
          </div>
        </form>
      )}
    </>
  )
}
