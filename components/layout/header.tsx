import { organisation } from '../../src/lib/organisation'
import { path } from '../../src/lib/paths'
import { Bell } from '../notifications/bell'
import { Icon } from '../ui/icon'

export type HeaderProps = { user: { name: string; roleLabel: string; maySearch: boolean } | null }

/** Who one is and what one looks for, on every page. */
export function Header({ user }: HeaderProps) {
  const { logo, shortName } = organisation()
  return (
    <header class="top">
      {user && (
        <a class="menu-link" href="#navigation">
          <Icon name="menu" label="Menu" />
        </a>
      )}
      <a class="brand" href={path(user ? '/accueil' : '/')}>
        {logo ? <img class="logo" src={path(`/logo/${logo}`)} alt="" /> : <Mark />}
        {shortName}
      </a>
      {user && <SearchForm people={user.maySearch} />}
      {user && <Bell />}
      {user && <UserMenu name={user.name} roleLabel={user.roleLabel} />}
    </header>
  )
}

/** While one types, htmx fills the list below the box (`public/app.js` walks it); sent as a form it leads to the same as a page. */
const palette = {
  'hx-trigger': 'input delay:150ms, focusin once',
  'hx-target': '#palette',
  'hx-swap': 'innerHTML',
  'hx-sync': 'this:replace',
}

function SearchForm({ people }: { people: boolean }) {
  return (
    <form
      class="search"
      role="search"
      action={path('/recherche')}
      method="get"
      {...palette}
      hx-get={path('/recherche')}
    >
      <label class="sr-only" for="recherche">
        {people ? 'Rechercher une personne, une page ou une action' : 'Rechercher une page ou une action'}
      </label>
      <input
        type="search"
        id="recherche"
        name="q"
        value=""
        placeholder={people ? 'Nom, matricule, page…' : 'Page ou action'}
        autocomplete="off"
        spellcheck={false}
        maxlength={100}
        aria-keyshortcuts="Control+K"
        aria-controls="palette"
      />
      <kbd>Ctrl K</kbd>
      <button type="submit">
        <Icon name="search" label="Rechercher" />
      </button>
      <div id="palette" class="palette" tabindex={-1} />
    </form>
  )
}

function UserMenu({ name, roleLabel }: { name: string; roleLabel: string }) {
  return (
    <details class="user-menu">
      <summary>
        <Icon name="person" />
        <span class="user-name">{name}</span>
      </summary>
      <div>
        <p>
          <strong>{name}</strong>
          <small>{roleLabel}</small>
        </p>
        <div class="actions">
          <a class="button quiet" href={path('/profil')}>
            <Icon name="person" />
            Mon profil
          </a>
          <form action={path('/deconnexion')} method="post">
            <button class="button quiet" type="submit">
              <Icon name="out" />
              Se déconnecter
            </button>
          </form>
        </div>
      </div>
    </details>
  )
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="6" />
      <path d="M8 23V9.5l8 8.5 8-8.5V23M8 26.5h16" />
    </svg>
  )
}
