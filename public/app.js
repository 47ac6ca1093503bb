// Comfort for those who have scripts: every page works without this file.
const announcements = document.getElementById('annonces')
const heard = new WeakMap()
const search = document.getElementById('recherche')
const palette = document.getElementById('palette')
let pressed = {}

// between its beginning and its end a swap takes its time, in which one goes on
for (const moment of ['htmx:before:swap', 'focusin']) document.addEventListener(moment, notePressed)
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
  if (!event.defaultPrevented && !event.submitter?.formTarget) setBusy(event.target, true)
})
search?.addEventListener('input', () => palette.removeAttribute('hidden'))
document.addEventListener('input', ({ target }) => target.closest('form[data-guard]')?.setAttribute('data-changed', ''))
document.addEventListener('click', ({ target }) => {
  target.closest('[data-dismiss]')?.closest('.toast, .notice').remove()
  const menu = document.querySelector('.user-menu[open]')
  if (menu && !menu.contains(target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  if (search && (event.ctrlKey || event.metaKey) && event.key === 'k') {
    event.preventDefault()
    palette.hidden = false
    search.select()
  } else if (search?.form.contains(event.target)) walkPalette(event)
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

function notePressed() {
  const active = document.activeElement
  pressed = { name: active?.textContent.trim(), found: palette?.contains(active) }
}

// The link that was pressed is gone with the swap: its namesake takes over, else the content, or the search whose results it left:
// these show only while the focus is among them or in the box.
function refocus() {
  const place = pressed.found ? palette : document.getElementById('contenu')
  const links = [...place.querySelectorAll('a, button')]
  const namesake = links.find((element) => element.textContent.trim() === pressed.name)
  ;(pressed.found ? search : place).focus({ preventScroll: true })
  namesake?.focus({ preventScroll: true })
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

// Arrows walk the links below the search box, Escape folds them, and what is typed on one of them goes to the box.
function walkPalette(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const stops = [search, ...palette.querySelectorAll('a')]
  if (event.key === 'Escape' && !palette.hidden && stops[1]) search.focus()
  else if (!step || !stops[1]) {
    if (event.key.length === 1 && palette.contains(event.target) && !event.ctrlKey && !event.metaKey) search.focus()
    return
  }
  event.preventDefault()
  palette.hidden = !step
  if (step) stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus()
}

function closeMenus() {
  document.querySelector('.user-menu[open] summary')?.focus()
  document.querySelector('.user-menu[open]')?.removeAttribute('open')
  if (location.hash === '#navigation') location.replace('#contenu')
}
