import { storage } from '../storage/storage'
import { forgetOld } from './queries'

/** The contents and lines of imports that are a day old; what they came to stays. */
export async function deleteOldImports(): Promise<number> {
  const files = await forgetOld()
  for (const file of files) await storage().remove(file)
  return files.length
}
