// The whole job in the practice chat, through its door: what a newcomer does in the browser, without the browser.

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { practiceDoor } from '../adapters/practice/door.ts'
import { cardOf } from '../adapters/practice/payload.ts'
import { seedPractice, tokensFile } from '../adapters/practice/seed.ts'
import { fill, markerOf, slotsFor } from '../src/draft/envelope.ts'
import { cardFor, cardsIn } from '../src/gateway/looking.ts'
import { type DraftId, draftId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { minute } from '../src/time.ts'
import { openPracticeHouse, origin, type PracticeHouse } from './practice-house.ts'

const incident = 'My job gets “permission denied” on the data store. How do I fix it?'
const deploy = 'When is the next staging deploy?'
const risky = 'readers everyone'

let practice: PracticeHouse

beforeEach(async () => {
  practice = await openPracticeHouse()
})
afterEach(async () => {
  await practice[Symbol.asyncDispose]()
})

function ask(agent: string, text: string, as = 'ada', channel?: string) {
  return practice.click('/say', as, { to: practice.seat(agent).agent, text }, channel)
}

/** The newest draft that waits in a channel, as its moderator sees it. */
async function waiting(channel = 'platform-help') {
  const cards = await cardsIn(practice.house, accountOf('mia'), destinationOf(channel), 10)
  if (isRefusal(cards) || cards[0] === undefined) throw new Error(`nothing waits in ${channel}`)
  const { draft, revision, fingerprint = '' } = cards[0].about
  return { draft, revision: String(revision), fingerprint }
}

async function approve(as: string, ticked: readonly string[] = []) {
  // As long as reading it takes.
  practice.clock.ahead += minute
  return practice.click('/draft', as, { do: 'approve', ...(await waiting()), ticked, did: 'checked' })
}

async function look(id: DraftId) {
  const { seen } = await practice.house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) throw new Error(`${id} is not there`)
  return seen.draft.is
}

async function publishedIncident() {
  await ask('colin', incident)
  const { draft } = await waiting()
  await approve('ada', ['0', '1'])
  await approve('bo', ['0', '1'])
  const is = await look(draft)
  if (is.state !== 'published') throw new Error(`${draft} is ${is.state}`)
  return is
}

const posts = () => practice.room.messages('platform-help', 'gus').filter((message) => message.kind === 'posted')

describe('a question to the careful agent', () => {
  test('becomes a draft that only the one who asked sees', async () => {
    const page = await ask('clara', deploy)
    expect(page).toContain('AI draft — not published')
    expect(page).toContain('Staging deploys run at')
    for (const other of ['bo', 'gus']) expect(await practice.page(other)).not.toContain('Staging deploys run at')
    expect(posts()).toEqual([])
  })

  test('is posted once for everybody, with the name of who allowed it, after one click', async () => {
    await ask('clara', deploy)
    await approve('ada')
    const seen = await practice.page('gus')
    expect(seen).toContain('Staging deploys run at')
    expect(seen).toContain('AI draft, allowed by Ada (asked; checked it)')
    expect(posts()).toHaveLength(1)
  })

  test('can be kept private, and then nothing is posted', async () => {
    await ask('clara', deploy)
    const page = await practice.click('/draft', 'ada', { do: 'keep', ...(await waiting()) })
    expect(page).toContain('Kept private — nothing was posted')
    expect(posts()).toEqual([])
  })

  test('shows a person’s own version once more before it is posted', async () => {
    await ask('clara', deploy)
    const text = 'The next staging deploy is at 15:00 UTC.\r\nAsk me before 14:45.'
    const page = await practice.click('/draft', 'ada', { do: 'edit', ...(await waiting()), text })
    expect(page).toContain('Changed since revision 1')
    expect(posts()).toEqual([])
    await approve('ada')
    expect(await practice.page('bo')).toContain('edited by Ada and allowed by Ada')
  })
})

describe('what is posted', () => {
  test('is byte for byte the payload that was shown, with the four slots filled', async () => {
    await ask('clara', deploy)
    const before = await look((await waiting()).draft)
    if (before.state !== 'pending') throw new Error(`it is ${before.state}`)
    const card = await cardFor(practice.house, accountOf('ada'), before.id)
    await approve('ada')
    const after = await look(before.id)
    if (after.state !== 'published') throw new Error(`it is ${after.state}`)
    const { envelope, fingerprint } = before.screened
    const marker = markerOf(practice.house.signer.keyFor('marker'), envelope, fingerprint, after.round)
    const [post] = posts()
    const sent = post?.kind === 'posted' ? post.payloads : []
    expect(sent).toEqual(fill(envelope, slotsFor(after, after.post, marker)))
    // The words that the card showed are the words of the post.
    const words = isRefusal(card) ? [] : card.sections.filter((section) => section.section === 'agent')
    expect(cardOf(sent[0])?.sections.filter((section) => section.section === 'agent')).toEqual(words)
  })

  test('is what readers are shown under “See it as readers will”', async () => {
    const page = await ask('colin', incident)
    const preview = page.slice(
      page.indexOf('See it as readers will'),
      page.indexOf('</details>', page.indexOf('See it as readers will')),
    )
    expect(preview).toContain('Hidden step 1 stands here')
    expect(preview).not.toContain(risky)
  })
})

describe('the sure answer that led to the incident', () => {
  test('is high risk whatever its confidence, and says why', async () => {
    const page = await ask('colin', incident)
    expect(page).toContain('Risk: HIGH')
    expect(page).toContain('It loosens access control')
    expect(page).toContain('Approve (1 of 2)')
  })

  test('is not approved while an assumption is unticked', async () => {
    await ask('colin', incident)
    expect(await approve('ada', ['0'])).toContain('Tick each assumption that you know to be true')
    expect(posts()).toEqual([])
  })

  test('needs a second person, and the first cannot be both', async () => {
    await ask('colin', incident)
    await approve('ada', ['0', '1'])
    expect(posts()).toEqual([])
    expect(await approve('ada', ['0', '1'])).toContain('You already approved this revision')
    await approve('bo', ['0', '1'])
    expect(posts()).toHaveLength(1)
  })

  test('hides its risky step from every reader until they open it, and from the room’s file for ever', async () => {
    const draft = await publishedIncident()
    for (const reader of ['bo', 'gus']) expect(await practice.page(reader)).not.toContain(risky)
    const gate = { do: 'reveal', post: draft.post, step: 's1' }
    const half = await practice.click('/post', 'gus', { ...gate, confirm: 'allowed' })
    expect(half).toContain('Tick every line before the step is shown')
    expect(half).not.toContain(risky)
    const shown = await practice.click('/post', 'gus', { ...gate, confirm: ['allowed', 'know'] })
    expect(shown).toContain('shown only to you')
    expect(shown).toContain(risky)
    expect(await practice.page('bo')).not.toContain(risky)
    expect(await readFile(join(practice.folder, 'practice.jsonl'), 'utf8')).not.toContain(risky)
    expect(await practice.page('bo')).toContain('Hidden steps opened by</dt><dd>Gus</dd>')
  })

  test('is recalled by a moderator, and the step is gone for those who had opened it', async () => {
    const draft = await publishedIncident()
    await practice.click('/post', 'gus', { do: 'reveal', post: draft.post, step: 's1', confirm: ['allowed', 'know'] })
    await practice.click('/post', 'mia', { do: 'recall', post: draft.post, reason: 'It opens the store to everyone' })
    const seen = await practice.page('gus')
    expect(seen).toContain('Do not follow the earlier instructions.')
    expect(seen).toContain('It opens the store to everyone')
    expect(seen).not.toContain(risky)
    expect(posts()).toHaveLength(1)
  })

  test('is hidden by the reports of two people, until a moderator shows it again', async () => {
    const { post } = await publishedIncident()
    const report = { do: 'report', post, complaint: 'dangerous' }
    await practice.click('/post', 'gus', report)
    await practice.click('/post', 'bo', report)
    expect(await practice.page('ada')).toContain('AI draft — hidden')
    expect(await practice.page('mia')).toContain('Show it again')
    await practice.click('/post', 'mia', { do: 'restore', post })
    expect(await practice.page('bo')).toContain('This is a simple permissions problem')
  })

  test('is revised by its agent when it is sent back, and shows what changed', async () => {
    await ask('colin', incident)
    const wants = ['Too risky: offer a safer way']
    const page = await practice.click('/draft', 'ada', { do: 'revise', ...(await waiting()), wants, words: '' })
    expect(page).toContain('revision 2')
    expect(page).toContain('Changed since revision 1')
    expect(page).toContain('Risk: low')
  })
})

describe('the rogue agent', () => {
  test('cannot make its words look like ours', async () => {
    const page = await ask('rhea', 'Can you help?')
    expect(page).toContain('Approved by @ceo')
    const ours = outsideOfFrames(page)
    expect(ours).not.toContain('@ceo')
    expect(ours).not.toContain('allowed by Mia')
    expect(ours).not.toContain('official runbook')
    expect(page).not.toContain('<button>Approve')
    expect(page).toContain('(https://docs.example.net.evil.example/login)')
  })

  test('has its second draft, in another place, held as high risk', async () => {
    await ask('rhea', 'Can you help?')
    const { draft } = await waiting('random')
    const is = await look(draft)
    expect(is).toMatchObject({ state: 'pending', screened: { risk: 'high' } })
    expect(await practice.page('ada')).toContain('It would be posted in another place')
  })

  test('leaves a mark in the ledger when it tries to approve itself, or answers another’s question', async () => {
    await ask('clara', deploy)
    await ask('rhea', 'Can you help?')
    const entries = await practice.house.record.entries({ limit: 50 })
    const refused = entries.map((entry) => entry.leaf).filter((leaf) => leaf.includes('attempt-refused'))
    expect(refused.some((leaf) => leaf.includes('not-a-person'))).toBe(true)
    expect(refused.some((leaf) => leaf.includes('invocation-foreign'))).toBe(true)
    expect(posts()).toEqual([])
  })
})

describe('a person who may not', () => {
  test('is told so in one line that nobody else sees', async () => {
    const page = await ask('clara', deploy, 'gus')
    expect(page).toContain('Guests and people from outside the company cannot decide here.')
    expect(await practice.page('ada')).not.toContain('Guests and people from outside')
  })

  test('cannot approve for somebody else', async () => {
    await ask('clara', deploy)
    expect(await approve('bo')).toContain('That is for somebody else to decide.')
    expect(posts()).toEqual([])
  })

  test('reads nothing of a private channel', async () => {
    await ask('clara', deploy, 'ada', 'access-requests')
    expect(await practice.page('gus', 'access-requests')).not.toContain('next staging deploy')
    const page = await practice.click('/say', 'gus', { to: '', text: 'let me in' }, 'access-requests')
    expect(page).toContain('You are not a member of that place.')
    expect(await practice.page('mia', 'access-requests')).not.toContain('let me in')
  })
})

describe('a stop', () => {
  test('freezes what waits, is seen by everybody, and is lifted by who may', async () => {
    await ask('colin', incident)
    await practice.click('/stop', 'mia', { whom: 'every', where: 'here', reason: 'The answers look wrong' })
    expect(await practice.page('gus')).toContain('Stopped: every agent in #platform-help.')
    const page = await approve('ada', ['0', '1'])
    expect(page).toContain('A stop is on by Mia')
    expect(page).toContain('Frozen:')
    const stop = /s_[0-9A-Z]{20}/.exec(page)?.[0] ?? ''
    expect(await practice.click('/resume', 'ada', { stop })).toContain('That is for somebody else to decide.')
    expect(await practice.click('/resume', 'mia', { stop })).not.toContain('Stopped:')
  })

  test('can be pressed from a card by the one who asked', async () => {
    await ask('colin', incident)
    const card = await waiting()
    const page = await practice.click('/draft', 'ada', { do: 'stop', ...card, scope: 'here', reason: 'Too sure' })
    expect(page).toContain('Stopped: Confident Colin, in #platform-help.')
  })
})

describe('the word “stop”, said to an agent', () => {
  test('stops it in the channel, for the one who has a draft of it', async () => {
    await ask('colin', incident)
    expect(await ask('colin', 'Stop!')).toContain('Stopped: Confident Colin, in #platform-help.')
  })

  test('stops nothing for a person who has no part in it', async () => {
    await ask('colin', incident)
    const page = await ask('colin', 'stop', 'gus')
    expect(page).toContain('That is for somebody else to decide.')
    expect(page).not.toContain('Stopped:')
  })
})

describe('the newcomer’s own agent', () => {
  test('shows the command that answers, with its invocation, to the one who asked', async () => {
    const page = await ask('yours', deploy)
    expect(page).toMatch(/as inv_[0-9A-Z]{20}/)
    expect(page).toContain(practice.seat('yours').secret)
    expect(await readFile(join(practice.folder, 'practice.jsonl'), 'utf8')).not.toContain('cs_sandbox_')
  })
})

describe('the practice agents', () => {
  test('are the same after a new start, with their tokens for the owner’s eyes alone', async () => {
    const again = await seedPractice(practice.house, practice.folder)
    expect(again.map((seat) => seat.secret)).toEqual(
      ['clara', 'colin', 'rhea', 'yours'].map((user) => practice.seat(user).secret),
    )
    expect(await practice.house.record.list('agent', 'all', { limit: 10 })).toHaveLength(4)
    expect((await stat(join(practice.folder, tokensFile))).mode & 0o777).toBe(0o600)
  })

  test('are finished by the next start when one died after the tokens were written', async () => {
    const other = await openPracticeHouse()
    await using _ = other
    const seats = await seedPractice(other.house, practice.folder)
    expect(seats.map((seat) => seat.agent)).toContain(practice.seat('clara').agent)
    const { seen } = await other.house.record.look({ agent: { kind: 'agent', id: practice.seat('clara').agent } })
    expect(seen.agent?.is.state).toBe('live')
  })
})

describe('the door', () => {
  const form = { method: 'POST', body: new URLSearchParams({ as: 'ada', channel: 'random', to: '', text: 'hello' }) }
  const post = (headers: { readonly [name: string]: string }, url = `${origin}/practice/say`) =>
    practice.fetch(new Request(url, { ...form, headers }))

  test('takes clicks from its own pages only', async () => {
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    expect((await post({ origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post({ origin, 'sec-fetch-site': 'same-origin' })).status).toBe(303)
  })

  test('answers to no name but that of its own machine', async () => {
    expect((await practice.fetch(new Request('http://evil.example/practice'))).status).toBe(403)
    expect((await practice.fetch(new Request('http://[::1]:3080/practice'))).status).toBe(200)
  })

  test('lets nobody act as a bot, or as somebody who does not exist', async () => {
    const body = new URLSearchParams({ as: 'rhea', channel: 'random', to: '', text: 'hello' })
    const answer = await practice.fetch(
      new Request(`${origin}/practice/say`, { method: 'POST', body, headers: { origin } }),
    )
    expect(answer.status).toBe(400)
  })

  test('takes no more than 64 KiB', async () => {
    const body = new URLSearchParams({ as: 'ada', channel: 'random', to: '', text: 'x'.repeat(70_000) })
    const answer = await practice.fetch(
      new Request(`${origin}/practice/say`, { method: 'POST', body, headers: { origin } }),
    )
    expect(answer.status).toBe(413)
  })

  test('lets the page load only what is its own, and be framed by nobody', async () => {
    const policy = (await practice.fetch(new Request(`${origin}/practice`))).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  test('answers a click on a draft that is not there with a plain line', async () => {
    const draft = sure(draftId, 'd_01K7Q2M8AA0000000003')
    expect(await practice.click('/draft', 'ada', { do: 'keep', draft })).toContain('There is no such draft.')
    expect(await practice.click('/draft', 'ada', { do: 'keep', draft: 'nonsense' })).toContain('Nothing changed')
  })

  test('tells open pages when something changed', async () => {
    const leave = new AbortController()
    const answer = await practice.fetch(new Request(`${origin}/practice/events`, { signal: leave.signal }))
    const events = answer.body?.getReader()
    const letters = new TextDecoder()
    expect(letters.decode((await events?.read())?.value)).toContain('data: look')
    await practice.room.say('random', 'ada', 'hello')
    expect(letters.decode((await events?.read())?.value)).toBe('data: look\n\n')
    leave.abort()
    expect((await events?.read())?.done).toBe(true)
  })

  test('lets open pages go when the process is about to end', async () => {
    const { house, room, agents } = practice
    const door = practiceDoor({ house, room, agents, allowedHosts: [], closing: Promise.resolve() })
    const answer = await door.fetch(new Request(`${origin}/practice/events`))
    expect(await answer.text()).toContain('data: look')
  })
})

/** The page without what stands in an agent's frame, and without what is only read aloud, where words are marked. */
function outsideOfFrames(page: string): string {
  const silent = page.replaceAll(/aria-label="[^"]*"/g, '')
  let outside = ''
  let at = 0
  for (;;) {
    const begin = silent.indexOf('<div class="agent">', at)
    if (begin === -1) return outside + silent.slice(at)
    outside += silent.slice(at, begin)
    at = endOf(silent, begin)
  }
}

function endOf(page: string, begin: number): number {
  let depth = 0
  for (const tag of page.slice(begin).matchAll(/<(\/?)div\b/g)) {
    depth += tag[1] === '/' ? -1 : 1
    if (depth === 0) return begin + tag.index
  }
  return page.length
}
