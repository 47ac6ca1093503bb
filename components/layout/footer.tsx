import { organisation } from '../../src/lib/organisation'
import { Contact, hasContact } from './contact'

/** Whose site this is, and whom to turn to. */
export function Footer() {
  return (
    <footer class="foot">
      <span>{organisation().name}</span>
      {hasContact() && (
        <span>
          <Contact before={'Contact\u202f: '} />
        </span>
      )}
    </footer>
  )
}
