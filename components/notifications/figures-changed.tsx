import { path } from '../../src/lib/paths'
import { Icon } from '../ui/icon'

/** Waits in the page of the dashboard until the live stream says `personnel`; then it stands in the live region, once. */
export function FiguresChanged() {
  return (
    <template id="chiffres">
      <div class="toast neutral">
        <Icon name="chart" />
        <p>
          Les chiffres ont changé. <a href={path('/dashboard')}>Actualiser</a>
        </p>
        <button type="button" data-dismiss="" aria-label="Fermer ce message">
          <Icon name="close" />
        </button>
      </div>
    </template>
  )
}
