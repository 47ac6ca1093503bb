import { ask } from './client'

/**
 * The quick half of a lock: of a hundred who come at once, ninety-nine are turned away here. Whoever gets it still has to take
 * the lock's row in Postgres, which alone says who holds it (`src/locks`). When Redis is away, or has forgotten, everyone is
 * let through to that row: nothing but speed is lost.
 */

/** False when somebody else has it. */
export async function takeGate(name: string, token: string, ms: number): Promise<boolean> {
  const answer = await ask((redis) => redis.set(gateKey(name), token, { NX: true, PX: ms }).then((set) => set === 'OK'))
  return answer ?? true
}

/** Keeps it for so long again, or takes it back after a flush. Somebody else's stays. */
export async function keepGate(name: string, token: string, ms: number): Promise<void> {
  await ask((redis) => redis.eval(keep, { keys: [gateKey(name)], arguments: [token, String(ms)] }))
}

/** Gives it back, if it is still ours. */
export async function leaveGate(name: string, token: string): Promise<void> {
  await ask((redis) => redis.eval(leave, { keys: [gateKey(name)], arguments: [token] }))
}

const keep = `
local holder = redis.call('get', KEYS[1])
if not holder or holder == ARGV[1] then redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 1`

const leave = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end
return 1`

function gateKey(name: string): string {
  return `lock:{${name}}`
}
