import type { PropsWithChildren } from 'hono/jsx'

export const fileLost = 'Le fichier choisi tout à l’heure n’est plus gardé\u202f: choisissez-le de nouveau. '
export const fileReplaced = 'Choisissez un fichier pour remplacer celui qui est gardé. '

type Props = PropsWithChildren<{ id: string; name: string; goes: string }>

/** In a form that was refused. A browser never fills a file in again: the site has it still. */
export function KeptFile({ id, name, goes, children }: Props) {
  return (
    <>
      <input type="hidden" name="kept" value={id} />
      <p>
        Votre fichier <strong>{name}</strong> est gardé une demi-heure&#8239;: {goes}, sans être choisi de nouveau.
      </p>
      {children}
    </>
  )
}
