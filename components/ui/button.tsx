import type { PropsWithChildren } from 'hono/jsx'
import type { Attributes } from './attributes'
import { Icon, type IconName } from './icon'

type Look = { kind?: 'primary' | 'quiet' | 'danger'; icon?: IconName } & Attributes

export type ButtonProps = PropsWithChildren<
  Look & {
    type?: 'submit' | 'button'
    name?: string
    value?: string
    form?: string
    formaction?: string
    formmethod?: 'get' | 'post'
    /** In another tab: what is written in this one stays. */
    formtarget?: '_blank'
    formnovalidate?: boolean
    autofocus?: boolean
  }
>

export function Button({ kind = 'quiet', icon, type = 'submit', children, ...attributes }: ButtonProps) {
  return (
    <button class={`button ${kind}`} type={type} {...attributes}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

export type LinkButtonProps = PropsWithChildren<Look & { href: string; download?: boolean; autofocus?: boolean }>

export function LinkButton({ kind = 'quiet', icon, children, ...attributes }: LinkButtonProps) {
  return (
    <a class={`button ${kind}`} {...attributes}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}
