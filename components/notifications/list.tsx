import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'

type Line = { id: string; title: string | null; href: string; at: Date; read: boolean }

export type NotificationListProps = {
  lines: Line[]
  /** The newest of the page: what comes later has not been seen, so it stays unread. */
  newest: string | null
  /** Where the next page begins. */
  next: string | null
}

const home = () => path('/notifications')

const columns: Column<Line>[] = [
  {
    label: 'Notification',
    cell: ({ read, title, href }) => (read && title ? { text: title, href: path(href) } : (title ?? beyond)),
  },
  { label: 'Reçue le', numeric: true, cell: ({ at }) => moment(at) },
  { label: 'État', cell: ({ read }) => (read ? 'Lue' : <Badge tone="attention">Non lue</Badge>) },
  { label: 'Suite', cell: (line) => <Reading {...line} /> },
]

const beyond = 'Au sujet d’un dossier auquel vous n’avez plus accès'

/** What one has been told: unread first, then the newest. */
export function NotificationList({ lines, newest, next }: NotificationListProps) {
  const unread = lines.some(({ read }) => !read)
  return (
    <>
      <PageHead title="Notifications">
        {unread && (
          <form method="post" action={`${home()}/lecture?_method=PUT`}>
            <input type="hidden" name="derniere" value={newest ?? ''} />
            <Button icon="check">Tout marquer comme lu</Button>
          </form>
        )}
        <LinkButton icon="gear" href={`${home()}/preferences`}>
          Préférences
        </LinkButton>
      </PageHead>
      {lines.length === 0 ? (
        <EmptyState
          title="Aucune notification"
          hint="Vous serez informé ici de ce qui concerne votre dossier et vos demandes."
        />
      ) : (
        <Table caption="Vos notifications" columns={columns} rows={lines} />
      )}
      {next && (
        <p>
          <LinkButton icon="arrow-down" href={`${home()}?apres=${next}`}>
            Notifications suivantes
          </LinkButton>
        </p>
      )}
    </>
  )
}

/** To open it is to have read it, and a link changes nothing: so it is a button. */
function Reading({ id, title, at, read }: Line) {
  if (read) return null
  const which = `\u202f: ${title ?? beyond}, ${moment(at)}`
  return (
    <form class="actions" method="post" action={`${home()}/${id}/lecture?_method=PUT`}>
      {title !== null && (
        <Button name="suite" value="ouvrir" aria-label={`Ouvrir${which}`}>
          Ouvrir
        </Button>
      )}
      <Button aria-label={`Marquer comme lue${which}`}>Marquer comme lue</Button>
    </form>
  )
}
