// Keeps an open page up to date. The page is drawn on the server and its forms work without this file; here they are
// only sent in the background, and what changed is put in place while what a person has open or typed stays.

const app = document.getElementById('app')
const { as, channel } = document.body.dataset
/** What the server last sent for each part, so that a part which did not change is not touched. */
const sent = new WeakMap()

/** Keys from the outside in, so that what was unfolded can be unfolded again. */
function keyOf(details, root) {
  const keys = []
  for (let at = details; at !== null && at !== root; at = at.parentElement) {
    if (at.dataset.key !== undefined) keys.unshift(at.dataset.key)
  }
  return keys.join('/')
}

function keepWhatIsOpen(old, fresh) {
  const open = new Map([...old.querySelectorAll('details')].map((one) => [keyOf(one, old), one.open]))
  for (const one of fresh.querySelectorAll('details')) one.open = open.get(keyOf(one, fresh)) ?? one.open
  if (old.localName === 'details') fresh.open = old.open
  const typed = new Map([...old.querySelectorAll('textarea, input[type=text]')].map((one) => [fieldOf(one, old), one]))
  for (const one of fresh.querySelectorAll('textarea, input[type=text]')) {
    const before = typed.get(fieldOf(one, fresh))
    if (before !== undefined && before.value !== before.defaultValue) one.value = before.value
  }
}

function fieldOf(field, root) {
  return `${keyOf(field.closest('details') ?? field, root)} ${field.name}`
}

function replace(old, fresh) {
  const html = fresh.outerHTML
  if (sent.get(old) === html) return old
  const next = document.importNode(fresh, true)
  sent.set(next, html)
  keepWhatIsOpen(old, next)
  const at = document.activeElement
  const wasIn = old.contains(at)
  const field = wasIn && at.name ? fieldOf(at, old) : undefined
  old.replaceWith(next)
  if (wasIn) focusAgain(next, field)
  return next
}

/** The same field if it is still there, else the part itself, so that nobody is thrown back to the top. */
function focusAgain(next, field) {
  const same = [...next.querySelectorAll('textarea, input, select')].find((one) => fieldOf(one, next) === field)
  if (same === undefined) next.tabIndex = -1
  ;(same ?? next).focus({ preventScroll: true })
}

function put(fresh) {
  const scroll = document.getElementById('scroll')
  const atEnd = scroll !== null && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80
  for (const part of fresh.querySelectorAll('[data-part]')) {
    const old = document.getElementById(part.id)
    if (old !== null) replace(old, part)
  }
  for (const list of fresh.querySelectorAll('[data-list]')) {
    const old = document.getElementById(list.id)
    if (old !== null) putList(old, list)
  }
  if (atEnd && scroll !== null) scroll.scrollTop = scroll.scrollHeight
}

function putList(old, fresh) {
  const known = new Map([...old.children].map((child) => [child.id, child]))
  const wanted = new Set([...fresh.children].map((child) => child.id))
  for (const [id, child] of known) if (!wanted.has(id)) child.remove()
  let place = old.firstElementChild
  for (const child of [...fresh.children]) {
    const was = known.get(child.id)
    if (was === undefined) {
      const next = document.importNode(child, true)
      sent.set(next, child.outerHTML)
      old.insertBefore(next, place)
      continue
    }
    if (was !== place) old.insertBefore(was, place)
    place = replace(was, child).nextElementSibling
  }
}

function read(text) {
  return new DOMParser().parseFromString(text, 'text/html')
}

let told = ''
let asking
/** While a form is on its way, its answer is what is drawn next. */
let sending = false
/** One question at a time; what changes meanwhile is asked about once more. */
async function look() {
  if (sending) return
  if (asking !== undefined) {
    asking = 'again'
    return
  }
  asking = 'once'
  try {
    const answer = await fetch(`/practice/fragment?${new URLSearchParams({ channel, as, told })}`)
    const text = await answer.text()
    if (answer.ok && !sending) put(read(text))
  } catch {
    // The server is away. The event source comes back by itself, and then this does.
  }
  const again = asking === 'again'
  asking = undefined
  if (again) await look()
}

function tell(text) {
  const line = document.createElement('p')
  line.className = 'told'
  line.textContent = text
  document.getElementById('told').replaceChildren(line)
}

async function submit(form, event) {
  event.preventDefault()
  const button = event.submitter ?? form.querySelector('button')
  button.disabled = true
  sending = true
  const body = new URLSearchParams(new FormData(form))
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => undefined)
  sending = false
  button.disabled = false
  // Never sent a second time by itself: it may have arrived.
  if (answer === undefined) return tell('The server cannot be reached. Look again before you repeat this.')
  if (!answer.ok) return tell(await answer.text())
  told = new URL(answer.url).searchParams.get('told') ?? ''
  if (told === '') {
    form.reset()
    for (let at = form.closest('details'); at !== null; at = at.parentElement.closest('details')) at.open = false
  }
  const card = form.closest('.inbox article')
  put(read(await answer.text()))
  document.querySelector('#told .told')?.scrollIntoView({ block: 'nearest' })
  // What it has become is said at its top.
  if (card !== null && told === '') document.getElementById(card.id)?.scrollIntoView({ block: 'start' })
  await look()
}

for (const part of app.querySelectorAll('[data-part], [data-list] > *')) sent.set(part, part.outerHTML)
const scroll = document.getElementById('scroll')
if (scroll !== null) scroll.scrollTop = scroll.scrollHeight
app.addEventListener('submit', (event) => submit(event.target, event))
new EventSource(`/practice/events?${new URLSearchParams({ channel, as })}`).addEventListener('message', look)
