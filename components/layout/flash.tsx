import type { Tone } from '../ui/attributes'
import { Notice } from '../ui/notice'

export type Flash = { message: string; tone?: Tone }

/** What came of the act before, above the content of the page that follows it. */
export function FlashNotice({ flash }: { flash: Flash | undefined }) {
  return flash ? (
    <Notice tone={flash.tone ?? 'good'} announced>
      {flash.message}
    </Notice>
  ) : null
}
