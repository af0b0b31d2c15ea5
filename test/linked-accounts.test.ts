// F4: one human counts once, whatever accounts they use, also when we learn only later that two accounts are one human's.

import { describe, expect, test } from 'vitest'
import { quorum } from '../src/draft/seat.ts'
import { asOne, type Standing } from '../src/person/person.ts'
import { usualAsks } from '../src/rule/judge.ts'
import {
  ada,
  approvalOf,
  approveAs,
  base,
  bo,
  deadline,
  given,
  heldHigh,
  highRisk,
  later,
  moment,
  opensAccess,
  received,
  screened,
  screening,
  twoVerdict,
} from './people.ts'

/** Ada's second account was Bo to us, until they were linked. */
const adaAndBo: Standing = { ...ada, formerly: [bo.person] }
const high = moment(later, undefined, twoVerdict)
const givenBy = (who: Standing) =>
  ({ type: 'approval-given', approval: { ...approvalOf(who, highRisk).approval } }) as const

describe('F4 two accounts that are found to be one human', () => {
  test('decide once: the second click is refused', () => {
    const play = given(...heldHigh, givenBy(bo))
    expect(play.when(approveAs(adaAndBo, highRisk), high)).toEqual({ refused: 'already-approved' })
  })

  test('are not the second person to their own question', () => {
    const play = given(...heldHigh, givenBy(ada))
    const boWasAda: Standing = { ...bo, formerly: [ada.person] }
    expect(play.when(approveAs(boWasAda, highRisk), high)).toEqual({ refused: 'already-approved' })
  })

  test('count once when it is about to be sent, though each approved before', () => {
    const { draft } = given(...heldHigh, givenBy(ada), { ...approvalOf(bo, highRisk) })
    if (draft?.state !== 'approved') throw new Error('it is not approved')
    expect(quorum(draft, twoVerdict, [ada, bo])).toBe(true)
    expect(quorum(draft, twoVerdict, [adaAndBo, adaAndBo])).toBe(false)
  })

  test('count once also where the rule lets the one who asked be the second', () => {
    const verdict = { ...twoVerdict, asks: { ...usualAsks, distinctFrom: [] } }
    const shown = screened(base, [{ ...opensAccess }], verdict)
    const before = [received, screening, { type: 'held', screened: shown, deadline }] as const
    const second = approvalOf(bo, shown)
    const { draft } = given(...before, { type: 'approval-given', approval: approvalOf(ada, shown).approval }, second)
    if (draft?.state !== 'approved') throw new Error('it is not approved')
    expect(quorum(draft, verdict, [ada, bo])).toBe(true)
    expect(quorum(draft, verdict, [adaAndBo, adaAndBo])).toBe(false)
  })

  test('may take back what they gave under the id of then', () => {
    const play = given(...heldHigh, givenBy(bo))
    const event = play.when({ do: 'retract', who: adaAndBo }, high)
    expect(event).toMatchObject({ type: 'retracted', by: { person: bo.person } })
  })
})

describe('one human with two accounts in a place', () => {
  const old: Standing = { ...ada, active: false, roles: ['admin'] }
  const asModerator: Standing = { ...ada, roles: ['moderator'], groups: ['oncall'] }

  test('stands there by the one that may decide, with nothing of the one that has left', () => {
    expect(asOne([old, asModerator])).toEqual(asModerator)
    expect(asOne([old])).toEqual(old)
    expect(asOne([])).toBeUndefined()
  })

  test('has the roles and groups of both, where both may decide', () => {
    expect(asOne([ada, asModerator])).toMatchObject({ roles: ['moderator'], groups: ['oncall'] })
  })
})
