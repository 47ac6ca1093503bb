// Comfort for those who have scripts: every page works without this file.
const announcements = document.getElementById('annonces')
const heard = new WeakMap()
let pressed = ''

document.addEventListener('htmx:before:swap', () => {
  pressed = document.activeElement?.textContent.trim()
})
document.addEventListener('htmx:after:swap', () => {
  announceChanges()
  if (!focusAsked() && document.activeElement === document.body) refocus()
})
document.addEventListener('htmx:error', ({ detail }) => {
  if (detail.ctx) announcements.append(document.getElementById('hors-ligne').content.cloneNode(true))
})
document.addEventListener('htmx:before:request', ({ detail }) => {
  announcements.querySelector('.toast.attention')?.remove()
  setBusy(detail.ctx.sourceElement, true)
})
document.addEventListener('htmx:finally:request', ({ detail }) => setBusy(detail.ctx.sourceElement, false))
document.addEventListener('submit', refuseSecondSubmit, { capture: true })
document.addEventListener('submit', (event) => {
  delete event.target.dataset.changed
  if (!event.defaultPrevented) setBusy(event.target, true)
})
document.addEventListener('input', ({ target }) => target.closest('form[data-guard]')?.setAttribute('data-changed', ''))
document.addEventListener('click', ({ target }) => {
  target.closest('[data-dismiss]')?.closest('.toast, .notice').remove()
  const menu = document.querySelector('.user-menu[open]')
  if (menu && !menu.contains(target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  const search = document.getElementById('recherche')
  if (search && (event.ctrlKey || event.metaKey) && event.key === 'k') {
    event.preventDefault()
    search.select()
  }
  if (event.key === 'Escape') closeMenus()
})
window.addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-changed]')) event.preventDefault()
})
window.addEventListener('pageshow', () => document.querySelectorAll('form[aria-busy]').forEach(setBusy))
// What the live stream says (hx-sse): how many notifications are unread, and that the figures on the page are old.
document.addEventListener('notification', ({ detail, target }) => target.replaceChildren(+detail.data || ''))
document.addEventListener('personnel', () => announcements.append(document.getElementById('chiffres')?.content ?? ''))
new MutationObserver((changes) => {
  for (const toast of changes.flatMap((change) => [...change.addedNodes])) expire(toast)
}).observe(announcements, { childList: true })
announceChanges('.notice')
focusAsked()

// Says aloud what changed since the last time; on arrival, only what `wanted` matches.
function announceChanges(wanted = '*') {
  for (const element of document.querySelectorAll('[data-announce]')) {
    const text = element.textContent.trim()
    if (heard.get(element) !== text && element.matches(wanted)) {
      const line = Object.assign(document.createElement('p'), { className: 'sr-only', textContent: text })
      setTimeout(() => announcements.append(line), 100)
    }
    heard.set(element, text)
  }
}

function focusAsked() {
  const wanted = document.querySelector('[data-focus]')
  wanted?.removeAttribute('data-focus')
  wanted?.focus()
  return wanted
}

// The link that was pressed is gone with the swap: its namesake takes over, else the content.
function refocus() {
  const main = document.getElementById('contenu')
  const namesake = [...main.querySelectorAll('a, button')].find((element) => element.textContent.trim() === pressed)
  ;(namesake ?? main).focus({ preventScroll: true })
}

function setBusy(form, busy) {
  if (busy !== true) form.removeAttribute('aria-busy')
  else if (form.getAttribute('method') === 'post') form.setAttribute('aria-busy', 'true')
}

function refuseSecondSubmit(event) {
  if (!event.target.hasAttribute('aria-busy')) return
  event.preventDefault()
  event.stopImmediatePropagation()
}

// Good news leaves by itself, unless it is being read; what needs attention stays until it is dismissed.
function expire(toast) {
  if (!toast.matches?.('.toast.good, .sr-only')) return
  setTimeout(() => (toast.matches(':hover, :focus-within') ? expire(toast) : toast.remove()), 7000)
}

function closeMenus() {
  document.querySelector('.user-menu[open] summary')?.focus()
  document.querySelector('.user-menu[open]')?.removeAttribute('open')
  if (location.hash === '#navigation') location.replace('#contenu')
}
