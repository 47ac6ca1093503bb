import type { Tone } from './attributes'
import { Icon } from './icon'

export type ToastProps = { message: string; tone?: Tone; oob?: boolean }

/** A short message in the corner; `oob`: sent along with a swap, htmx puts it in the live region of the page. */
export function Toast({ message, tone = 'good', oob }: ToastProps) {
  const toast = (
    <div class={`toast ${tone}`}>
      <Icon name={tone === 'good' ? 'check' : 'alert'} />
      <p>{message}</p>
      <button type="button" data-dismiss="" aria-label="Fermer ce message">
        <Icon name="close" />
      </button>
    </div>
  )
  return oob ? <div hx-swap-oob="beforeend:#annonces">{toast}</div> : toast
}
