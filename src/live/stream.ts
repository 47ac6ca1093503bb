import type { News } from '../notifications/notifications'

/** ms after which a browser whose stream has ended opens another. */
const soon = 3_000
/** What it has not taken by then makes it one that does not read. */
const mostUnsent = 200

export const mostReplayed = 100

export type Listener = {
  userId: string
  personId: string | null
  sessionId: string
  seesFigures: boolean
  jobKinds: string[]
  keepsHouse: boolean
}

type Message = { event: string; data: string; id?: string; retry?: number }

/** The page that listens: server-sent events (WHATWG HTML §9.2), each saying what changed, for the page to show. */
export class Stream {
  readonly body: ReadableStream<Uint8Array>
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  private begun = false
  private unread: number | undefined

  /** `after`: the notification that it has got to, as it says itself until Postgres is asked. */
  constructor(
    readonly listener: Listener,
    public after: string | null,
    private onEnd: (stream: Stream) => void,
  ) {
    this.body = new ReadableStream({
      start: (controller) => {
        this.controller = controller
        // at once, for whatever stands between to let the answer through
        this.write(`retry: ${soon}\n\n`)
      },
      cancel: () => this.leave(),
    })
  }

  /** What came since, in order, each once; then, and whenever it changes, how many are unread. */
  tell({ unread, latest, known, ids }: News): void {
    const first = !this.begun
    this.begun = true
    const data = String(unread)
    // of an id that it cannot have from here nothing follows: it starts from now
    if (first && !known) this.after = latest
    const fresh = first && !known ? [] : ids
    for (const id of fresh.slice(0, mostReplayed)) this.send({ id, event: 'notification', data })
    if (fresh.length > mostReplayed) this.send({ id: latest, event: 'plus', data })
    this.after = fresh.length > mostReplayed ? latest : (fresh.at(-1) ?? this.after)
    if (first) this.send({ id: this.after ?? latest, event: 'notification', data, retry: soon })
    else if (fresh.length === 0 && unread !== this.unread) this.send({ event: 'notification', data })
    this.unread = unread
  }

  /** The figures that it may show are old. */
  tellFigures(): void {
    this.send({ event: 'personnel', data: 'personnel' })
  }

  /** A job of this kind, which it may see, has come further. */
  tellJob(kind: string): void {
    this.send({ event: 'jobs', data: kind })
  }

  /** Says nothing, so that whatever stands between sees that the stream is alive. */
  beat(): void {
    this.write(':\n\n')
  }

  /** `bye`: come again, elsewhere or later. `over`: there is nothing to come back for. */
  end(event: 'bye' | 'over', retry = soon): void {
    this.send({ event, data: event, retry })
    const { controller } = this
    this.leave()
    controller?.close()
  }

  private send({ event, data, id, retry }: Message): void {
    const lines = [`event: ${event}`, `data: ${data}`]
    if (id !== undefined) lines.push(`id: ${id}`)
    if (retry !== undefined) lines.push(`retry: ${retry}`)
    this.write(`${lines.join('\n')}\n\n`)
  }

  private write(text: string): void {
    const { controller } = this
    if (!controller) return
    controller.enqueue(Buffer.from(text))
    if ((controller.desiredSize ?? 0) >= -mostUnsent) return
    this.leave()
    controller.close()
  }

  private leave(): void {
    if (!this.controller) return
    this.controller = undefined
    this.onEnd(this)
  }
}
