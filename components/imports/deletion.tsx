import { Button } from '../ui/button'
import { hrefOf } from './words'

/** Of a file that is not to be imported after all: nothing of it stays. */
export function Deletion({ id }: { id: string }) {
  return (
    <form class="actions" method="post" action={`${hrefOf(id)}?_method=DELETE`}>
      <Button icon="close">Supprimer ce fichier</Button>
    </form>
  )
}
