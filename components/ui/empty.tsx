import type { Child } from 'hono/jsx'

export type EmptyStateProps = { title: string; hint?: Child; action?: Child }

/** Nothing to show: says why and what can be done. */
export function EmptyState({ title, hint, action }: EmptyStateProps) {
  return (
    <div class="empty" data-announce="">
      <p class="empty-title">{title}</p>
      {hint && <p>{hint}</p>}
      {action && <div class="actions">{action}</div>}
    </div>
  )
}
