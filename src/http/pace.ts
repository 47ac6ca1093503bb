import type { IncomingMessage } from 'node:http'

/**
 * How long a body may be on its way in. `patience`: ms for any of them. A file may take longer as long as it comes, in each such
 * time, with at least `floor` bytes a second, and `ceiling` ms in all: 10 MB over a line of 64 kB/s take almost three minutes.
 */
export type Pace = { patience: number; floor: number; ceiling: number }
export const pace: Pace = { patience: 30_000, floor: 8_192, ceiling: 900_000 }

const files = new WeakSet<IncomingMessage>()

/** From now on this body is a file's, sent by somebody who may. */
export function takeTime(incoming: IncomingMessage): void {
  files.add(incoming)
}

/** Calls `tooSlow` once when the body is not there in time; whoever has none is not watched. */
export function watchBody(incoming: IncomingMessage, { patience, floor, ceiling }: Pace, tooSlow: () => void): void {
  const { headers, socket } = incoming
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return
  let left = ceiling
  let before = socket.bytesRead
  let timer = setTimeout(look, patience).unref()
  incoming.once('close', () => clearTimeout(timer))

  function look(): void {
    if (incoming.complete || socket.destroyed) return
    left -= patience
    const came = socket.bytesRead - before
    before = socket.bytesRead
    const goesOn = files.has(incoming) && left > 0 && came * 1_000 >= floor * patience
    if (goesOn) timer = setTimeout(look, patience).unref()
    else tooSlow()
  }
}
