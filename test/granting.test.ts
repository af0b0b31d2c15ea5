// Grants on a whole house: the real record, the real shell, a platform that keeps the truth. What goes out without a
// person, and what no longer does.

import { describe, expect, test } from 'vitest'
import type { Draft } from '../src/draft/draft.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { deliver } from '../src/gateway/errand.ts'
import { allGrants, grantsIn, suggestedIn } from '../src/gateway/grant-looking.ts'
import {
  askForGrant,
  askForGrantAs,
  confirmAgent,
  declineGrant,
  giveGrant,
  revokeGrant,
  revokeGrantByToken,
  secondGrant,
} from '../src/gateway/granting.ts'
import type { House } from '../src/gateway/house.ts'
import { touchPost } from '../src/gateway/reading.ts'
import { resume, stop } from '../src/gateway/stopping.ts'
import { type AgentId, draftId, type GrantId, type PostId, sure } from '../src/id.ts'
import type { Owed, Record } from '../src/port/record.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import type { Grant } from '../src/rule/grant.ts'
import type { Autonomy } from '../src/rule/rule.ts'
import { hour, minute } from '../src/time.ts'
import { draftOn, type Said, submitted } from './held.ts'
import { broken, historyOf } from './promises.ts'
import { writeRule } from './rule-book.ts'
import { account, openStage, place, type Stage } from './stage.ts'

const here = place('platform-help')
const quarter = { place: here, lastsMs: 15 * minute, why: 'The same question, all day.' }

/** One agent in a house, and what is done with it. */
function acting(stage: Stage, agent: AgentId) {
  const token = stage.tokens.get(agent) ?? ''
  const house = {
    stage,
    agent,
    token,
    async asked(request = quarter): Promise<GrantId> {
      return must(await askForGrant(stage.house, token, request)).id
    },
    async live(): Promise<GrantId> {
      const id = await house.asked()
      must(await giveGrant(stage.house, account('mia'), id))
      await stage.deliver()
      expect(await house.state(id)).toBe('live')
      return id
    },
    async grant(id: GrantId): Promise<Grant | undefined> {
      const { seen } = await stage.house.record.look({ grants: { kind: 'grants', id: 'grants' } })
      return seen.grants?.is.grants.find((grant) => grant.id === id)
    },
    async state(id: GrantId) {
      return (await house.grant(id))?.state
    },
    async submitted(said: Said = {}): Promise<Draft['id']> {
      return sure(draftId, must(await submitted(stage, agent, said)).draft.id)
    },
    draft: (id: Draft['id']) => draftOn(stage, id),
    /** Submits, and lets everything that is owed be done. */
    async posts(said: Said = {}): Promise<Draft> {
      const id = await house.submitted(said)
      await stage.deliver()
      return house.draft(id)
    },
    async published(): Promise<PostId> {
      const draft = await house.posts()
      if (draft.state !== 'published') throw new Error(`it is ${draft.state}`)
      return draft.post
    },
    /** Submits and screens, and holds the errand that would publish it. */
    async allowed(): Promise<{ readonly id: Draft['id']; readonly owed: Owed }> {
      const id = await house.submitted()
      const { record } = stage.house
      for (const owed of await record.take(50, minute, 'screen')) {
        await deliver(stage.house, owed)
        await record.settle(owed)
      }
      const owed = (await record.take(50, minute)).find((one) => one.errand === 'publish' && one.about === id)
      if (owed === undefined) throw new Error(`${id} is not to be published`)
      return { id, owed }
    },
    async holds(): Promise<void> {
      expect(broken(await historyOf(stage.house.record), stage.platform)).toEqual([])
    },
    told(): readonly string[] {
      return stage.platform.announced.map((one) => one.line)
    },
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  }
  return house
}
type Acting = ReturnType<typeof acting>

async function openHouse(autonomy: Autonomy = 'auto') {
  const stage = await openStage()
  const house = acting(stage, await stage.registerAgent('Careful Clara', '1'))
  await writeRule(stage.house, autonomy)
  return house
}

function must<T extends object>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(`refused: ${value.refused}`)
  return value
}

/** The same house, with something else happening before the first save that has this event in it. */
function beforeSaving(house: House, event: string, happens: () => Promise<unknown>): House {
  let happened = false
  const record: Record = {
    ...house.record,
    async save(save) {
      const events = save.writes.map((write) => JSON.parse(write.entry.leaf).event)
      if (!happened && events.includes(event)) {
        happened = true
        await happens()
      }
      return house.record.save(save)
    },
  }
  return { ...house, record }
}

describe('an agent that was given a grant', () => {
  test('posts low-risk answers without a person, each of them on its list, after the channel was told', async () => {
    await using house = await openHouse()
    const waiting = await house.posts()
    expect(waiting.state).toBe('pending')
    const id = await house.live()
    expect(house.told()).toEqual([
      'Careful Clara (AI agent) may post low-risk answers in this channel without a person for 15 minutes, until 20 Oct 2026 12:15 UTC. Given by Mia. Anybody here can revoke it.',
    ])
    const first = await house.posts()
    const second = await house.posts()
    expect([first, second]).toMatchObject([{ state: 'published', approvals: [] }, { state: 'published' }])
    expect((await house.grant(id))?.used).toMatchObject([{ draft: first.id }, { draft: second.id }])
    expect(JSON.stringify(house.stage.platform.truth[0]?.payloads)).toContain(`rule, inside grant ${id}`)
    const history = await historyOf(house.stage.house.record)
    expect(history.leaves.filter((leaf) => leaf.event === 'used').map((leaf) => leaf.facts)).toMatchObject([
      { grant: id, draft: first.id },
      { grant: id, draft: second.id },
    ])
    expect(history.leaves.find((leaf) => leaf.stream === first.id && leaf.event === 'granted')).toMatchObject({
      facts: { grant: id },
    })
    await house.holds()
  })

  test('still needs two people for what is risky', async () => {
    await using house = await openHouse()
    await house.live()
    expect(await house.posts({ text: 'Loosen the ACL so that everyone can read it.' })).toMatchObject({
      state: 'pending',
      screened: { verdict: { people: 2 } },
    })
    expect(house.stage.platform.truth).toEqual([])
  })

  test('still asks people about what nobody asked for, and about edits and deletes of its posts', async () => {
    await using house = await openHouse()
    await house.live()
    const post = await house.published()
    const because = (draft: Draft) =>
      'screened' in draft ? [draft.state, draft.screened.verdict.people, draft.screened.verdict.reason] : []
    const unasked = await house.posts({ asker: 'nobody' })
    const edited = await house.posts({ text: 'Staging deploys run at 10:00.', intent: { intent: 'edit', post } })
    const deleted = await house.posts({ text: '', intent: { intent: 'delete', post } })
    expect([unasked, edited, deleted].map(because)).toEqual([
      ['pending', 1, 'a grant covers only what a person asked for, so a person decides'],
      ['pending', 1, 'a grant covers only new posts, so a person decides'],
      ['pending', 1, 'a grant covers only new posts, so a person decides'],
    ])
    expect(house.stage.platform.truth).toHaveLength(1)
    await house.holds()
  })

  test('asks twice and has asked once; nobody else’s token and no stranger’s asks for it', async () => {
    await using house = await openHouse()
    expect(await house.asked()).toBe(await house.asked())
    expect(await askForGrant(house.stage.house, house.token, { ...quarter, lastsMs: hour })).toEqual({
      refused: 'grant-open',
    })
    expect(await askForGrant(house.stage.house, 'cs_live_nobody', quarter)).toEqual({ refused: 'token-unknown' })
    const slack = { platform: 'slack', workspace: 'T1', channel: 'C1' } as const
    expect(await askForGrant(house.stage.house, house.token, { ...quarter, place: slack })).toEqual({
      refused: 'out-of-scope',
    })
  })

  test('gets none where the rule does not say auto', async () => {
    await using house = await openHouse('draft')
    expect(await askForGrant(house.stage.house, house.token, quarter)).toEqual({ refused: 'not-auto' })
    expect(await askForGrantAs(house.stage.house, account('ada'), house.agent, quarter)).toEqual({
      refused: 'not-auto',
    })
  })

  test('loses nothing it may do when the rule tightens meanwhile: it simply does not hold any more', async () => {
    await using house = await openHouse()
    await house.live()
    const { id, owed } = await house.allowed()
    await writeRule(house.stage.house, 'draft')
    await deliver(house.stage.house, owed)
    expect((await house.draft(id)).state).toBe('pending')
    expect(house.stage.platform.truth).toEqual([])
    await house.holds()
  })
})

describe('who gives it', () => {
  test('is never the agent, a bot account, or a member without the role; and each attempt leaves an entry', async () => {
    await using house = await openHouse()
    house.stage.platform.members.set('clara', {
      name: 'Careful Clara',
      active: true,
      bot: true,
      member: 'full',
      roles: ['admin', 'moderator'],
    })
    const id = await house.asked()
    const tries = await Promise.all(
      ['clara', 'bot', 'ada', 'gus', 'nobody'].map((user) => giveGrant(house.stage.house, account(user), id)),
    )
    expect(tries).toEqual([
      { refused: 'not-a-person' },
      { refused: 'not-a-person' },
      { refused: 'not-yours' },
      { refused: 'outsider' },
      { refused: 'not-here' },
    ])
    expect(await house.state(id)).toBe('asked')
    const { leaves } = await historyOf(house.stage.house.record)
    expect(leaves.filter((leaf) => leaf.event === 'attempt-refused')).toHaveLength(5)
  })

  test('sees the request as a card, with the agent’s reason in the agent’s frame', async () => {
    await using house = await openHouse()
    await house.asked()
    await house.stage.deliver()
    const card = [...house.stage.platform.grantsShown.values()][0]
    expect(card?.headline).toBe(
      'Careful Clara (AI agent) asks: may it post without a person for 15 minutes in #platform-help?',
    )
    expect(card?.actions.map((action) => action.label)).toEqual(['Give 15 minutes', 'Decline'])
    expect(card?.sections.find((section) => section.section === 'list')).toMatchObject({
      title: 'Why, in the agent’s words',
    })
  })

  test('is two different humans for more than an hour, and not one of them twice', async () => {
    await using house = await openHouse()
    const id = await house.asked({ ...quarter, lastsMs: 8 * hour })
    must(await giveGrant(house.stage.house, account('mia'), id))
    expect(await secondGrant(house.stage.house, account('mia'), id)).toEqual({ refused: 'already-given' })
    await house.stage.deliver()
    expect([await house.state(id), house.told()]).toEqual(['seconding', []])
    expect((await house.posts()).state).toBe('pending')
    must(await secondGrant(house.stage.house, account('sec'), id))
    await house.stage.deliver()
    expect(await house.grant(id)).toMatchObject({
      state: 'live',
      from: house.stage.clock.at,
      until: house.stage.clock.at + 8 * hour,
    })
    expect((await house.posts()).state).toBe('published')
    house.stage.clock.at += 8 * hour
    expect((await house.posts()).state).toBe('pending')
  })

  test('can say no, and the agent does not ask again at once', async () => {
    await using house = await openHouse()
    must(await declineGrant(house.stage.house, account('mia'), await house.asked()))
    expect(await askForGrant(house.stage.house, house.token, quarter)).toEqual({ refused: 'asked-lately' })
  })

  test('gives nothing more after the hour in which it was asked', async () => {
    await using house = await openHouse()
    const id = await house.asked()
    house.stage.clock.at += hour
    expect(await giveGrant(house.stage.house, account('mia'), id)).toMatchObject({ refused: 'expired' })
    await house.stage.deliver()
    expect(await house.state(id)).toBe('lapsed')
    expect(house.told()).toEqual([])
  })
})

describe('the channel', () => {
  test.each(['refuse', 'drop', 'accept-then-drop'] as const)(
    'that could not be told for certain (%s) lets nothing begin',
    async (fault) => {
      await using house = await openHouse()
      house.stage.platform.script = [{ on: 'announce', nth: 1, fault }]
      const id = await house.asked()
      must(await giveGrant(house.stage.house, account('mia'), id))
      await house.stage.deliver()
      expect(await house.grant(id)).toMatchObject({ state: 'lapsed', why: 'not-announced' })
      expect(house.told().at(-1)).toContain('did not begin')
      expect((await house.posts()).state).toBe('pending')
    },
  )

  test('that is throttled is told a little later, but not after five minutes', async () => {
    await using house = await openHouse()
    house.stage.platform.script = [{ on: 'announce', nth: 1, fault: 'throttle', ms: 2000 }]
    const id = await house.asked()
    must(await giveGrant(house.stage.house, account('mia'), id))
    await house.stage.deliver()
    expect(await house.state(id)).toBe('beginning')
    expect((await house.posts()).state).toBe('pending')
    house.stage.clock.at += 2000
    await house.stage.deliver()
    expect(await house.state(id)).toBe('live')

    const other = must(
      await askForGrantAs(house.stage.house, account('ada'), await house.stage.registerAgent('Rhea', '2'), quarter),
    ).id
    house.stage.platform.script = [{ on: 'announce', fault: 'throttle', ms: 2000 }]
    must(await giveGrant(house.stage.house, account('mia'), other))
    await house.stage.deliver()
    house.stage.clock.at += 5 * minute
    await house.stage.deliver()
    expect(await house.grant(other)).toMatchObject({ state: 'lapsed', why: 'not-announced' })
  })

  test('is told again if we died before that was recorded, and the grant is no longer than what was told', async () => {
    await using house = await openHouse()
    const id = await house.asked()
    must(await giveGrant(house.stage.house, account('mia'), id))
    const dying = beforeSaving(house.stage.house, 'began', () => Promise.reject(new Error('the disk is full')))
    const owed = (await house.stage.house.record.take(20, minute)).find((one) => one.errand === 'grant-begin')
    if (owed === undefined) throw new Error('nothing is to begin')
    await expect(deliver(dying, owed)).rejects.toThrow('the disk is full')
    expect([await house.state(id), house.told().length]).toEqual(['beginning', 1])
    house.stage.clock.at += minute
    await house.stage.restart()
    await house.stage.deliver()
    expect([await house.state(id), house.told().length]).toEqual(['live', 2])
    expect(house.told().at(-1)).toContain('until 20 Oct 2026 12:16 UTC')
  })

  test('is told when the time is over, by the clock of the record', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const post = await house.published()
    house.stage.clock.at += 15 * minute
    // Over at once, though nobody has written it down yet.
    const late = await house.submitted()
    for (const owed of await house.stage.house.record.take(50, minute, 'screen')) await deliver(house.stage.house, owed)
    expect([await house.state(id), (await house.draft(late)).state]).toEqual(['live', 'pending'])
    await house.stage.deliver()
    expect(await house.state(id)).toBe('ended')
    expect(house.told().at(-1)).toBe(
      `Careful Clara (AI agent) may no longer post in this channel without a person: the time is over. Under it 1 post went out: ${post}.`,
    )
  })
})

describe('what ends it before its time', () => {
  test('anybody present, a guest too; and nothing goes out after that', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const { id: draft, owed } = await house.allowed()
    expect(await revokeGrant(house.stage.house, account('bot'), id)).toEqual({ refused: 'not-a-person' })
    must(await revokeGrant(house.stage.house, account('gus'), id))
    expect(await revokeGrant(house.stage.house, account('ada'), id)).toMatchObject({
      refused: 'already-settled',
      by: 'Gus',
    })
    await deliver(house.stage.house, owed)
    await house.stage.deliver()
    expect((await house.draft(draft)).state).toBe('pending')
    expect(house.stage.platform.truth).toEqual([])
    expect(house.told().at(-1)).toContain('Gus revoked it')
    await house.holds()
  })

  test('the admin token, which can end one and give none', async () => {
    await using house = await openHouse()
    const waiting = await house.asked()
    expect(await revokeGrantByToken(house.stage.house, waiting)).toMatchObject({ refused: 'not-waiting' })
    must(await giveGrant(house.stage.house, account('mia'), waiting))
    await house.stage.deliver()
    must(await revokeGrantByToken(house.stage.house, waiting))
    await house.stage.deliver()
    expect(await allGrants(house.stage.house)).toMatchObject([{ id: waiting, state: 'revoked', by: 'admin-token' }])
    expect(house.told().at(-1)).toContain('an admin revoked it')
    expect((await house.posts()).state).toBe('pending')
  })

  test('a report of one of its posts; what was allowed and not yet sent comes back to people', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const post = await house.published()
    const { id: draft, owed } = await house.allowed()
    must(await touchPost(house.stage.house, account('gus'), post, { do: 'report', complaint: 'wrong', words: '' }))
    expect(await house.grant(id)).toMatchObject({ state: 'voided', because: 'reported', post })
    await deliver(house.stage.house, owed)
    await house.stage.deliver()
    expect((await house.draft(draft)).state).toBe('pending')
    expect(house.stage.platform.truth).toHaveLength(1)
    expect(house.told().at(-1)).toContain('one of its posts was reported')
    await house.holds()
  })

  test('a recall, and no other grant lives there until a person has confirmed the agent', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const post = await house.published()
    must(await touchPost(house.stage.house, account('ada'), post, { do: 'recall', reason: 'It was wrong' }))
    expect(await house.grant(id)).toMatchObject({ state: 'voided', because: 'recalled', post })
    expect((await house.posts()).state).toBe('pending')
    expect(await askForGrant(house.stage.house, house.token, quarter)).toEqual({ refused: 'demoted' })
    expect(await confirmAgent(house.stage.house, account('ada'), house.agent, here)).toEqual({ refused: 'not-yours' })
    must(await confirmAgent(house.stage.house, account('mia'), house.agent, here))
    await house.live()
    expect((await house.posts()).state).toBe('published')
    await house.holds()
  })

  test('not a report of a post that people had allowed', async () => {
    await using house = await openHouse()
    const waiting = await house.posts()
    if (waiting.state !== 'pending') throw new Error(waiting.state)
    const id = await house.live()
    const shown = { revision: 1, fingerprint: waiting.screened.fingerprint }
    must(
      await decideDraft(house.stage.house, account('ada'), waiting.id, {
        do: 'approve',
        shown,
        ticked: [],
        did: 'read',
      }),
    )
    await house.stage.deliver()
    const draft = await house.draft(waiting.id)
    if (draft.state !== 'published') throw new Error(draft.state)
    must(
      await touchPost(house.stage.house, account('gus'), draft.post, { do: 'report', complaint: 'wrong', words: '' }),
    )
    expect(await house.state(id)).toBe('live')
    expect((await house.grant(id))?.used).toEqual([])
  })

  test('a stop holds what was allowed, gives the time nothing back, and keeps new grants from beginning', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const { id: draft, owed } = await house.allowed()
    const later = await house.submitted()
    const stopped = must(await stop(house.stage.house, account('sec'), here, { over: 'all' }, 'look'))
    expect(await deliver(house.stage.house, owed)).toMatchObject({ delivered: 'again' })
    expect((await house.draft(draft)).state).toBe('approved')
    for (const one of await house.stage.house.record.take(50, minute, 'screen')) await deliver(house.stage.house, one)
    expect((await house.draft(later)).state).toBe('pending')
    expect(
      await askForGrantAs(house.stage.house, account('ada'), await house.stage.registerAgent('Rhea', '2'), quarter),
    ).toMatchObject({ refused: 'stopped' })
    house.stage.clock.at += 20 * minute
    must(await resume(house.stage.house, account('sec'), here, stopped.id))
    await house.stage.deliver()
    expect(await house.state(id)).toBe('ended')
    expect((await house.draft(draft)).state).toBe('pending')
    expect(house.stage.platform.truth).toEqual([])
    await house.holds()
  })

  test('and what was allowed under it does not go out under the next one', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const { id: draft, owed } = await house.allowed()
    must(await revokeGrant(house.stage.house, account('gus'), id))
    const next = must(await askForGrantAs(house.stage.house, account('ada'), house.agent, quarter)).id
    must(await giveGrant(house.stage.house, account('mia'), next))
    await house.stage.deliver()
    expect(await house.state(next)).toBe('live')
    await deliver(house.stage.house, owed)
    expect((await house.draft(draft)).state).toBe('pending')
    expect(house.stage.platform.truth).toEqual([])
    await house.holds()
  })

  test('a person who said yes and left is not replaced by a grant that happens to live', async () => {
    await using house = await openHouse()
    await house.live()
    const { id, owed } = await house.allowed()
    // The grant is taken away, the draft comes back, a person allows it, another grant begins, and the person leaves.
    const [before] = must(await grantsIn(house.stage.house, account('ada'), here)).live
    if (before === undefined) throw new Error('no grant lives')
    must(await revokeGrant(house.stage.house, account('ada'), before.grant.id))
    await deliver(house.stage.house, owed)
    const back = await house.draft(id)
    if (back.state !== 'pending') throw new Error(back.state)
    house.stage.clock.at += 15 * minute
    await house.live()
    const shown = { revision: 1, fingerprint: back.screened.fingerprint }
    must(await decideDraft(house.stage.house, account('ada'), id, { do: 'approve', shown, ticked: [], did: 'read' }))
    house.stage.platform.members.delete('ada')
    await house.stage.deliver()
    expect((await house.draft(id)).state).toBe('pending')
    expect(house.stage.platform.truth).toEqual([])
  })
})

describe('two things in the same moment', () => {
  test.each([
    [
      'a report',
      (house: Acting, post: PostId) =>
        touchPost(house.stage.house, account('gus'), post, { do: 'report', complaint: 'wrong', words: '' }),
    ],
    [
      'a recall',
      (house: Acting, post: PostId) =>
        touchPost(house.stage.house, account('mia'), post, { do: 'recall', reason: 'no' }),
    ],
    [
      'a revocation',
      async (house: Acting) => {
        const [live] = must(await grantsIn(house.stage.house, account('gus'), here)).live
        return live === undefined ? undefined : revokeGrant(house.stage.house, account('gus'), live.grant.id)
      },
    ],
  ] as const)(
    '%s that commits between the look and the claim wins: nothing goes out under the grant',
    async (_, complain) => {
      await using house = await openHouse()
      await house.live()
      const post = await house.published()
      const { id, owed } = await house.allowed()
      const racing = beforeSaving(house.stage.house, 'claimed', () => complain(house, post))
      await deliver(racing, owed)
      expect((await house.draft(id)).state).toBe('pending')
      expect(house.stage.platform.truth).toHaveLength(1)
      await house.holds()
    },
  )

  test('two processes publish under one grant, and both posts are on its list', async () => {
    await using house = await openHouse()
    const id = await house.live()
    const one = await house.allowed()
    const two = await house.allowed()
    const racing = beforeSaving(house.stage.house, 'published', () =>
      deliver({ ...house.stage.house, owner: 'other' }, two.owed),
    )
    await deliver(racing, one.owed)
    expect((await house.grant(id))?.used.map((use) => use.draft).sort()).toEqual([one.id, two.id].sort())
    expect(house.stage.platform.truth).toHaveLength(2)
    await house.holds()
  })

  test('two moderators give it at once, and it is given once', async () => {
    await using house = await openHouse()
    const id = await house.asked()
    const given = await Promise.all([
      giveGrant(house.stage.house, account('mia'), id),
      giveGrant(house.stage.house, account('sec'), id),
    ])
    expect(given.filter((one) => isRefusal(one))).toHaveLength(1)
    await house.stage.deliver()
    expect(await house.grant(id)).toMatchObject({ state: 'live', given: [{}] })
    expect(house.told()).toHaveLength(1)
  })

  test('the two halves of eight hours come from one human in two places, and count once', async () => {
    await using house = await openHouse()
    const id = await house.asked({ ...quarter, lastsMs: 8 * hour })
    await Promise.all([
      giveGrant(house.stage.house, account('mia'), id),
      giveGrant(house.stage.house, account('mia'), id),
    ])
    await secondGrant(house.stage.house, account('mia'), id)
    await house.stage.deliver()
    expect(await house.state(id)).toBe('seconding')
  })

  test('it is given while the rule is being changed, and does not begin', async () => {
    await using house = await openHouse()
    const id = await house.asked()
    const racing = beforeSaving(house.stage.house, 'given', () => writeRule(house.stage.house, 'two-person'))
    expect(await giveGrant(racing, account('mia'), id)).toEqual({ refused: 'not-auto' })
    expect(await house.state(id)).toBe('asked')
  })
})

describe('an admin', () => {
  test('is told of an agent whose drafts are approved as they are; a recall silences that', async () => {
    await using house = await openHouse('draft')
    let last: PostId | undefined
    for (let count = 0; count < 20; count++) {
      const draft = await house.posts({ text: `Staging deploys run at 09:00. (${count})` })
      if (draft.state !== 'pending') throw new Error(draft.state)
      const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
      must(
        await decideDraft(house.stage.house, account('ada'), draft.id, {
          do: 'approve',
          shown,
          ticked: [],
          did: 'read',
        }),
      )
      await house.stage.deliver()
      const after = await house.draft(draft.id)
      last = after.state === 'published' ? after.post : undefined
      const suggested = await suggestedIn(house.stage.house, account('sec'), here)
      expect(suggested.length).toBe(count === 19 ? 1 : 0)
    }
    const seen = (user: string) => suggestedIn(house.stage.house, account(user), here)
    expect(await seen('sec')).toMatchObject([{ agent: { name: 'Careful Clara' }, suggestion: { approved: 20 } }])
    expect(await seen('mia')).toEqual([])
    if (last === undefined) throw new Error('nothing was published')
    must(await touchPost(house.stage.house, account('mia'), last, { do: 'recall', reason: 'no' }))
    must(await confirmAgent(house.stage.house, account('mia'), house.agent, here))
    expect(await seen('sec')).toEqual([])
  })
})
