// One secret for each text that a person types beside a draft, so that one which is found has a name; and a gate in which
// each of them is typed.

import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { ask } from '../src/gateway/ask.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { askForGrantAs } from '../src/gateway/granting.ts'
import { setPlaceRule } from '../src/gateway/place-rule.ts'
import { touchPost } from '../src/gateway/reading.ts'
import { stop } from '../src/gateway/stopping.ts'
import { agentId, type DraftId, postId, sure } from '../src/id.ts'
import { laneOf } from '../src/place.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { minute } from '../src/time.ts'
import type { Gate } from './gate.ts'

const token = (letter: string) => `gh${'p_'}${letter}8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0`

export const typedSecrets = {
  'a secret in a question': token('A'),
  'a secret in the reason of a reject': token('B'),
  'a secret in the note of an approval': token('C'),
  'a secret in the words of a revision request': token('D'),
  'a secret in the words of a report': token('E'),
  'a secret in the reason of a recall': token('F'),
  'a secret in the reason of a stop': token('G'),
  'a secret in the reason of a grant': token('H'),
  'a secret in the standing instructions of a rule': token('J'),
} as const

/** Drafts that wait, and one way to wait for what becomes of them. */
export type Waiting = {
  waits(): Promise<{ readonly id: DraftId; readonly shown: { revision: number; fingerprint: string } }>
  published(id: DraftId): Promise<string>
}

export async function typeAll({ agent, listening }: Gate, { waits, published }: Waiting): Promise<void> {
  const { house } = listening.open
  const says = (name: keyof typeof typedSecrets) => `${name}: ${typedSecrets[name]}`
  const at = destinationOf('random')
  const done = (came: object | Refusal) => {
    if (isRefusal(came)) throw new Error(came.refused)
  }
  const clara = sure(agentId, agent)
  done(await ask(house, accountOf('ada'), clara, destinationOf('platform-help'), says('a secret in a question')))
  const rejected = await waits()
  const reason = says('a secret in the reason of a reject')
  done(await decideDraft(house, accountOf('ada'), rejected.id, { do: 'reject', reason }))
  const { id, shown } = await waits()
  const note = says('a secret in the note of an approval')
  done(await decideDraft(house, accountOf('ada'), id, { do: 'approve', shown, ticked: [], did: 'read', note }))
  const revised = await waits()
  const words = says('a secret in the words of a revision request')
  const revise = { do: 'revise', shown: revised.shown, wants: [], words } as const
  done(await decideDraft(house, accountOf('ada'), revised.id, revise))
  const post = sure(postId, await published(id))
  const report = { do: 'report', complaint: 'wrong', words: says('a secret in the words of a report') } as const
  done(await touchPost(house, accountOf('bo'), post, report))
  const recall = { do: 'recall', reason: says('a secret in the reason of a recall') } as const
  done(await touchPost(house, accountOf('mia'), post, recall))
  const rule = {
    autonomy: 'auto',
    first: 'invoker',
    second: 'member',
    expires: '30m',
    unverified: 'reviewers',
  } as const
  const instructions = says('a secret in the standing instructions of a rule')
  done(await setPlaceRule(house, accountOf('sec'), at, { ...rule, outsiders: 'allow', instructions }, 0))
  const request = { place: at, lastsMs: 15 * minute, why: says('a secret in the reason of a grant') }
  done(await askForGrantAs(house, accountOf('ada'), clara, request))
  const scope = { over: 'channel', lane: laneOf(at) } as const
  done(await stop(house, accountOf('mia'), at, scope, says('a secret in the reason of a stop')))
}
