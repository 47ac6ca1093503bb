import type { Socket } from 'node:net'

/** Closes after what was sent. At once, what is still on its way in would reset the connection before it is read (RFC 9112 §9.6). */
export function linger(socket: Socket): void {
  socket.end()
  setTimeout(() => socket.destroy(), 1_000).unref()
}
