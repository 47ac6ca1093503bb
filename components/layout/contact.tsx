import { organisation } from '../../src/lib/organisation'

/** Whom to turn to, when the administrators have said. */
export function Contact({ before = '' }: { before?: string }) {
  const { email, phone } = organisation()
  if (!email && !phone) return null
  return (
    <>
      {before}
      {email && <a href={`mailto:${email}`}>{email}</a>}
      {email && phone && ' ou '}
      {phone && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone.replace(/ /g, '\u00a0')}</a>}
    </>
  )
}

/** Below what did not go as it should. */
export function HelpContact() {
  if (!hasContact()) return null
  return (
    <p>
      <Contact before={'Besoin d’aide\u202f? '} />
    </p>
  )
}

export function hasContact(): boolean {
  const { email, phone } = organisation()
  return Boolean(email || phone)
}
