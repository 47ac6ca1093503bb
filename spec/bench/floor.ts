import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type Floor = {
  port: number
  pid: number
  answerWith(page: { size: number; type: string }): Promise<void>
  stop(): Promise<void>
}

/** A bare `node:http` server in a process of its own, as the measure of what this machine can do at the moment. */
export async function startFloor(root: string): Promise<Floor> {
  const child = fork(join(root, 'spec/bench/floor.mjs'))
  const ended = once(child, 'exit')
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    pid: child.pid!,
    async answerWith(page) {
      child.send(page)
      await once(child, 'message')
    },
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
