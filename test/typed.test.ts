// A secret that a person types beside a draft: each text by its name, from where it is typed to everything that is saved,
// shown, told and carried. It is taken out, its typist is told in private, and what they wanted done is done all the same.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Disclosure, nothingDisclosed } from '../src/draft/disclosure.ts'
import type { DraftIn } from '../src/draft/draft.ts'
import { ask } from '../src/gateway/ask.ts'
import { type Click, decideDraft } from '../src/gateway/decision.ts'
import { askForGrant, askForGrantAs } from '../src/gateway/granting.ts'
import { submit } from '../src/gateway/intake.ts'
import { ownInvitation } from '../src/gateway/inviting.ts'
import { meet } from '../src/gateway/meet.ts'
import { giveRole } from '../src/gateway/people.ts'
import { setPlaceRule } from '../src/gateway/place-rule.ts'
import { recallPostByToken, touchPost } from '../src/gateway/reading.ts'
import { assessAgent, nameOwner } from '../src/gateway/registering.ts'
import { rulesNow, setRules, takeInFile } from '../src/gateway/ruling.ts'
import { stop, stopFromCard } from '../src/gateway/stopping.ts'
import { stopByToken } from '../src/gateway/token-stop.ts'
import { setWebhook } from '../src/gateway/webhook.ts'
import { type AgentId, type DraftId, draftId, type PostId, sure } from '../src/id.ts'
import { commit as commitTo } from '../src/ledger/entry.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { lookThrough, spokenRemoved } from '../src/screening/typed.ts'
import { hour, minute } from '../src/time.ts'
import { corpus } from './corpus/read.ts'
import { broken, historyOf } from './promises.ts'
import { writeRule } from './rule-book.ts'
import { account, openStage, place, type Stage } from './stage.ts'

const secret = `gh${'p_'}q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0`
const mark = '[secret removed: github]'
const typed = `because ${secret} is in it`
const here = place('platform-help')

let stage: Stage
let clara: AgentId
let saved: string[]
let keys = 0
beforeEach(async () => {
  stage = await openStage()
  saved = []
  const { record } = stage.house
  stage.house = {
    ...stage.house,
    record: {
      ...record,
      save(save) {
        saved.push(JSON.stringify(save))
        return record.save(save)
      },
    },
  }
  clara = await stage.registerAgent('Careful Clara', '1')
  await setWebhook(stage.house, clara, 'https://agents.example.com/hook')
})
afterEach(() => stage[Symbol.asyncDispose]())

function must<T>(done: T | Refusal): T {
  if (isRefusal(done)) throw new Error(`refused: ${done.refused}`)
  return done
}

async function pending(text = 'Staging deploys run at 09:00.', disclosure: Disclosure = nothingDisclosed) {
  const asking = must(await ask(stage.house, account('ada'), clara, here, 'how?'))
  const said = { content: { text, tags: [] }, disclosure, run: {}, invocation: asking.invocation.id }
  const submission = { destination: here, intent: { intent: 'post' }, ...said } as const
  const receipt = must(await submit(stage.house, stage.tokens.get(clara) ?? '', submission, `k${keys++}`))
  await stage.deliver()
  return waiting(sure(draftId, receipt.draft.id))
}

async function waiting(id: DraftId): Promise<DraftIn<'pending'>> {
  const { seen } = await stage.house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft?.is.state !== 'pending') throw new Error(`it is ${seen.draft?.is.state}`)
  return seen.draft.is
}

const shownOf = (draft: DraftIn<'pending'>) => ({ revision: 1, fingerprint: draft.screened.fingerprint })

async function clicks(click: (draft: DraftIn<'pending'>) => Click, text?: string): Promise<void> {
  const draft = await pending(text)
  stage.clock.at += minute
  must(await decideDraft(stage.house, account('ada'), draft.id, click(draft)))
}

async function published(): Promise<PostId> {
  const draft = await pending()
  const click = { do: 'approve', shown: shownOf(draft), ticked: [], did: 'read' } as const
  must(await decideDraft(stage.house, account('ada'), draft.id, click))
  await stage.deliver()
  const { seen } = await stage.house.record.look({ draft: { kind: 'draft', id: draft.id } })
  if (seen.draft?.is.state !== 'published') throw new Error(`it is ${seen.draft?.is.state}`)
  return seen.draft.is.post
}

const quarter = { place: here, lastsMs: 15 * minute, why: typed }
const form = { autonomy: 'draft', first: 'invoker', second: 'member', expires: '30m' } as const

/** Each text that a person can type in a chat: who does, and how. */
const inChat: { readonly [name: string]: readonly [user: string, types: () => Promise<unknown>] } = {
  'the question to an agent': ['ada', async () => must(await ask(stage.house, account('ada'), clara, here, typed))],
  'the reason of a reject': ['ada', () => clicks(() => ({ do: 'reject', reason: typed }))],
  'the reason of a veto': [
    'mia',
    async () => {
      const draft = await pending()
      const approve = { do: 'approve', shown: shownOf(draft), ticked: [], did: 'read' } as const
      must(await decideDraft(stage.house, account('ada'), draft.id, approve))
      must(await decideDraft(stage.house, account('mia'), draft.id, { do: 'veto', reason: typed }))
    },
  ],
  'the note of an approval': [
    'ada',
    () => clicks((draft) => ({ do: 'approve', shown: shownOf(draft), ticked: [], did: 'read', note: typed })),
  ],
  'the change reference of an approval': [
    'ada',
    () =>
      clicks(
        (draft) => ({ do: 'approve', shown: shownOf(draft), ticked: [], did: 'read', change: typed }),
        'Then run the migration against the production database.',
      ),
  ],
  'the words of a revision request': [
    'ada',
    () => clicks((draft) => ({ do: 'revise', shown: shownOf(draft), wants: [], words: typed })),
  ],
  'what is ticked in a revision request': [
    'ada',
    () => clicks((draft) => ({ do: 'revise', shown: shownOf(draft), wants: [typed], words: '' })),
  ],
  'the words of a report': [
    'bo',
    async () => must(await touchPost(stage.house, account('bo'), await published(), report)),
  ],
  'the reason of a recall': [
    'ada',
    async () => {
      const post = await published()
      must(await touchPost(stage.house, account('bo'), post, { do: 'act', act: 'ran' }))
      must(await touchPost(stage.house, account('ada'), post, { do: 'recall', reason: typed }))
    },
  ],
  'the reason of a stop from a card': [
    'ada',
    async () => must(await stopFromCard(stage.house, account('ada'), (await pending()).id, 'here', typed)),
  ],
  'the reason of a stop': [
    'sec',
    async () => must(await stop(stage.house, account('sec'), here, { over: 'all' }, typed)),
  ],
  'the reason of a grant': [
    'ada',
    async () => {
      await writeRule(stage.house, 'auto')
      must(await askForGrantAs(stage.house, account('ada'), clara, quarter))
    },
  ],
  'the standing instructions in the form of a rule': [
    'sec',
    async () => {
      const said = { ...form, unverified: 'refuse', outsiders: 'allow', instructions: typed }
      const set = must(await setPlaceRule(stage.house, account('sec'), here, said, 0))
      if ('wrong' in set) throw new Error(set.wrong.join())
    },
  ],
}
const report = { do: 'report', complaint: 'wrong', words: typed } as const

/** What comes with the admin token, from a file or from an agent: there is nobody to be told. */
const otherwise: { readonly [name: string]: () => Promise<unknown> } = {
  'the reason of a stop by the admin token': async () =>
    expect(must(await stopByToken(stage.house, { over: 'all' }, typed)).reason).toBe(`because ${mark} is in it`),
  'the reason of a recall by the admin token': async () =>
    must(await recallPostByToken(stage.house, await published(), typed)),
  'the standing instructions of a rules file': async () => {
    const rule = { name: 'here', autonomy: 'draft', expiresAfterMs: hour, instructions: typed } as const
    must(await takeInFile(stage.house, { rules: [rule] }))
    // What was taken out is no difference between the file and the record.
    expect(await takeInFile(stage.house, { rules: [rule] })).toMatchObject({ changed: false, stale: false })
    const { version } = await rulesNow(stage.house)
    expect(await setRules(stage.house, 'admin-token', [rule], version)).toMatchObject({ changed: false })
  },
  'the words of an admin’s assessment of an agent': async () => {
    const who = must(await meet(stage.house, account('sec'), here))
    must(await giveRole(stage.house, who.person, 'admin'))
    must(await nameOwner(stage.house, clara, who.person))
    must(await assessAgent(stage.house, clara, who.person, { risk: 'low', words: typed, lastsMs: hour }))
  },
  'the reason for which an agent asks for a grant': async () => {
    await writeRule(stage.house, 'auto')
    must(await askForGrant(stage.house, stage.tokens.get(clara) ?? '', quarter, 'once'))
  },
}

/** Everything that was ever saved, shown, told, carried or logged. */
function everywhere(): string {
  const { shown, notes, truth, announced, grantsShown } = stage.platform
  const { arrived } = stage.agents
  const cards = [...shown.values(), ...grantsShown.values()]
  return JSON.stringify([saved, cards, notes, truth, announced, arrived, stage.logged])
}

async function isNowhere(): Promise<void> {
  await stage.deliver()
  const all = everywhere()
  expect(all).toContain(mark)
  expect(all).not.toContain(secret)
  expect(all).not.toContain(secret.slice(8, 30))
  expect(broken(await historyOf(stage.house.record), stage.platform)).toEqual([])
}

describe('a secret that a person types', () => {
  test.each(Object.keys(inChat))('is taken out of %s, and they alone are told', async (name) => {
    const [user, types] = inChat[name] ?? ['', async () => undefined]
    await types()
    await isNowhere()
    expect(stage.platform.notes.filter(({ line }) => line === spokenRemoved)).toEqual([
      { account: user, line: spokenRemoved },
    ])
  })

  test.each(Object.keys(otherwise))('is taken out of %s', async (name) => {
    await otherwise[name]?.()
    await isNowhere()
    expect(stage.logged.join()).toContain('a secret was taken out of what was typed')
    expect(stage.platform.notes).toEqual([])
  })

  test('is taken out of the thread that an agent gets, also where it is cut', async () => {
    const words = [`see ${secret}`, `${'a '.repeat(1990)} ${secret}`, `${'b'.repeat(3990)} ${secret}`]
    const thread = words.map((text) => ({ account: account('bo'), at: stage.clock.at, text, mentions: [] }))
    stage.platform.said.set('practice/practice/platform-help', thread)
    const asking = must(await ask(stage.house, account('ada'), clara, here, 'how?'))
    const invitation = must(await ownInvitation(stage.house, stage.tokens.get(clara) ?? '', asking.invocation.id))
    await stage.deliver()
    const told = JSON.stringify([invitation.told, stage.agents.arrived])
    expect(told).toContain(mark)
    expect(told).not.toContain(secret.slice(0, 8))
    expect(everywhere()).not.toContain(secret.slice(8, 30))
  })

  test('is not in what the entry of it commits to', async () => {
    const draft = await pending()
    must(await decideDraft(stage.house, account('ada'), draft.id, { do: 'reject', reason: typed }))
    const entries = await stage.house.record.entries({ stream: draft.id, limit: 100 })
    const leaf = JSON.parse(entries.at(-1)?.leaf ?? '')
    expect(leaf).toMatchObject({
      event: 'rejected',
      commitments: { reason: commitTo(draft.revision.salt, `because ${mark} is in it`) },
    })
  })

  test('holds up no “no”: where nobody can be told, and where all of it is the secret', async () => {
    const draft = await pending()
    const { reviewers } = stage.platform
    const deaf = {
      ...reviewers,
      note: () => Promise.reject(new Error('the platform is away')),
    }
    stage.house = { ...stage.house, reviewers: new Map([['practice', deaf]]) }
    const done = await decideDraft(stage.house, account('ada'), draft.id, { do: 'reject', reason: secret })
    expect(done).toMatchObject({ state: 'rejected', reason: mark })
    const slow = { ...reviewers, note: () => new Promise<void>(() => undefined) }
    stage.house = { ...stage.house, reviewers: new Map([['practice', slow]]) }
    expect(await stop(stage.house, account('sec'), here, { over: 'all' }, secret)).toMatchObject({ reason: mark })
  })

  test('leaves what has none as it was, and its typist alone', async () => {
    must(await ask(stage.house, account('ada'), clara, here, 'Where does the password live: `vault kv get ops/db`?'))
    const draft = await pending()
    const done = await decideDraft(stage.house, account('ada'), draft.id, { do: 'reject', reason: 'the token is old' })
    expect(done).toMatchObject({ reason: 'the token is old' })
    expect(stage.platform.notes).toEqual([])
  })
})

describe('what looks a typed text through', () => {
  test.each(['before', 'second', 'third'] as const)('leaves no secret of the labelled texts: %s', (half) => {
    const left = corpus(half).filter(({ text, secrets }) => {
      const { text: clean } = lookThrough(text)
      return secrets.some((one) => clean.includes(one))
    })
    expect(left.map(({ id }) => id)).toEqual([])
  })
  test.each(['before', 'second', 'third'] as const)('takes nothing from the harmless ones: %s', (half) => {
    const harmless = corpus(half).filter(({ found }) => !found.includes('secrets'))
    expect(harmless.filter(({ text }) => lookThrough(text).secrets > 0).map(({ id }) => id)).toEqual([])
  })
  test.each([
    ['cut by a line end', `it is\n${secret.slice(0, 18)}\n${secret.slice(18)}`],
    ['in base64', Buffer.from(`key ${secret}`).toString('base64')],
    ['with a letter of no width in it', `${secret.slice(0, 12)}\u200B${secret.slice(12)}`],
    ['as a chosen password', 'the password is Tr0ub4dor&3xyz'],
    ['in a text that is too long for us', `${'word '.repeat(11_000)} and no secret at all`],
  ])('finds it %s, and has nothing to find in what it leaves', (_, text) => {
    const clean = lookThrough(text)
    expect(clean.secrets).toBeGreaterThan(0)
    expect(lookThrough(clean.text)).toEqual({ text: clean.text, secrets: 0 })
  })
})
