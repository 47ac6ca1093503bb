import type { User } from '../actor'
import { layDown, openKept } from '../kept/kept'
import { lookedAt, refuseFound } from '../scanner/scanner'
import { dropLaid, isLaid, type Laid, lay, readLaid, readWhole, storage } from '../storage/storage'
import { examined } from './examine'

export { fileKept } from '../kept/kept'

/** The file of a form on its way: `type` once it has been examined. */
export type Sent = { name: string; kept: { laid: Laid; type: string | null } }

/** Where the file of a form goes as it comes in. Whoever has read the form drops what is left there. */
export const taker = {
  take: async (pieces: AsyncIterable<Buffer>): Promise<Sent['kept']> => ({ laid: await lay(pieces), type: null }),
  drop: ({ laid }: Sent['kept']) => dropLaid(laid),
}

/** The same, and where it waits when the form is refused. */
export function shelf(actor: User) {
  return {
    ...taker,
    async keep(sent: Sent): Promise<string> {
      await judged(actor, sent)
      return layDown(actor, {
        name: sent.name,
        type: sent.kept.type!,
        bytes: await readWhole(await reopened(sent.kept.laid)),
      })
    },
    async find(id: string): Promise<Sent | null> {
      const found = await openKept(actor, id)
      return found && { name: found.name, kept: { laid: await lay([found.bytes]), type: found.type } }
    },
  }
}

/** Examined and looked at by the scanner: as it will be kept from now on. `away`: the scanner does not answer. */
export async function judged(actor: User, sent: Sent): Promise<'clean' | 'away'> {
  if (!sent.kept.type) {
    const { laid, name, type } = await examined('document', { laid: sent.kept.laid, name: sent.name })
    Object.assign(sent, { name, kept: { laid, type } })
  }
  const verdict = await lookedAt(await reopened(sent.kept.laid))
  if (verdict.is === 'infected' || verdict.is === 'too-big') await refuseFound(actor, 'document', sent.name, verdict)
  return verdict.is === 'away' ? 'away' : 'clean'
}

/** Where it lies, or in the storage, which may have taken it over before the form was refused. */
async function reopened(laid: Laid): Promise<AsyncIterable<Buffer>> {
  return ((await isLaid(laid)) ? null : await storage().read(laid.hash)) ?? readLaid(laid)
}
