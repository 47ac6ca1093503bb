/** Whom a letter is for; an address may be long, so it has its own line. */
export function Recipient({ name, email }: { name: string; email: string }) {
  return (
    <>
      {name}
      <small>{email}</small>
    </>
  )
}
