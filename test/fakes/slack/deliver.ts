// Brings what happened to an app, by socket or by signed request. An event that is not heard in time comes again, at
// Slack's own pace or the one a test gives; a click or a command comes once.

import type { Json } from '../../../src/json.ts'
import type { Faults } from './fault.ts'
import { type Attempt, type Deadline, type Parcel, type SignedRequest, send, signedRequest } from './signed.ts'
import type { Sockets } from './socket.ts'
import type { App } from './town.ts'

export type Pace = {
  /** How long an app has to answer. */
  readonly answerMs: number
  /** How long to wait before each further attempt of an event. */
  readonly retryMs: readonly number[]
  /** Or: when an app has had its time, as the test says it. */
  readonly timeUp?: () => Promise<void>
}
export const slacksPace: Pace = { answerMs: 3000, retryMs: [0, 60_000, 300_000] }

export type Delivery = {
  readonly app: string
  readonly name: string
  readonly tries: number
  readonly heard: boolean
  /** What the app said with its acknowledgement. */
  readonly answer?: Json
}

export type Post = {
  deliver(app: App, parcel: Parcel): Promise<Delivery>
  /** Every signed request as it went out, for those who want to send one again. */
  readonly sent: SignedRequest[]
  readonly delivered: Delivery[]
  /** Everything that was to be brought to an app, in order. */
  readonly parcels: { readonly app: App; readonly parcel: Parcel }[]
  /** When everything that is on its way has arrived or was given up. */
  settled(): Promise<void>
}

export function openPost(
  now: () => number,
  pace: Pace,
  faults: Faults,
  sockets: Sockets,
  wait: (ms: number) => Promise<void>,
  stir: () => void,
): Post {
  const underWay = new Set<Promise<Delivery>>()
  const attempt = async (app: App, parcel: Parcel, num: number, why: string): Promise<Attempt> => {
    const fault = faults.next(parcel.name)
    const retry = num === 0 ? undefined : { num, why }
    if (fault?.fault === 'delay') await wait(fault.ms ?? 0)
    if (app.socketMode) return sockets.send(app.id, parcel, fault, retry, deadlineOf(pace))
    const request = signedRequest(app, parcel, now(), retry)
    post.sent.push(request)
    return send(request, fault, deadlineOf(pace))
  }
  const deliver = async (app: App, parcel: Parcel): Promise<Delivery> => {
    const waits = parcel.kind === 'event' ? pace.retryMs : []
    let tries = 0
    let why = ''
    for (const before of [0, ...waits]) {
      if (before > 0) await wait(before)
      const result = await attempt(app, parcel, tries, why)
      tries += 1
      if (result.heard) {
        const { answer } = result
        return { app: app.id, name: parcel.name, tries, heard: true, ...(answer === undefined ? {} : { answer }) }
      }
      if (result.isFinal) break
      why = result.why
    }
    return { app: app.id, name: parcel.name, tries, heard: false }
  }
  const post: Post = {
    sent: [],
    delivered: [],
    parcels: [],
    async deliver(app, parcel) {
      post.parcels.push({ app, parcel })
      const going = deliver(app, parcel)
      underWay.add(going)
      try {
        const delivery = await going
        post.delivered.push(delivery)
        return delivery
      } finally {
        underWay.delete(going)
        stir()
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
  return post
}

function deadlineOf({ answerMs, timeUp }: Pace): Deadline {
  if (timeUp !== undefined) return { up: timeUp(), cancel: () => undefined }
  let timer: NodeJS.Timeout | undefined
  const up = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, answerMs)
  })
  return { up, cancel: () => clearTimeout(timer) }
}
