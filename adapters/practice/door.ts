// The routes of the practice chat. A click is read, taken to the house as the person it says it is, and answered by the
// page; what was refused comes back as one private line. That anybody may be anybody here is the point of practice, and
// why nothing of it reaches another platform.

import { readFile } from 'node:fs/promises'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import type { Invocation } from '../../src/agent/invocation.ts'
import { ask } from '../../src/gateway/ask.ts'
import { askForGrantAs, confirmAgent } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { setPlaceRule } from '../../src/gateway/place-rule.ts'
import { confirmRunAs } from '../../src/gateway/registering.ts'
import { resume, stop } from '../../src/gateway/stopping.ts'
import { isRefusal, type Refusal, spokenRefusal } from '../../src/refusal.ts'
import { lookThrough } from '../../src/screening/typed.ts'
import { minute } from '../../src/time.ts'
import { awayByWord, awayWord } from './away-word.ts'
import { accountOf, destinationOf } from './cast.ts'
import { claimByWord, claimWord } from './claim-word.ts'
import {
  acting,
  confirming,
  draftClick,
  grantAsking,
  grantClick,
  type Looking,
  looking,
  postClick,
  resuming,
  ruling,
  saying,
  stopping,
} from './click.ts'
import { clickDraft, clickGrant, clickPost } from './deciding.ts'
import { liveEvents } from './live.ts'
import { drawFragment, drawPage, type PageOf } from './page.ts'
import type { Room } from './room.ts'
import { safeHeaders, strange } from './same-site.ts'
import type { SampleAgents } from './sample-agents.ts'
import { scopeOf } from './stop-control.ts'
import { isStopWord, stopByWord } from './stop-word.ts'
import { type Opened, readsIt } from './stream.ts'
import { style } from './style.ts'

export type PracticeOf = {
  readonly house: House
  readonly room: Room
  readonly agents: SampleAgents
  /** Names of this machine beside the loopback ones. */
  readonly allowedHosts: readonly string[]
  /** Resolves when the process is about to end: open pages are let go. Without it, when the room closes. */
  readonly closing?: Promise<void> | undefined
}

const bodyBytes = 64 * 1024

/** Answers whole paths, `/practice` and below. */
export function practiceDoor({ house, room, agents, allowedHosts, closing = room.closed }: PracticeOf): {
  fetch(request: Request): Promise<Response>
} {
  const app = new Hono().basePath('/practice')
  const opened = rememberOpened()
  const { seats } = agents
  let asked: Invocation | undefined

  app.use(async (c, next) => {
    const why = strange(c.req.raw, allowedHosts)
    if (why !== undefined) return c.text(why, 403)
    await next()
    for (const [name, value] of Object.entries(safeHeaders)) c.res.headers.set(name, value)
    return undefined
  })
  app.use(bodyLimit({ maxSize: bodyBytes, onError: (c) => c.text('That is more than 64 KiB.', 413) }))

  const of = (c: Context): PageOf => ({
    house,
    room,
    seats,
    opened,
    own: { origin: new URL(c.req.url).origin, asked },
  })
  app.get('/', async (c) => c.html(await drawPage(of(c), looking.parse(c.req.query()))))
  app.get('/fragment', async (c) => c.html(await drawFragment(of(c), looking.parse(c.req.query()))))
  app.get('/events', (c) => liveEvents(room, c.req.raw.signal, closing))
  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/browser.js', async (c) => {
    const script = await readFile(new URL('./browser.js', import.meta.url), 'utf8')
    return c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' })
  })

  /** Takes a form to the house; a refusal is told to the one who clicked, and to nobody else. */
  const takes = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    take: (click: z.infer<Schema>, at: Looking) => Promise<Refusal | string | undefined>,
  ) =>
    app.post(path, async (c) => {
      const body = await c.req.parseBody({ all: true })
      const who = acting.safeParse(body)
      if (!who.success) return c.text('That is nobody of the practice chat, or no channel of it.', 400)
      const at = who.data
      const click = schema.safeParse(body)
      const line = click.success ? spokenIf(await take(click.data, at)) : spokenWrong(click.error)
      const told = line === undefined ? '' : `&told=${await room.note(at.channel, at.as, line)}`
      // Stops and posts change what other pages draw as well.
      room.nudge()
      return c.redirect(`/practice?channel=${at.channel}&as=${at.as}${told}`, 303)
    })

  takes('/say', saying, async ({ to, text }, { as, channel }) => {
    if (!readsIt({ as, channel })) return { refused: 'not-here' }
    const code = claimWord(text)
    if (code !== undefined) return claimByWord(house, as, code)
    const away = awayWord(text)
    if (away !== undefined) return awayByWord(house, { as, channel }, away)
    const seat = seats.find((one) => one.agent === to)
    const destination = destinationOf(channel)
    // The room is a file of ours, and agents read the thread from it.
    await room.say(channel, as, lookThrough(text).text, seat?.user)
    if (seat === undefined) return undefined
    if (isStopWord(text)) return refusalOf(await stopByWord(house, accountOf(as), seat.agent, destination))
    const asking = await ask(house, accountOf(as), seat.agent, destination, text)
    if (isRefusal(asking)) return asking
    if (seat.user === 'yours') {
      asked = asking.invocation
      await room.note(
        channel,
        as,
        `Your own agent was asked, as ${asked.id}. “Be the agent” has the command that answers.`,
      )
    }
    agents.hear(asking)
    return undefined
  })
  takes('/draft', draftClick, async (click, { as }) => {
    const done = await clickDraft(house, accountOf(as), click)
    if (click.do === 'revise') agents.look()
    return refusalOf(done)
  })
  takes('/post', postClick, async (click, { as }) => {
    const done = await clickPost(house, accountOf(as), click)
    if (isRefusal(done)) return done
    if ('revealed' in done && click.do === 'reveal') opened.keep(as, click.post, click.step, done.revealed)
    return undefined
  })
  takes('/stop', stopping, async ({ whom, where, reason }, { as, channel }) => {
    return refusalOf(await stop(house, accountOf(as), destinationOf(channel), scopeOf(whom, where, channel), reason))
  })
  takes('/resume', resuming, async (click, { as, channel }) => {
    return refusalOf(await resume(house, accountOf(as), destinationOf(channel), click.stop))
  })

  takes('/rule', ruling, async ({ version, ...typed }, { as, channel }) => {
    const set = await setPlaceRule(house, accountOf(as), destinationOf(channel), typed, version)
    if ('wrong' in set) return `Nothing changed: ${set.wrong.join('; ')}.`
    return isRefusal(set) ? set : `The rules are at version ${set.version} now.`
  })
  takes('/grant', grantClick, async (click, { as }) => refusalOf(await clickGrant(house, accountOf(as), click)))
  takes('/grant/ask', grantAsking, async ({ agent, minutes }, { as, channel }) => {
    const request = { place: destinationOf(channel), lastsMs: minutes * minute, why: '' }
    return refusalOf(await askForGrantAs(house, accountOf(as), agent, request))
  })
  takes('/grant/confirm', confirming, async ({ agent }, { as, channel }) => {
    const done = await confirmAgent(house, accountOf(as), agent, destinationOf(channel))
    return isRefusal(done) ? done : undefined
  })

  takes('/agent/confirm', confirming, async ({ agent }, { as, channel }) =>
    refusalOf(await confirmRunAs(house, accountOf(as), agent, destinationOf(channel))),
  )

  app.onError((cause, c) => {
    house.log.fault('answering in the practice chat', cause, { path: c.req.path })
    return c.text('Something failed here. Nothing was published that nobody approved.', 500)
  })
  return { fetch: async (request) => app.fetch(request) }
}

const mostOpened = 200

function rememberOpened(): Opened {
  const kept = new Map<string, Parameters<Opened['keep']>[3]>()
  const key = (user: string, post: string, step: string) => `${user}/${post}/${step}`
  return {
    get: (user, post, step) => kept.get(key(user, post, step)),
    keep(user, post, step, revealed) {
      kept.set(key(user, post, step), revealed)
      const [oldest] = kept.keys()
      if (kept.size > mostOpened && oldest !== undefined) kept.delete(oldest)
    },
  }
}

function refusalOf(done: object): Refusal | undefined {
  return isRefusal(done) ? done : undefined
}

function spokenIf(told: Refusal | string | undefined): string | undefined {
  return told === undefined || typeof told === 'string' ? told : spokenRefusal(told)
}

function spokenWrong(error: z.ZodError): string {
  const fields = error.issues.map((issue) => issue.path.join('.') || 'the form')
  return `Nothing changed: please look at ${[...new Set(fields)].join(', ')} again.`
}
