import { path } from '../../src/lib/paths'

/** The way to one's notifications, and with scripts how many are unread: said by the live stream, so no page waits for it. */
export function Bell() {
  // an answer that is no stream (too many of them, nobody signed in any more) is not for this place
  const live = {
    'hx-sse:connect': path('/live'),
    'hx-sse:close': 'over',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  }
  return (
    <a class="bell" href={path('/notifications')}>
      <svg class="icon" viewBox="0 0 20 20" width="20" height="20" role="img" aria-label="Notifications à lire">
        <path d="M5.25 14V8.75a4.75 4.75 0 0 1 9.5 0V14l1.5 1.5H3.75zM8.25 17.5h3.5" />
      </svg>
      <span id="non-lues" class="badge attention" {...live} />
    </a>
  )
}
