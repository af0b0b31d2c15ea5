// Modals and the Home tab: opened only with a fresh trigger that works once, stacked three deep, changed under a hash.
// What the person does with them is in person.ts.

import { z } from 'zod'
import { refusedBlocks, said, wrongBlocks } from './blocks.ts'
import { isList, isThing, nested, type Thing, word } from './form.ts'
import { type Call, isRefused, type Methods, type Refused, refuse } from './method.ts'
import { nextId, type Town, type View } from './town.ts'

const triggerMs = 3000
const deepest = 3
const largest = 250_000

export const viewMethods: Methods = {
  'views.open': { needs: [], does: open },
  'views.push': { needs: [], does: push },
  'views.update': { needs: [], does: update },
  'views.publish': { needs: [], does: publish },
}

const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.boolean().optional() })
const both = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
}
const shapes = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...both,
  }),
  z.strictObject({ type: z.literal('home'), ...both }),
])

/** What is wrong with a view, in Slack's sentences; nothing when it is taken. */
export function wrongView(view: Thing, kind: 'modal' | 'home'): string[] {
  if (view.type !== kind) return [`unsupported type: ${word(view, 'type')} [json-pointer:/view/type]`]
  const read = shapes.safeParse(view)
  const wrong = read.success ? [] : read.error.issues.map((issue) => said(issue, '/view', view))
  const blocks = isList(view.blocks) ? view.blocks : []
  wrong.push(...wrongBlocks(blocks, kind, '/view/blocks'))
  const asks = blocks.some((one) => isThing(one) && one.type === 'input')
  if (kind === 'modal' && asks && view.submit === undefined)
    wrong.push('missing required field: submit [json-pointer:/view/submit]')
  return wrong
}

export function top(town: Town, user: string, appId: string): View | undefined {
  return town.views.findLast(
    (one) => one.user === user && one.appId === appId && !one.closed && one.view.type === 'modal',
  )
}

/** A view takes its place before a person. */
export function place(town: Town, from: Omit<View, 'id' | 'hash' | 'closed' | 'rootId'>, rootId?: string): View {
  const id = nextId(town, 'V')
  const placed: View = { ...from, id, hash: nextHash(town), closed: false, rootId: rootId ?? id }
  town.views.push(placed)
  return placed
}

export function redraw(town: Town, view: View, drawing: Thing): void {
  view.view = drawing
  view.hash = nextHash(town)
}

export function drawn(view: View): Thing {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    submit: null,
    close: null,
    ...view.view,
    id: view.id,
    team_id: view.team,
    state: { values: {} },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: view.appId,
    bot_id: view.botId,
  }
}

function open(call: Call): Thing {
  const user = exchange(call)
  if (typeof user !== 'string') return user
  const view = viewOf(call, 'modal')
  if (isRefused(view)) return view
  // Opening anew closes what this app had open before this person.
  for (const one of call.town.views)
    if (one.user === user && one.appId === call.by.app.id && one.view.type === 'modal') one.closed = true
  return answer(place(call.town, { ...origin(call, user), view: view.view }))
}

function push(call: Call): Thing {
  const user = exchange(call)
  if (typeof user !== 'string') return user
  const view = viewOf(call, 'modal')
  if (isRefused(view)) return view
  const below = top(call.town, user, call.by.app.id)
  if (below === undefined) return refuse('not_found')
  const deep = call.town.views.filter((one) => one.rootId === below.rootId && !one.closed).length
  if (deep >= deepest) return refuse('push_limit_reached')
  return answer(place(call.town, { ...origin(call, user), view: view.view, previousId: below.id }, below.rootId))
}

function update(call: Call): Thing {
  const { town, by, values } = call
  const view = viewOf(call, 'modal', word(values, 'view_id'))
  if (isRefused(view)) return view
  const external = word(values, 'external_id')
  const found = town.views.find(
    (one) =>
      one.appId === by.app.id &&
      one.team === by.team &&
      !one.closed &&
      (one.id === word(values, 'view_id') || (external !== '' && one.view.external_id === external)),
  )
  if (found === undefined) return refuse('not_found')
  if (word(values, 'hash') !== '' && word(values, 'hash') !== found.hash) return refuse('hash_conflict')
  redraw(town, found, view.view)
  return answer(found)
}

function publish(call: Call): Thing {
  const { town, by, values } = call
  const user = town.users.get(word(values, 'user_id'))
  const view = viewOf(call, 'home')
  if (isRefused(view)) return view
  if (user === undefined || user.team !== by.team) return refuse('user_not_found')
  const found = town.views.find((one) => one.user === user.id && one.appId === by.app.id && one.view.type === 'home')
  if (found === undefined) return answer(place(town, { ...origin(call, user.id), view: view.view }))
  if (word(values, 'hash') !== '' && word(values, 'hash') !== found.hash) return refuse('hash_conflict')
  redraw(town, found, view.view)
  return answer(found)
}

/** A trigger buys one modal, from the app it was given to, within three seconds. */
function exchange({ town, by, values }: Call): string | Refused {
  const trigger = town.triggers.get(word(values, 'trigger_id'))
  if (trigger === undefined || trigger.appId !== by.app.id || trigger.team !== by.team)
    return refuse('invalid_trigger_id')
  if (trigger.used) return refuse('exchanged_trigger_id')
  if (town.now() - trigger.at > triggerMs) return refuse('expired_trigger_id')
  trigger.used = true
  return trigger.user
}

function viewOf({ town, by, values }: Call, kind: 'modal' | 'home', own = ''): { readonly view: Thing } | Refused {
  const view = nested(values, 'view')
  if (!isThing(view)) return refuse('invalid_arguments')
  const wrong = wrongView(view, kind)
  if (wrong.length > 0) return refusedBlocks('invalid_arguments', wrong)
  if (JSON.stringify(view).length > largest) return refuse('view_too_large')
  const external = word(view, 'external_id')
  const taken = town.views.some(
    (one) =>
      external !== '' && one.team === by.team && one.view.external_id === external && one.id !== own && !one.closed,
  )
  return taken ? refuse('duplicate_external_id') : { view }
}

function origin({ by }: Call, user: string) {
  return { team: by.team, user, appId: by.app.id, botId: by.botId }
}

function answer(view: View): Thing {
  return { ok: true, view: drawn(view) }
}

function nextHash(town: Town): string {
  return `${Math.floor(town.now() / 1000)}.${nextId(town, 'h')}`
}
