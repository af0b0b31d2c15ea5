// What a flood of one agent costs another: five hundred drafts at once, and beside them somebody who submits at a modest
// pace, in the calm and in the flood by turns. Measured where it is worst: with no rate and no cap, so that all five
// hundred are taken and only the turns at the door stand between the two. Then once with the limits as they come, where
// most of the flood is told to wait. In either, whatever was taken is there afterwards.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { tokensFile } from '../adapters/practice/seed.ts'
import { openCaller } from './caller.ts'
import { failures, report, say, together } from './figure.ts'
import { median, pair, perSecond } from './pair.ts'
import { server } from './server-of.ts'

const flood = 500
const paceMs = 30
/** So many in the calm; in the flood as many as go on while it does, and no more than its own limits allow. */
const calmly = 30
const mostInFlood = 60

const seats = z.array(z.object({ user: z.string(), secret: z.string() }))
const listed = z.object({ drafts: z.array(z.object({ id: z.string() })) })

export async function underFlood(folder: string): Promise<void> {
  const worst = await openScene('gate', join(folder, 'flood'))
  say(`\na flood of ${flood} drafts by one agent, and another that submits every ${paceMs} ms`)
  await worst.inTheFlood()
  report(
    await pair(
      // Slowed by less than half: a p50 under 1.5 times that of the calm.
      { name: 'submit in the flood / in the calm, by p50', limit: 0.667, floor: 0.5, unit: 'drafts/s by one caller' },
      async () => 1000 / (await worst.inTheCalm()),
      async () => 1000 / (await worst.inTheFlood()),
    ),
  )
  await worst.end('with no limits')
  const usual = await openScene('limited', join(folder, 'flood-limited'))
  const [calm, flooded] = [await usual.inTheCalm(), await usual.inTheFlood()]
  say(`with the limits as they come: p50 ${calm.toFixed(1)} ms in the calm, ${flooded.toFixed(1)} ms in the flood`)
  await usual.end('with the limits as they come')
}

async function openScene(kind: 'gate' | 'limited', home: string) {
  const gate = await server(kind, home)
  const held = seats.parse(JSON.parse(await readFile(join(home, 'data', tokensFile), 'utf8')))
  const partyOf = (user: string) => {
    const token = held.find((seat) => seat.user === user)?.secret ?? ''
    const taken = new Set<string>()
    const refused: string[] = []
    const caller = openCaller(token, user)
    const submit = async () => {
      const answer = await caller.tryAt(gate.url)
      if ('taken' in answer) taken.add(answer.taken)
      else refused.push(answer.refused)
    }
    const list = async (query: string) => {
      const headers = { authorization: `Bearer ${token}` }
      const ask = () => fetch(`${gate.url}/v1/drafts?${query}`, { headers })
      let response = await ask()
      // Whoever flooded has used up its rate for reading, too.
      for (; response.status === 429; response = await ask())
        await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('retry-after')) * 1000))
      return listed.parse(await response.json()).drafts.map(({ id }) => id)
    }
    return { taken, refused, submit, list, end: () => caller.end() }
  }
  const [flooder, other] = [partyOf('clara'), partyOf('yours')]

  /** The middle of how long each took from its own moment on, however long the one before it takes. */
  async function paced(goesOn: (begun: number) => boolean): Promise<number> {
    const took: number[] = []
    const underWay: Promise<void>[] = []
    for (let begun = 0; goesOn(begun); begun++) {
      const at = performance.now()
      underWay.push(other.submit().then(() => void took.push(performance.now() - at)))
      await new Promise((resolve) => setTimeout(resolve, paceMs))
    }
    await Promise.all(underWay)
    return median(took)
  }
  /** Nothing is left to read, so that the next measure does not stand beside it. */
  async function quiet(): Promise<void> {
    for (const party of [flooder, other])
      while ((await party.list('state=received&limit=1')).length > 0)
        await new Promise((resolve) => setTimeout(resolve, 50))
  }
  async function lost(party: typeof flooder): Promise<number> {
    const there = new Set<string>()
    for (let last = ''; ; ) {
      const page = await party.list(`limit=100${last === '' ? '' : `&before=${last}`}`)
      for (const id of page) there.add(id)
      last = page.at(-1) ?? ''
      if (last === '') break
    }
    return [...party.taken].filter((id) => !there.has(id)).length
  }

  return {
    async inTheCalm(): Promise<number> {
      const middle = await paced((begun) => begun < calmly)
      await quiet()
      return middle
    },
    async inTheFlood(): Promise<number> {
      let over = false
      const flooding = perSecond(flood, together, flooder.submit).finally(() => {
        over = true
      })
      const middle = await paced((begun) => !over && begun < mostInFlood)
      await flooding
      await quiet()
      return middle
    },
    async end(how: string): Promise<void> {
      const gone = (await lost(flooder)) + (await lost(other))
      const codes = [...new Set(flooder.refused)]
      const told = codes.map((code) => `${flooder.refused.filter((one) => one === code).length} × ${code}`)
      const refused = told.length === 0 ? 'none refused' : `refused ${told.join(', ')}`
      say(
        `${how}: the flood had ${flooder.taken.size} taken, ${refused}; the other ${other.taken.size} taken, ${other.refused.length} refused; lost ${gone}`,
      )
      if (gone > 0) failures.push(`drafts lost in a flood, ${how}`)
      if (other.refused.length > 0) failures.push(`another agent refused in a flood, ${how}`)
      for (const party of [flooder, other]) party.end()
      gate.end()
    },
  }
}
