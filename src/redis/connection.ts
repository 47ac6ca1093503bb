import type { RedisClientType } from 'redis'

/** The commands the roles use: those that mean the same on one server, behind Sentinel and in a cluster. */
export type Redis = Pick<
  RedisClientType,
  | 'get'
  | 'set'
  | 'del'
  | 'eval'
  | 'expire'
  | 'incrBy'
  | 'pTTL'
  | 'ping'
  | 'publish'
  | 'zIncrBy'
  | 'zRangeWithScores'
  | 'zRemRangeByRank'
> & {
  /** A long value, as it came: what is sent on as it is is not decoded. */
  getBytes(key: string): Promise<Buffer | null>
}

export type Connection = {
  redis: Redis
  /** For Sentinel and Cluster it gives up when no node answers; a single server is tried for ever. */
  connect(): Promise<unknown>
  close(): Promise<unknown>
  destroy(): Promise<unknown>
  /** Whether this error is an answer of Redis (out of memory, read-only), as opposed to the lack of one. */
  refused(error: unknown): boolean
}

/**
 * `redis[s]://`, `unix:///path`, `redis[s]+sentinel://[user:password@]host:port,host:port/master[/database]` or
 * `redis[s]+cluster://[user:password@]host:port,host:port`. The name and password are those of the data nodes.
 * `lost` hears of every connection that breaks.
 */
export async function openConnection(url: string, lost: (error: Error) => void): Promise<Connection> {
  // loaded here because it costs a tenth of a second and 10 MB, which a site without Redis does not pay
  const library = await import('./redis')
  const refused = (error: unknown) => error instanceof library.ErrorReply
  const bytes = { [library.RESP_TYPES.BLOB_STRING]: Buffer }
  const several = severalHosts(url)
  if (!several) {
    const client = library.createClient({ url, ...node(), commandOptions })
    client.on('error', lost)
    return connection(client as unknown as Client, bytes, refused)
  }
  const { username, password, nodes, master, database, tls } = several
  const credentials = { username, password, database, ...node(tls) }
  if (several.kind === 'cluster') {
    const rootNodes = nodes.map((address) => ({ socket: { ...address } }))
    // what rootNodes say is not inherited by the nodes discovered from them
    const cluster = library.createCluster({ RESP: 3, rootNodes, defaults: credentials, commandOptions })
    cluster.on('error', lost).on('node-error', lost)
    return connection(cluster as unknown as Client, bytes, refused)
  }
  const sentinel = library.createSentinel({
    name: master,
    RESP: 3,
    sentinelRootNodes: nodes,
    nodeClientOptions: credentials,
    sentinelClientOptions: node(tls),
    // without it commands of the same tick wait for one another: one round trip each
    reserveClient: true,
    commandOptions,
  })
  // a watcher that breaks is not the master breaking
  sentinel.on('error', () => undefined)
  sentinel.on('client-error', (event: { type: string; error: Error }) => event.type === 'MASTER' && lost(event.error))
  sentinel.on('reconnecting', () => lost(new Error('the master changes')))
  return connection(sentinel as unknown as Client, bytes, refused)
}

type Client = Omit<Redis, 'getBytes'> & {
  connect(): Promise<unknown>
  close(): Promise<unknown>
  destroy(): unknown
  withTypeMapping(mapping: object): { get(key: string): Promise<Buffer | null> }
}

/** By default each command makes an AbortSignal of 5 s; the deadline is ours (`ask`). */
const commandOptions = { timeout: 0 }

function connection(client: Client, bytes: object, refused: Connection['refused']): Connection {
  const reader = client.withTypeMapping(bytes)
  return {
    redis: Object.assign(client, { getBytes: (key: string) => reader.get(key) }),
    connect: () => client.connect(),
    close: async () => client.close(),
    destroy: async () => client.destroy(),
    refused,
  }
}

function node(tls?: true) {
  return {
    RESP: 3 as const,
    name: 'mppeep',
    // a command asked while away is refused at once instead of waiting for the return
    disableOfflineQueue: true,
    maintNotifications: 'disabled' as const,
    socket: {
      ...(tls ? { tls } : {}),
      connectTimeout: 2_000,
      // ten times the beat of the watch: only a dead or frozen server is silent for so long
      socketTimeout: 5_000,
      // the default one closes the client for good after a socket timeout
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 800) + Math.random() * 200,
    },
  }
}

type SeveralHosts = {
  kind: 'sentinel' | 'cluster'
  username?: string
  password?: string
  nodes: { host: string; port: number }[]
  master: string
  database?: number
  tls?: true
}

/** WHATWG's URL refuses a list of hosts, so these are read by hand. */
function severalHosts(url: string): SeveralHosts | undefined {
  const shape =
    /^redis(s?)\+(sentinel|cluster):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^@/?#]+)(?:\/([^/?#]*))?(?:\/(\d+))?$/
  const [, secure, kind, username, password, hosts, master, database] = shape.exec(url) ?? []
  if (!kind || !hosts) return undefined
  return {
    kind: kind as SeveralHosts['kind'],
    username: username ? decodeURIComponent(username) : undefined,
    password: password ? decodeURIComponent(password) : undefined,
    nodes: hosts.split(',').map((host) => address(host, kind === 'sentinel' ? 26379 : 6379)),
    master: master || 'mymaster',
    database: database ? Number(database) : undefined,
    tls: secure ? true : undefined,
  }
}

/** `host`, `host:port`, `[::1]:port` */
function address(text: string, defaultPort: number): { host: string; port: number } {
  const [, v6, host, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text.trim()) ?? []
  const name = v6 ?? host
  if (!name) throw new TypeError(`not a Redis host: ${text}`)
  return { host: name, port: port ? Number(port) : defaultPort }
}
