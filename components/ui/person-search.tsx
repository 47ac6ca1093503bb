import { Button } from './button'
import { TextField } from './field'

export const searchLabel = 'Nom ou matricule'

/** Looks for somebody by name or matricule, on the page that has it. */
export function PersonSearch({ here, q, error }: { here: string; q: string | null; error?: string }) {
  return (
    <form class="form" method="get" action={here}>
      <TextField name="q" label={searchLabel} type="search" value={q} error={error} required />
      <div class="actions">
        <Button kind="primary" icon="search">
          Chercher
        </Button>
      </div>
    </form>
  )
}
