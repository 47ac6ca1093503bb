import { Icon, type IconName } from '../ui/icon'

export type NavItem = { href: string; label: string; icon: IconName; key: string }

/** The nouns of the site. On a narrow screen it opens by its own address (`#navigation`), without scripts. */
export function Nav({ items, current }: { items: NavItem[]; current?: string }) {
  return (
    <nav class="nav" id="navigation" aria-label="Navigation principale">
      <a class="nav-close" href="#contenu">
        <Icon name="close" />
        Fermer le menu
      </a>
      <ul>
        {items.map(({ href, label, icon, key }) => (
          <li>
            <a href={href} aria-current={key === current ? 'page' : undefined}>
              <Icon name={icon} />
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
