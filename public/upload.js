// A file on its way up: how much of it is there, and a way to stop. Without this file the form is a plain one.
document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event
  const shown = form.querySelector('[data-upload]')
  if (event.defaultPrevented || !shown) return
  event.preventDefault()
  const [bar, words, cancel] = shown.querySelectorAll('progress, span, button')
  const stopped = () => {
    form.removeAttribute('aria-busy')
    form.dataset.changed = ''
    shown.hidden = true
    submitter?.focus()
  }
  const lost = () => stopped() ?? document.dispatchEvent(new CustomEvent('htmx:error', { detail: { ctx: form } }))
  const answered = () => {
    const elsewhere = request.getResponseHeader('HX-Redirect') ?? (request.status < 400 && request.responseURL)
    if (elsewhere) return location.assign(elsewhere)
    const page = new DOMParser().parseFromString(request.responseText, 'text/html')
    const main = page.getElementById('contenu')
    if (!main) return lost()
    document.title = page.title
    document.getElementById('contenu').replaceWith(main)
    htmx.process(main)
    document.dispatchEvent(new Event('htmx:after:swap'))
  }
  const request = Object.assign(new XMLHttpRequest(), { onload: answered, onerror: lost, onabort: stopped })
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = Math.floor((100 * loaded) / total)
    words.textContent = loaded < total ? `${bar.value}\u202f%` : words.dataset.after
  }
  cancel.onclick = () => request.abort()
  shown.hidden = false
  request.open('POST', submitter?.getAttribute('formaction') ?? form.action)
  request.setRequestHeader('HX-Request', 'true')
  request.send(new FormData(form, submitter))
})
