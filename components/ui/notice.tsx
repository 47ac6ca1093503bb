import type { PropsWithChildren } from 'hono/jsx'
import type { Tone } from './attributes'
import { Icon, type IconName } from './icon'

export type NoticeProps = PropsWithChildren<{ tone?: Tone; title?: string; announced?: boolean }>

const icons: Record<Tone, IconName> = { neutral: 'document', good: 'check', attention: 'alert', loss: 'alert' }

/** A sentence that concerns the whole page. `announced`: also said aloud once the page is there. */
export function Notice({ tone = 'neutral', title, announced, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} data-announce={announced ? '' : undefined}>
      <Icon name={icons[tone]} />
      <div>
        {title && <p class="notice-title">{title}</p>}
        <div>{children}</div>
      </div>
    </div>
  )
}
