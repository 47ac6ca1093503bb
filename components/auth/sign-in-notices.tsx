import { organisation } from '../../src/lib/organisation'
import { Notice } from '../ui/notice'

/** What the administrators have to say to whoever comes in. */
export function SignInNotices() {
  const { closed, signInNotice } = organisation()
  return (
    <>
      {closed !== null && (
        <Notice tone="attention" title="Site en maintenance">
          {closed} Seuls les administrateurs peuvent entrer en ce moment.
        </Notice>
      )}
      {signInNotice && <Notice>{signInNotice}</Notice>}
    </>
  )
}
