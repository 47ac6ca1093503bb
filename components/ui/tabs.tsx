import type { Attributes } from './attributes'

export type Tab = { href: string; label: string; current?: boolean; count?: string }
export type TabsProps = { label: string; tabs: Tab[]; turning?: Attributes }

/** Tabs that are pages: plain links, the current one said by `aria-current`. */
export function Tabs({ label, tabs, turning }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined} {...turning}>
              {tab.label}
              {tab.count && <span class="tab-count">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
