import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { authLabels } from '../auth/labels'
import { ProofField } from '../auth/proof-field'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'

/** A session: the browser it is in, where it was opened, and since when it is used. */
export type DeviceLine = {
  id: string
  own: boolean
  device: string
  place: string
  address: string | null
  firstAt: Date
  lastAt: Date
}

export type DeviceListProps = { devices: DeviceLine[]; proved: boolean; errors?: FieldError[] }

const home = () => path('/profil/appareils')

export function DeviceList({ devices, proved, errors = [] }: DeviceListProps) {
  const others = devices.some(({ own }) => !own)
  return (
    <>
      <PageHead
        title="Appareils"
        lead="Les navigateurs où votre compte est ouvert en ce moment."
        back={{ href: path('/profil'), label: 'Retour au profil' }}
      >
        {others && proved && (
          <form method="post" action={`${home()}?_method=DELETE`}>
            <Button kind="danger">Terminer toutes les autres</Button>
          </form>
        )}
      </PageHead>
      {others && !proved && <Proof errors={errors} />}
      <Table caption="Sessions ouvertes" columns={proved && others ? [...columns, ending] : columns} rows={devices} />
      {others && (
        <p>
          Un appareil vous est inconnu&#8239;? Terminez sa session, puis{' '}
          <a href={path('/profil/mot-de-passe')}>changez votre mot de passe</a>.
        </p>
      )}
    </>
  )
}

/** Before a session can be ended: whoever finds a browser open has not the password. */
function Proof({ errors }: { errors: FieldError[] }) {
  return (
    <form class="form" method="post" action={`${home()}/preuve?_method=PUT`}>
      <ErrorSummary errors={errors} labels={authLabels} />
      <p>Pour terminer une session, confirmez d’abord que c’est bien vous.</p>
      <ProofField proved={false} errors={errors} />
      <div class="actions">
        <Button kind="primary">Confirmer</Button>
      </div>
    </form>
  )
}

const columns: Column<DeviceLine>[] = [
  {
    label: 'Appareil',
    cell: ({ device, own }) => (
      <>
        {device} {own && <Badge tone="good">Cette session</Badge>}
      </>
    ),
  },
  { label: 'Lieu', cell: ({ place }) => place },
  { label: 'Adresse', cell: ({ address }) => address },
  { label: 'Ouverte le', numeric: true, cell: ({ firstAt }) => moment(firstAt) },
  { label: 'Vue le', numeric: true, cell: ({ own, lastAt }) => (own ? 'En ce moment' : moment(lastAt)) },
]

const ending: Column<DeviceLine> = {
  label: 'Terminer',
  cell: ({ id, own, device, place }) =>
    own ? null : (
      <form method="post" action={`${home()}/${id}?_method=DELETE`}>
        <Button>
          Terminer
          <span class="sr-only">
            {' '}
            la session {device}, {place}
          </span>
        </Button>
      </form>
    ),
}
