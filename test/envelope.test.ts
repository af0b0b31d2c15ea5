import { describe, expect, test } from 'vitest'
import { fill, fingerprintOf, markerOf, plain, spokenApprovers, withSlots } from '../src/draft/envelope.ts'
import { base, lowRisk, oneVerdict, opensAccess, screened } from './people.ts'

const slots = { approvers: 'Ada (read it)', approvedAt: 'noon', ref: 'p_1', marker: 'm' }
const { envelope } = lowRisk

describe('an envelope', () => {
  test('is filled in its slots and nowhere else', () => {
    const open = {
      ...envelope,
      payloads: [{ label: withSlots(['allowed by ', { slot: 'approvers' }]), text: '{"slot":"ref"}' }],
    }
    expect(fill(open, slots)).toEqual([{ label: 'allowed by Ada (read it)', text: '{"slot":"ref"}' }])
  })
  test('with a slot that does not exist is not ours, and is not filled', () => {
    const odd = { ...envelope, payloads: [{ $words: ['x', { slot: 'approver' }] }] }
    expect(() => fill(odd, slots)).toThrow('a slot that does not exist')
    expect(() => fill({ ...envelope, payloads: [{ $words: 'text' }] }, slots)).toThrow('not a list')
  })
  test('has another fingerprint when anything of it changes, and the same when nothing does', () => {
    const same = screened(base, [], oneVerdict)
    expect(same.fingerprint).toBe(lowRisk.fingerprint)
    const others = [
      { ...envelope, nonce: 'n2' },
      { ...envelope, destination: { ...envelope.destination, channel: 'random' } },
      { ...envelope, later: [{ part: 'step', id: 's1', text: 'x', risk: 'y' }] as const },
      { ...envelope, audience: { ...envelope.audience, outsiders: 4 } },
      { ...envelope, rule: { ...envelope.rule, version: 2 } },
      { ...envelope, payloads: [] },
    ]
    expect(new Set([lowRisk.fingerprint, ...others.map(fingerprintOf)]).size).toBe(others.length + 1)
  })
  test('has a marker of its own for each round, and none without the key', () => {
    const marker = (key: string, round: number) => markerOf(key, envelope, lowRisk.fingerprint, round)
    expect(new Set([marker('k', 1), marker('k', 2), marker('other', 1)]).size).toBe(3)
    expect(marker('k', 1)).toBe(marker('k', 1))
  })
})

describe('a risky passage', () => {
  const text = 'First this.\n\n- harmless\n- chmod 777 /srv\n\nThen that.'
  const draft = { ...base, revision: { ...base.revision, content: { text, tags: [] } } }
  const at = text.indexOf('chmod')
  const shown = screened(draft, [{ ...opensAccess, where: { from: at, to: at + 9 } }], oneVerdict)
  test('is taken out of every payload and bound by the fingerprint as a later part', () => {
    expect(JSON.stringify(shown.envelope.payloads)).not.toContain('chmod')
    expect(JSON.stringify(shown.envelope.payloads)).toContain('harmless')
    expect(shown.envelope.later).toMatchObject([{ part: 'step', id: 's1', text: '- chmod 777 /srv' }])
  })
})

describe('the names of those who allowed it', () => {
  test('say no more than what each did', () => {
    const ada = { name: 'Ada', did: 'read', asked: true } as const
    expect(spokenApprovers([ada, { name: 'Bo', did: 'ran', asked: false }])).toBe(
      'Ada (asked; read it) and Bo (ran it)',
    )
  })
  test.each([
    ['<!channel> @everyone', 'channel everyone'],
    ['[Sec](https://evil.example)', 'Sechttpsevil.example'],
    ['*Ada* `root`', 'Ada root'],
    ['\u202e', 'someone'],
  ])('lose what a platform could take for its own: %j', (name, left) => {
    expect(plain(name)).toBe(left)
  })
})
