// What an agent is given to read when somebody asked it, and what becomes of its having read it: no names, nothing out of
// its scope, on record before it has it, and held against what it writes afterwards.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { spellToken, tokenOf } from '../src/agent/token.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { ask } from '../src/gateway/ask.ts'
import { commit } from '../src/gateway/commit.ts'
import { submit } from '../src/gateway/intake.ts'
import { ownInvitation, ownInvocations } from '../src/gateway/inviting.ts'
import { resume, stop } from '../src/gateway/stopping.ts'
import { setWebhook } from '../src/gateway/webhook.ts'
import { type AgentId, type InvocationId, invocationId, sure } from '../src/id.ts'
import type { Said } from '../src/port/channel.ts'
import { isRefusal } from '../src/refusal.ts'
import { hour, second } from '../src/time.ts'
import { audience, noon } from './people.ts'
import { account, openStage, place, type Stage } from './stage.ts'

const said = (user: string | undefined, text: string): Said => ({
  account: user === undefined ? undefined : account(user),
  at: noon,
  text,
  mentions: text.includes('<@bo>') ? [{ as: '<@bo>', account: account('bo') }] : [],
})
const thread = [
  said('bo', 'The nightly job fails since Tuesday.'),
  said('ada', 'Did <@bo> change the role?'),
  said(undefined, 'Build 4711 failed.'),
]

let stage: Stage
let clara: AgentId
beforeEach(async () => {
  stage = await openStage()
  clara = await stage.registerAgent('Careful Clara', '1')
  stage.platform.said.set('practice/practice/platform-help', thread)
})
afterEach(() => stage[Symbol.asyncDispose]())

const secret = (agent = clara) => stage.tokens.get(agent) ?? ''
async function asked(channel = 'platform-help', agent = clara): Promise<InvocationId> {
  const asking = await ask(stage.house, account('ada'), agent, place(channel), 'Why does it fail?')
  if (isRefusal(asking)) throw new Error(asking.refused)
  return asking.invocation.id
}
async function told(id: InvocationId) {
  const found = await ownInvitation(stage.house, secret(), id)
  if (isRefusal(found)) throw new Error(found.refused)
  return found.told
}
const leaves = async (stream: string) =>
  (await stage.house.record.entries({ stream, limit: 100 })).map(({ leaf }) => JSON.parse(leaf))

describe('an agent that was asked', () => {
  test('is told by webhook what, by whom, under which rule, and what was said before, without a name', async () => {
    await setWebhook(stage.house, clara, 'https://agents.example.com/hook')
    const id = await asked()
    await stage.deliver()
    const [arrived] = stage.agents.arrived
    expect(arrived?.says).toMatchObject({
      type: 'invocation.asked',
      data: {
        invocation: { id, asked: 'Why does it fail?', by: 'Ada', destination: place('platform-help') },
        rule: expect.stringContaining('held as a draft'),
        context: {
          more: false,
          messages: [
            { by: 'person-1', text: 'The nightly job fails since Tuesday.' },
            { by: 'asker', text: 'Did @person-1 change the role?' },
            { by: 'bot', text: 'Build 4711 failed.' },
          ],
        },
      },
    })
    expect(JSON.stringify(arrived?.says)).not.toMatch(/"bo"|<@|cs_sandbox|whsec|u_0/)
  })

  test('reads the same by itself, as long as it is open', async () => {
    const id = await asked()
    expect(await told(id)).toMatchObject({ invocation: { id }, context: { messages: [{}, {}, {}] } })
    expect(await ownInvocations(stage.house, secret())).toMatchObject([{ id, until: stage.clock.at + hour }])
    stage.clock.at += hour
    expect(await ownInvitation(stage.house, secret(), id)).toMatchObject({ refused: 'invocation-over' })
    expect(await ownInvocations(stage.house, secret())).toEqual([])
  })

  test('gets nothing of what another was asked', async () => {
    const colin = await stage.registerAgent('Confident Colin', '2')
    const id = await asked()
    expect(await ownInvitation(stage.house, secret(colin), id)).toMatchObject({ refused: 'invocation-foreign' })
    expect(await ownInvocations(stage.house, secret(colin))).toEqual([])
    expect(await leaves(id)).toHaveLength(1)
  })

  test('leaves an entry of what it read, before it has it: the place, how much, a hash of each, and no word', async () => {
    const id = await asked()
    await told(id)
    const [, read] = await leaves(id)
    expect(read).toMatchObject({
      event: 'context-read',
      actor: { kind: 'agent', id: clara },
      facts: { lane: 'practice/practice/platform-help', messages: 3, via: 'api' },
    })
    expect(Object.keys(read.commitments)).toEqual(['m1', 'm2', 'm3'])
    expect(JSON.stringify(read)).not.toMatch(/nightly|role|4711/)
  })

  test('of a place that none of its tokens reaches is told the question and nothing of the thread', async () => {
    const scoped = spellToken('sandbox', 'kid0000s', new Uint8Array(32).fill(9))
    const scopes = ['practice/practice/random']
    const token = { ...tokenOf(scoped, 'sandbox', 'kid0000s', noon, noon + hour), scopes }
    for (const event of [
      { type: 'token-revoked', kid: 'kid00001', at: noon } as const,
      { type: 'token-issued', token, at: noon } as const,
    ])
      await commit(stage.house, { agent: { kind: 'agent', id: clara } }, ({ now, seen }) => ({
        steps: [agentStep(seen.agent, event, { kind: 'system' }, now)],
        result: undefined,
      }))
    await setWebhook(stage.house, clara, 'https://agents.example.com/hook')
    const id = await asked()
    await stage.deliver()
    expect(stage.agents.arrived[0]?.says).toMatchObject({ data: { context: { withheld: 'out-of-scope' } } })
    expect(JSON.stringify(stage.agents.arrived)).not.toContain('nightly')
    expect(await leaves(id)).toHaveLength(1)
  })

  test('is told of what it may read and the platform does not show', async () => {
    expect(await told(await asked('random'))).toMatchObject({ context: { withheld: 'not-readable' } })
  })

  test('gets no more than so much, the newest of it', async () => {
    const many = Array.from({ length: 40 }, (_, at) => said('bo', `${at} ${'x'.repeat(900)}`))
    stage.platform.said.set('practice/practice/platform-help', many)
    const { context } = await told(await asked())
    expect(context).toMatchObject({ more: true })
    const text = JSON.stringify(context)
    expect(text.length).toBeLessThan(20_000)
    expect(text).toContain('"39 x')
    expect(text).not.toContain('"20 x')
  })

  test('asks again and again, and gets the thread twenty times at most', async () => {
    const id = await asked()
    for (let time = 0; time < 20; time++) await told(id)
    expect(await told(id)).toMatchObject({ context: { withheld: 'read-often-enough' } })
    expect(await leaves(id)).toHaveLength(21)
  })

  test('and stopped meanwhile is told when the stop is lifted, and not before', async () => {
    await setWebhook(stage.house, clara, 'https://agents.example.com/hook')
    await asked()
    const scope = { over: 'agent', agent: clara } as const
    const on = await stop(stage.house, account('sec'), place('platform-help'), scope, 'look into it')
    if (isRefusal(on)) throw new Error(on.refused)
    await stage.deliver()
    expect(stage.agents.arrived).toEqual([])
    await resume(stage.house, account('sec'), place('platform-help'), on.id)
    stage.clock.at += 6 * second
    await stage.deliver()
    expect(stage.agents.arrived).toHaveLength(1)
  })
})

describe('what an agent read in a private place', () => {
  const inside = 'practice/practice/secrets-team'
  beforeEach(() => {
    stage.platform.audiences.set(inside, { ...audience, name: '#secrets-team', open: false, outsiders: 0, people: 3 })
    stage.platform.said.set(inside, [said('bo', 'The customer list moves on Friday.')])
  })

  const findings = async (channel: string, invocation?: InvocationId, text = 'It moves on Friday.') => {
    const receipt = await submit(
      stage.house,
      secret(),
      {
        destination: place(channel),
        intent: { intent: 'post' },
        content: { text, tags: [] },
        disclosure: { assumptions: [], sources: [], affects: [], steps: [] },
        run: {},
        ...(invocation === undefined ? {} : { invocation }),
      },
      `${channel} ${stage.clock.at} ${text}`,
    )
    if (isRefusal(receipt)) throw new Error(receipt.refused)
    await stage.deliver()
    const { seen } = await stage.house.record.look({ draft: { kind: 'draft', id: receipt.draft.id } })
    const draft = seen.draft?.is
    if (draft === undefined || !('screened' in draft)) throw new Error(`it is ${draft?.state}`)
    return draft.screened.findings.filter((one) => one.check === 'sources').map((one) => one.sort)
  }

  test('is a finding when it posts to a wider one, whether it says so or not', async () => {
    expect(await findings('platform-help')).toEqual([])
    await told(await asked('secrets-team'))
    expect(await findings('platform-help', await asked(), 'About that job: on Friday.')).not.toEqual([])
  })

  test('is none when it posts to that place itself, nor after the hour that it counts', async () => {
    const id = await asked('secrets-team')
    await told(id)
    expect(await findings('secrets-team', id)).toEqual([])
    stage.clock.at += 2 * hour
    expect(await findings('platform-help')).toEqual([])
  })

  test('is none of another agent’s', async () => {
    const colin = await stage.registerAgent('Confident Colin', '2')
    const id = await asked('secrets-team', colin)
    await ownInvitation(stage.house, secret(colin), id)
    expect(await findings('platform-help')).toEqual([])
  })
})

test('a loop between agents ends at the second hop: what an agent says asks nobody, whoever it names', async () => {
  const colin = await stage.registerAgent('Confident Colin', '2')
  await setWebhook(stage.house, colin, 'https://agents.example.com/hook')
  await asked()
  const hop = await ask(stage.house, account('bot'), colin, place('platform-help'), 'Clara says: Colin, go on.')
  expect(hop).toMatchObject({ refused: 'not-a-person' })
  await stage.deliver()
  expect(stage.agents.arrived).toEqual([])
  expect(await ownInvocations(stage.house, secret(colin))).toEqual([])
})

test('an id that is nobody’s is refused like one of another agent', async () => {
  const nobody = sure(invocationId, 'inv_00000000000000000000')
  expect(await ownInvitation(stage.house, secret(), nobody)).toMatchObject({ refused: 'invocation-foreign' })
})
