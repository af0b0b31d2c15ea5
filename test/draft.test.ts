import { describe, expect, test } from 'vitest'
import type { Moment } from '../src/draft/approval.ts'
import { actionsFor, draftActions, guard } from '../src/draft/approval.ts'
import type { DraftEvent } from '../src/draft/draft.ts'
import { evolve } from '../src/draft/evolve.ts'
import { stopId, sure } from '../src/id.ts'
import type { StopBoard } from '../src/safety/stop.ts'
import { hour, minute } from '../src/time.ts'
import {
  ada,
  approvalOf,
  approveAs,
  audience,
  base,
  bo,
  clara,
  colin,
  deadline,
  given,
  gone,
  gus,
  held,
  heldHigh,
  help,
  highRisk,
  later,
  lowRisk,
  machine,
  mia,
  moment,
  noon,
  onePost,
  oneVerdict,
  opensAccess,
  received,
  screened,
  screening,
  stranger,
  tooLate,
  twoVerdict,
} from './people.ts'

const claim = { owner: 'one', at: noon, until: noon + 20_000, post: onePost }
const claimCommand = { do: 'claim', claim, audience, approvers: [ada], salt: '01' } as const
const approved: readonly DraftEvent[] = [...held, approvalOf(ada)]
const publishing: readonly DraftEvent[] = [...approved, { type: 'claimed', claim }]
const stop = {
  id: sure(stopId, 's_01K7Q2M8AA0000000001'),
  scope: { over: 'all' },
  by: 'admin-token',
  reason: 'drill',
  from: noon,
} as const
const stopped: StopBoard = { stops: [stop] }

describe('a draft that was screened', () => {
  test('waits for the person who asked', () => {
    const event = given(received, screening).when({ do: 'finish-screening', revision: 1, screened: lowRisk })
    expect(event).toMatchObject({ type: 'held', deadline: { from: noon, at: noon + 4 * hour } })
  })
  test('is refused where agents may not post', () => {
    const closed = screened(base, [], { ...oneVerdict, autonomy: 'closed' })
    expect(given(received, screening).when({ do: 'finish-screening', revision: 1, screened: closed })).toMatchObject({
      type: 'refused',
      why: 'place-closed',
    })
  })
  test('is only recorded where agents are being watched', () => {
    const watched = screened(base, [], { ...oneVerdict, autonomy: 'shadow' })
    expect(given(received, screening).when({ do: 'finish-screening', revision: 1, screened: watched })).toMatchObject({
      type: 'shadowed',
    })
    const shadow = given({ type: 'received', draft: { ...base, shadowAgent: true } }, screening)
    expect(shadow.when({ do: 'finish-screening', revision: 1, screened: lowRisk })).toMatchObject({ type: 'shadowed' })
  })
  test('goes out by itself only with a live grant, at low risk and with no stop on', () => {
    const auto = { ...oneVerdict, autonomy: 'auto', people: 0, grant: 'g_1' } as const
    const finish = { do: 'finish-screening', revision: 1, screened: screened(base, [], auto) } as const
    expect(given(received, screening).when(finish)).toMatchObject({ type: 'granted' })
    expect(given(received, screening).when(finish, moment(noon, stopped))).toMatchObject({ type: 'held' })
    const { grant: _, ...noGrant } = auto
    expect(given(received, screening).when({ ...finish, screened: screened(base, [], noGrant) })).toMatchObject({
      type: 'held',
    })
  })
  test('does not take the result of a revision that is no longer the current one', () => {
    expect(given(received, screening).when({ do: 'finish-screening', revision: 2, screened: lowRisk })).toMatchObject({
      refused: 'not-waiting',
    })
  })
})

describe('a draft at low risk', () => {
  test('is allowed by the one who asked', () => {
    expect(given(...held).when(approveAs(ada))).toMatchObject({
      type: 'approved',
      approval: { by: ada.person, asked: true },
    })
  })
  test.each([
    ['a colleague', bo, 'not-yours'],
    ['a guest', gus, 'outsider'],
    ['a bot', machine, 'not-a-person'],
    ['somebody who has left', gone, 'not-here'],
    ['somebody from elsewhere', stranger, 'not-here'],
  ] as const)('is not allowed by %s', (_, who, refused) => {
    expect(given(...held).when(approveAs(who))).toMatchObject({ refused })
  })
  test('is not allowed after its deadline, even before the timer fires', () => {
    expect(given(...held).when(approveAs(ada), moment(tooLate))).toMatchObject({ refused: 'expired' })
    expect(given(...held).when(approveAs(ada), moment(noon + 4 * hour - 1))).toMatchObject({ type: 'approved' })
    expect(given(...held).when(approveAs(ada), moment(noon + 4 * hour))).toMatchObject({ refused: 'expired' })
  })
  test('is not allowed while a stop is on, and says whose', () => {
    expect(given(...held).when(approveAs(ada), moment(later, stopped))).toMatchObject({ refused: 'stopped', at: noon })
  })
  test('needs two when the rule has tightened meanwhile, and never fewer when it loosened', () => {
    expect(given(...held).when(approveAs(ada), moment(noon, undefined, twoVerdict))).toMatchObject({
      type: 'approval-given',
    })
    expect(given(...heldHigh).when(approveAs(ada, highRisk), moment(later, undefined, oneVerdict))).toMatchObject({
      type: 'approval-given',
    })
  })
  test('cannot be allowed any more once the place is closed', () => {
    const closed = moment(noon, undefined, { ...oneVerdict, autonomy: 'closed' })
    expect(given(...held).when(approveAs(ada), closed)).toMatchObject({ refused: 'place-closed' })
  })
})

describe('a draft at high risk', () => {
  const once = given(...heldHigh, { ...approvalOf(ada, highRisk), type: 'approval-given' })
  test('needs every assumption ticked', () => {
    expect(given(...heldHigh).when(approveAs(ada, highRisk, 1, []))).toMatchObject({ refused: 'assumptions-unticked' })
  })
  test('needs a second person, who comes after the one who asked', () => {
    expect(given(...heldHigh).when(approveAs(bo, highRisk))).toMatchObject({ refused: 'invoker-first' })
    expect(given(...heldHigh).when(approveAs(ada, highRisk), moment(later))).toMatchObject({ type: 'approval-given' })
    expect(once.when(approveAs(bo, highRisk), moment(later))).toMatchObject({ type: 'approved' })
  })
  test('cannot be allowed before it can have been read, by the first person or the second', () => {
    const twoSeconds = moment(noon + 2000)
    const threeSeconds = moment(noon + 3000)
    const tooSoon = { refused: 'read-first', at: noon + 3000 }
    expect(given(...heldHigh).when(approveAs(ada, highRisk), twoSeconds)).toMatchObject(tooSoon)
    expect(given(...heldHigh).when(approveAs(ada, highRisk), threeSeconds)).toMatchObject({ type: 'approval-given' })
    expect(once.when(approveAs(bo, highRisk), twoSeconds)).toMatchObject(tooSoon)
    expect(once.when(approveAs(bo, highRisk), threeSeconds)).toMatchObject({ type: 'approved' })
  })
  test('that is longer takes longer to read', () => {
    const text = 'Loosen the lists. '.repeat(400)
    const long = { ...base, revision: { ...base.revision, content: { text, tags: [] } } }
    const shown = screened(long, [{ ...opensAccess }], twoVerdict)
    const waits = given({ type: 'received', draft: long }, screening, { type: 'held', screened: shown, deadline })
    // 1,200 words and five of the assumption, at 400 a minute.
    expect(waits.when(approveAs(ada, shown), moment(noon + 180_000))).toMatchObject({ refused: 'read-first' })
    expect(waits.when(approveAs(ada, shown), moment(noon + 181_000))).toMatchObject({ type: 'approval-given' })
  })
  test('keeps the change reference that whoever allowed it gave', () => {
    const approval = { ...approveAs(ada, highRisk), change: 'CHG-1042' }
    expect(given(...heldHigh).when(approval, moment(later))).toMatchObject({ approval: { change: 'CHG-1042' } })
  })
  test('does not count the same person twice', () => {
    expect(once.when(approveAs(ada, highRisk))).toMatchObject({ refused: 'already-approved' })
  })
  test('waits for the one who asked again, when they take their approval back', () => {
    const taken = given(
      ...heldHigh,
      { ...approvalOf(ada, highRisk), type: 'approval-given' },
      approvalOf(bo, highRisk),
      {
        type: 'retracted',
        by: { person: ada.person, name: 'Ada' },
        at: noon,
      },
    )
    expect(taken.when(approveAs(mia, highRisk))).toMatchObject({ refused: 'invoker-first' })
    expect(taken.when(approveAs(ada, highRisk), moment(later))).toMatchObject({ type: 'approved' })
  })
})

describe('what was shown and what is', () => {
  const edited: DraftEvent = {
    type: 'edited',
    revision: {
      ...base.revision,
      number: 2,
      author: { person: ada.person, name: 'Ada' },
      content: { text: 'Ask the release team.', tags: [] },
      salt: '02',
    },
  }
  test('an approval of what was shown before an edit says changed-since-shown', () => {
    const after = given(...held, edited)
    const next = screened(after.draft ?? base, [], oneVerdict)
    const pending = given(...held, edited, { type: 'held', screened: next, deadline: { from: noon, at: noon + hour } })
    expect(pending.when(approveAs(ada, lowRisk, 1))).toMatchObject({ refused: 'changed-since-shown' })
    expect(pending.when(approveAs(ada, next, 2))).toMatchObject({ type: 'approved' })
  })
  test('a hidden step that changes after the approval is changed-since-shown when it is claimed', () => {
    const step = { text: 'chmod 600 key', risk: 'opens a file', check: 'ls -l' }
    const withStep = {
      ...base,
      revision: { ...base.revision, disclosure: { ...base.revision.disclosure, steps: [step] } },
    }
    const shown = screened(withStep, [], oneVerdict)
    const planted = {
      ...shown,
      envelope: {
        ...shown.envelope,
        later: shown.envelope.later.map((later) => ({ ...later, text: 'chmod 777 key' })),
      },
    }
    const start: DraftEvent[] = [{ type: 'received', draft: withStep }, screening]
    const honest = given(
      ...start,
      { type: 'held', screened: shown, deadline: { from: noon, at: noon + hour } },
      approvalOf(ada, shown),
    )
    expect(honest.when(claimCommand)).toMatchObject({ type: 'claimed' })
    const tampered = given(
      ...start,
      { type: 'held', screened: planted, deadline: { from: noon, at: noon + hour } },
      approvalOf(ada, shown),
    )
    expect(tampered.when(claimCommand)).toMatchObject({ refused: 'changed-since-shown' })
  })
  test('another revision with the right fingerprint, or the right one with another fingerprint, selects nothing', () => {
    expect(given(...held).when(approveAs(ada, lowRisk, 2))).toMatchObject({ refused: 'changed-since-shown' })
    expect(given(...held).when(approveAs(ada, highRisk, 1))).toMatchObject({ refused: 'changed-since-shown' })
  })
  test.each(['', 'a', '0000000', 'zzzzzzzz', '********'])('the fingerprint %j selects nothing', (fingerprint) => {
    const click = { ...approveAs(ada), shown: { revision: 1, fingerprint } } as const
    expect(given(...held).when({ do: 'approve', who: ada, ticked: [], did: 'read', shown: click.shown })).toMatchObject(
      { refused: 'changed-since-shown' },
    )
  })
})

describe('an allowed draft', () => {
  test('is claimed once', () => {
    expect(given(...approved).when(claimCommand)).toMatchObject({ type: 'claimed' })
    expect(given(...publishing).when(claimCommand)).toMatchObject({ refused: 'lost-claim' })
  })
  test('is not claimed while a stop is on, nor after its deadline', () => {
    expect(given(...approved).when(claimCommand, moment(later, stopped))).toMatchObject({ refused: 'stopped' })
    expect(given(...approved).when(claimCommand, moment(tooLate))).toMatchObject({ refused: 'expired' })
  })
  test('is shown anew when more people can read the place than the approver saw', () => {
    const wider = { ...claimCommand, audience: { ...audience, outsiders: 9 } }
    expect(given(...approved).when(wider)).toMatchObject({ type: 'audience-widened', revision: { number: 2 } })
  })
  test('goes back to people when the one who allowed it has left', () => {
    expect(given(...approved).when({ ...claimCommand, approvers: [gone] })).toMatchObject({
      type: 'returned',
      approvals: [],
    })
    expect(given(...approved).when({ ...claimCommand, approvers: [{ ...ada, active: false }] })).toMatchObject({
      type: 'returned',
      approvals: [],
    })
  })
  test('can be vetoed by a moderator until it is being sent', () => {
    expect(given(...approved).when({ do: 'veto', who: mia, reason: 'wrong' })).toMatchObject({ type: 'vetoed' })
    expect(given(...approved).when({ do: 'veto', who: bo, reason: 'wrong' })).toMatchObject({ refused: 'not-yours' })
    expect(given(...publishing).when({ do: 'veto', who: mia, reason: 'wrong' })).toMatchObject({
      refused: 'not-waiting',
    })
  })
  test('goes back to waiting when the approval is taken back', () => {
    const back = given(...approved).when({ do: 'retract', who: ada })
    expect(back).toMatchObject({ type: 'retracted' })
  })
})

describe('a publish that ends', () => {
  const settle = (
    outcome: { ended: 'unclear' | 'blocked' | 'failed' | 'not-sent-yet'; why: string } | { ended: 'sent' },
    owner = 'one',
  ) => given(...publishing).when({ do: 'settle', owner, outcome })
  test('is believed only from the process that holds the claim', () => {
    expect(settle({ ended: 'sent' })).toMatchObject({ type: 'published', post: onePost })
    expect(settle({ ended: 'sent' }, 'two')).toMatchObject({ refused: 'lost-claim' })
  })
  test('keeps certainly sent, certainly not sent and unclear apart', () => {
    expect(settle({ ended: 'unclear', why: 'timeout' })).toMatchObject({ type: 'lost-sight' })
    expect(settle({ ended: 'blocked', why: 'archived' })).toMatchObject({ type: 'blocked' })
    expect(settle({ ended: 'failed', why: 'gone' })).toMatchObject({ type: 'failed' })
    expect(settle({ ended: 'not-sent-yet', why: 'throttled' })).toMatchObject({ type: 'released' })
  })
  test('is given up for lost only when the lease is over', () => {
    expect(given(...publishing).when({ do: 'lose-sight' }, moment(noon + 1000))).toMatchObject({
      refused: 'lost-claim',
    })
    expect(given(...publishing).when({ do: 'lose-sight' }, moment(noon + 20_000))).toMatchObject({ type: 'lost-sight' })
  })
  const lost: DraftEvent[] = [...publishing, { type: 'lost-sight', why: 'timeout', at: noon }]
  test('asks a person only after it was looked for, and only then believes one', () => {
    expect(given(...lost).when({ do: 'not-there', who: ada })).toMatchObject({ refused: 'not-waiting' })
    const asked = given(...lost, { type: 'not-found', at: noon })
    expect(asked.when({ do: 'not-there', who: ada })).toMatchObject({ type: 'not-there' })
    expect(asked.when({ do: 'there', who: ada })).toMatchObject({
      type: 'published',
      post: onePost,
      by: { name: 'Ada' },
    })
    expect(asked.when({ do: 'there', who: bo })).toMatchObject({ refused: 'not-yours' })
  })
  test('is told of by the platform too: noted part by part, while it may still be under way, and nothing is settled', () => {
    const part = { part: 1, ref: '1.1' }
    const told: DraftEvent = { type: 'part-seen', part, at: noon }
    for (const before of [publishing, lost, [...lost, { type: 'not-found', at: noon } as const]]) {
      expect(given(...before).when({ do: 'see', part })).toEqual(told)
      expect(given(...before, told).when({ do: 'see', part })).toMatchObject({ refused: 'nothing-changed' })
      expect(given(...before, told).when({ do: 'see', part: { part: 2, ref: '1.2' } })).toMatchObject({
        type: 'part-seen',
      })
    }
    const went = given(...publishing, told).when({ do: 'go-on', claim: { owner: 'one', at: noon, until: later } })
    expect(went).toMatchObject({ type: 'went-on', claim: { seen: [part] } })
    const settled = given(...publishing, { type: 'published', post: onePost, at: noon })
    expect(settled.when({ do: 'see', part })).toMatchObject({ refused: 'already-settled' })
    const again = given(...publishing, told, { type: 'released', why: 'throttled', at: noon })
    expect(again.when({ do: 'see', part })).toMatchObject({ refused: 'not-waiting' })
  })
  const other = { owner: 'two', at: noon + 30_000, until: noon + 50_000 }
  const goOn = (events: readonly DraftEvent[], owner: string, at: number, more: Partial<Moment> = {}) =>
    given(...events).when({ do: 'go-on', claim: { ...other, owner } }, { ...moment(at), ...more })
  test('of several messages goes on for the one who is sending it, and for nobody else while the claim lives', () => {
    expect(goOn(publishing, 'one', noon + 1000)).toMatchObject({
      type: 'went-on',
      claim: { owner: 'one', post: onePost, since: noon },
    })
    expect(goOn(publishing, 'two', noon + 60_000)).toMatchObject({ refused: 'lost-claim' })
    expect(goOn(lost, 'two', noon + 19_999)).toMatchObject({ refused: 'lost-claim' })
  })
  test('is taken over once the claim is over, and then no longer from the first one', () => {
    expect(goOn(lost, 'two', noon + 20_000)).toMatchObject({ type: 'went-on', claim: { owner: 'two' } })
    const taken: DraftEvent[] = [...lost, { type: 'went-on', claim: { ...other, post: onePost, since: noon } }]
    expect(goOn(taken, 'one', noon + 31_000)).toMatchObject({ refused: 'lost-claim' })
    expect(goOn(taken, 'two', noon + 31_000)).toMatchObject({ type: 'went-on' })
  })
  test('does not go on under a stop, nor when a person has been asked, nor before more readers', () => {
    expect(goOn(publishing, 'one', noon + 1000, { board: { stops: [stop] } })).toMatchObject({ refused: 'stopped' })
    expect(goOn([...lost, { type: 'not-found', at: noon }], 'one', noon + 1000)).toMatchObject({
      refused: 'lost-claim',
    })
    const wider = { ...audience, outsiders: audience.outsiders + 1 }
    expect(given(...lost).when({ do: 'go-on', claim: other, audience: wider }, moment(noon + 20_000))).toMatchObject({
      refused: 'audience-wider',
    })
  })
  test('after "not there" it is another round, with another marker', () => {
    const again = given(
      ...lost,
      { type: 'not-found', at: noon },
      { type: 'not-there', by: { person: ada.person, name: 'Ada' }, at: noon },
    )
    expect(again.draft).toMatchObject({ state: 'approved', round: 2 })
  })
})

describe('a stop', () => {
  const lifted: StopBoard = { stops: [{ ...stop, from: noon + hour, until: noon + 3 * hour }] }
  test('makes the deadline stand still for as long as it stood', () => {
    expect(given(...held).when(approveAs(ada), moment(noon + 6 * hour - 1, lifted))).toMatchObject({ type: 'approved' })
    expect(given(...held).when({ do: 'expire' }, moment(noon + 5 * hour, lifted))).toMatchObject({
      refused: 'not-waiting',
    })
    expect(given(...held).when({ do: 'expire' }, moment(noon + 6 * hour, lifted))).toMatchObject({ type: 'expired' })
  })
  test('counts once where two of them overlap', () => {
    const two = {
      stops: [
        ...lifted.stops,
        { ...stop, scope: { over: 'agent', agent: clara } as const, from: noon + 2 * hour, until: noon + 4 * hour },
      ],
    }
    expect(given(...held).when({ do: 'expire' }, moment(noon + 7 * hour - 1, two))).toMatchObject({
      refused: 'not-waiting',
    })
    expect(given(...held).when({ do: 'expire' }, moment(noon + 7 * hour, two))).toMatchObject({ type: 'expired' })
  })
  test('of another agent or another channel freezes nothing here', () => {
    const elsewhere: StopBoard = {
      stops: [
        { ...stop, scope: { over: 'agent', agent: colin } },
        { ...stop, scope: { over: 'channel', lane: 'practice/practice/random' } },
        { ...stop, scope: { over: 'agent', agent: clara, lane: 'practice/practice/random' } },
      ],
    }
    expect(given(...held).when(approveAs(ada), moment(later, elsewhere))).toMatchObject({ type: 'approved' })
    const here: StopBoard = {
      stops: [{ ...stop, scope: { over: 'agent', agent: clara, lane: `practice/practice/${help.channel}` } }],
    }
    expect(given(...held).when(approveAs(ada), moment(later, here))).toMatchObject({ refused: 'stopped' })
  })
  test('never keeps anybody from saying no', () => {
    expect(given(...held).when({ do: 'reject', who: ada, reason: 'no' }, moment(later, stopped))).toMatchObject({
      type: 'rejected',
    })
    expect(given(...held).when({ do: 'keep', who: ada }, moment(later, stopped))).toMatchObject({ type: 'kept' })
  })
})

describe('the agent', () => {
  const again = {
    do: 'revision',
    agent: clara,
    content: { text: 'Better.', tags: [] },
    disclosure: base.revision.disclosure,
    salt: '02',
  } as const
  test('revises and withdraws its own, until it is being sent', () => {
    expect(given(...held).when(again)).toMatchObject({ type: 'revised', revision: { number: 2 } })
    expect(given(...approved).when({ do: 'withdraw', agent: clara })).toMatchObject({ type: 'withdrawn' })
    expect(given(...publishing).when(again)).toMatchObject({ refused: 'not-waiting' })
    expect(given(...publishing).when({ do: 'withdraw', agent: clara })).toMatchObject({ refused: 'not-waiting' })
  })
  test('is not told that another agent’s draft exists', () => {
    expect(given(...held).when({ ...again, agent: colin })).toEqual({ refused: 'unknown-draft' })
  })
  test('voids the approvals with a new revision', () => {
    expect(given(...approved, { type: 'revised', revision: { ...base.revision, number: 2 } }).draft).toMatchObject({
      state: 'screening',
    })
  })
})

describe('buttons and clicks', () => {
  test('cannot disagree: what a card offers is what a click may do', () => {
    const drafts = [given(...held), given(...heldHigh), given(...approved), given(...publishing)].map(
      (one) => one.draft,
    )
    for (const draft of drafts) {
      if (draft === undefined) throw new Error('no draft')
      for (const who of [ada, bo, mia, gus, machine]) {
        const offered = actionsFor(draft, who, moment())
        for (const action of draftActions)
          expect(guard(action, draft, who, moment()) === undefined).toBe(offered.includes(action))
      }
    }
  })
  test('offer everything a person needs who asked, and nothing to a guest', () => {
    const { draft } = given(...held)
    if (draft === undefined) throw new Error('no draft')
    expect(actionsFor(draft, ada, moment())).toEqual(['approve', 'edit', 'keep', 'reject', 'revise', 'hand'])
    expect(actionsFor(draft, gus, moment())).toEqual([])
    expect(actionsFor(draft, mia, moment())).toEqual(['reject', 'revise'])
  })
})

describe('a settled draft', () => {
  const by = { person: ada.person, name: 'Ada' }
  const settled: readonly (readonly [string, DraftEvent])[] = [
    ['kept', { type: 'kept', by, at: noon }],
    ['rejected', { type: 'rejected', by, reason: 'no', at: noon }],
    ['expired', { type: 'expired', at: noon }],
    ['withdrawn', { type: 'withdrawn', at: noon }],
    ['refused', { type: 'refused', why: 'place-closed', findings: [], at: noon }],
    ['failed', { type: 'failed', why: 'gone', at: noon }],
  ]
  test.each(settled)('that was %s absorbs whatever comes', (state, event) => {
    const end = given(...held, event)
    const commands = [
      approveAs(ada),
      { do: 'reject', who: mia, reason: 'no' },
      { do: 'keep', who: ada },
      { do: 'veto', who: mia, reason: 'no' },
      { do: 'withdraw', agent: clara },
      { do: 'expire' },
      claimCommand,
      { do: 'begin-screening' },
      { do: 'finish-screening', revision: 1, screened: lowRisk },
      { do: 'settle', owner: 'one', outcome: { ended: 'sent' } },
      { do: 'lose-sight' },
      { do: 'found' },
      { do: 'ask-people' },
    ] as const
    for (const command of commands)
      expect(end.when(command, moment(tooLate))).toMatchObject({ refused: 'already-settled', state })
  })
  test('refuses the second reviewer and says what it became', () => {
    const refused = given(...held, { type: 'rejected', by, reason: 'no', at: later }).when(
      { do: 'reject', who: mia, reason: 'no' },
      moment(later + minute),
    )
    expect(refused).toEqual({ refused: 'already-settled', state: 'rejected', by: 'Ada', at: later })
  })
  test('throws on an event that does not fit, instead of bending', () => {
    const { draft } = given(...held)
    expect(() => evolve(draft, { type: 'published', post: onePost, at: noon })).toThrow('applying published')
  })
})
