import type { Child, PropsWithChildren } from 'hono/jsx'
import { Icon } from './icon'

export type PageHeadProps = PropsWithChildren<{
  title: string
  /** One line under the title: a total, a matricule, a date. */
  lead?: Child
  back?: { href: string; label: string }
}>

/** The title of the page; the children are its acts, one of them primary at most. */
export function PageHead({ title, lead, back, children }: PageHeadProps) {
  return (
    <header class="page-head">
      <div>
        {back && (
          <a class="back" href={back.href}>
            <Icon name="arrow-left" />
            {back.label}
          </a>
        )}
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </header>
  )
}
