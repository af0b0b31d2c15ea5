// An agent that comes with another model or prompt is another agent under an old name: it is in shadow, in the same save as
// the draft that showed it, until its owner or an admin answers for it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import type { House } from '../src/gateway/house.ts'
import { submit } from '../src/gateway/intake.ts'
import { issueToken } from '../src/gateway/issuing.ts'
import { addAgent, assessAgent, confirmRun, confirmRunAs, type Issued } from '../src/gateway/registering.ts'
import { type DraftId, draftId, sure } from '../src/id.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { known } from './admin-person.ts'
import { type Gate, openTestGate } from './gate.ts'

let gate: Gate
let house: House
let owner: string
beforeAll(async () => {
  gate = await openTestGate()
  const inside = gate.listening.open.house
  const channel = inside.channels.get('practice')
  if (channel === undefined) throw new Error('practice is off')
  // Where live tokens reach; nothing is delivered there in these tests.
  house = { ...inside, channels: new Map([...inside.channels, ['slack', { ...channel, platform: 'slack' }]]) }
  owner = await known(inside, 'UOWNER')
  await known(inside, 'UROOT', ['admin'])
})
afterAll(() => gate[Symbol.asyncDispose]())

function ok<T extends object>(done: T | Refusal): T {
  if (isRefusal(done)) throw new Error(`refused: ${done.refused}`)
  return done
}

async function liveAgent(name: string): Promise<Issued> {
  ok(await addAgent(house, name, owner))
  const said = { risk: 'low', words: 'Reads the runbook.', lastsMs: 1e9 } as const
  ok(await assessAgent(house, name, 'slack/T1/UROOT', said))
  return ok(await issueToken(house, name, { sort: 'live', scopes: ['slack/*'] }))
}

let key = 0
async function submits({ secret, agent }: Issued, run: object) {
  const receipt = ok(
    await submit(
      house,
      secret,
      {
        destination: { platform: 'slack', workspace: 'T1', channel: 'C1' },
        intent: { intent: 'post' },
        content: { text: 'Staging deploys run at 09:00.', tags: [] },
        disclosure: { assumptions: [], sources: [], affects: [], steps: [] },
        run,
      },
      `run-${key++}`,
    ),
  )
  const id: DraftId = sure(draftId, receipt.draft.id)
  const { seen } = await house.record.look({ draft: { kind: 'draft', id }, agent: { kind: 'agent', id: agent.id } })
  return { shadowed: seen.draft?.is.shadowAgent, state: seen.agent?.is.state, version: seen.agent?.version }
}

const first = { model: 'm-1', promptHash: 'p-1' }

describe('an agent that is live', () => {
  test('keeps its state with the run it began with, and nothing is written for it', async () => {
    const agent = await liveAgent('Same Sam')
    const { version, ...began } = await submits(agent, first)
    expect(began).toEqual({ shadowed: false, state: 'live' })
    expect(await submits(agent, { ...first, id: 'another run', trace: 'https://t.example/1' })).toEqual({
      shadowed: false,
      state: 'live',
      version,
    })
  })

  test.each([
    ['another model', { ...first, model: 'm-2' }],
    ['another prompt', { ...first, promptHash: 'p-2' }],
    ['none named any more', {}],
  ])('is put in shadow by %s, that very draft included, until its owner answers for it', async (what, run) => {
    const agent = await liveAgent(`New ${what}`)
    await submits(agent, first)
    expect(await submits(agent, run)).toMatchObject({ shadowed: true, state: 'shadow' })
    // The old one again does not bring it back by itself.
    expect(await submits(agent, first)).toMatchObject({ shadowed: true, state: 'shadow' })
    expect(await confirmRunAs(house, accountOf('ada'), agent.agent.id, destinationOf('random'))).toEqual({
      refused: 'not-yours',
    })
    expect(ok(await confirmRun(house, agent.agent.id, owner)).state).toBe('live')
    expect(await submits(agent, run)).toMatchObject({ shadowed: false, state: 'live' })
    expect(await submits(agent, first)).toMatchObject({ shadowed: false, state: 'live' })
    const entries = await house.record.entries({ stream: agent.agent.id, limit: 50 })
    const [confirmed] = entries.filter(({ leaf }) => leaf.includes('run-confirmed'))
    expect(confirmed?.leaf).toContain(`"by":"${owner}"`)
  })

  test('is confirmed by an admin’s own click in practice, where its state is shown', async () => {
    const agent = await liveAgent('Clicked Cleo')
    await submits(agent, first)
    await submits(agent, { ...first, model: 'm-3' })
    const page = `${gate.url}/practice?channel=random&as=sec`
    expect(await (await fetch(page)).text()).toMatch(/Clicked Cleo is in shadow: .*m-3, prompt p-1/)
    const form = new URLSearchParams({ as: 'sec', channel: 'random', agent: agent.agent.id })
    await fetch(`${gate.url}/practice/agent/confirm`, {
      method: 'POST',
      body: form,
      headers: { origin: gate.url },
      redirect: 'manual',
    })
    expect(await (await fetch(page)).text()).not.toContain('Clicked Cleo is in shadow')
    expect(await submits(agent, { ...first, model: 'm-3' })).toMatchObject({ shadowed: false, state: 'live' })
  })
})
