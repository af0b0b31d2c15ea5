// Every card that Slack draws, for one draft and the people round it: the replica that lags, and whatever else a test
// lets the agent write. Values are read, not computed.

import { helpSheet } from '../adapters/slack/command.ts'
import { drawCard } from '../adapters/slack/draw.ts'
import { drawForm, drawSheet } from '../adapters/slack/form.ts'
import { drawGrantCard } from '../adapters/slack/grant.ts'
import { drawHome, drawPointer, mostAtHome } from '../adapters/slack/home.ts'
import { drawnBy, drawPost } from '../adapters/slack/post.ts'
import { lineOf } from '../adapters/slack/reviewers.ts'
import type { Around } from '../src/card/around.ts'
import { askForm } from '../src/card/ask-form.ts'
import type { Card, Form, Sheet } from '../src/card/card.ts'
import { draftCard } from '../src/card/draft-card.ts'
import type { GrantCard } from '../src/card/grant-card.ts'
import { type Home, homeOf, parts } from '../src/card/home.ts'
import { type Pointer, pointerTo } from '../src/card/pointer.ts'
import { part, postCard, proposedPost } from '../src/card/post-card.ts'
import { postMenu } from '../src/card/post-menu.ts'
import { revealedSheet } from '../src/card/reveal.ts'
import { ruleForm } from '../src/card/rule-form.ts'
import { howChecked, whyHeld } from '../src/card/why.ts'
import { actionsFor, type DraftAction } from '../src/draft/approval.ts'
import { compose } from '../src/draft/compose.ts'
import type { Disclosure } from '../src/draft/disclosure.ts'
import type { Allowed, Approval, Draft, DraftBase, DraftState, Screened } from '../src/draft/draft.ts'
import { forgetBase } from '../src/draft/forget.ts'
import { agentId, draftId, grantId, type PersonId, personId, postId, stopId, sure } from '../src/id.ts'
import type { Json } from '../src/json.ts'
import type { Standing } from '../src/person/person.ts'
import type { Post, PostState } from '../src/post/post.ts'
import type { GrantIn } from '../src/rule/grant.ts'
import type { Verdict } from '../src/rule/judge.ts'
import type { Stop, StopBoard } from '../src/safety/stop.ts'
import { noStops } from '../src/safety/stop.ts'
import type { Finding } from '../src/screening/finding.ts'
import { noLists } from '../src/screening/house-list.ts'
import { screen } from '../src/screening/screen.ts'
import { hour, minute } from '../src/time.ts'
import type { About } from './slack-lint.ts'

const noon = Date.UTC(2026, 9, 20, 12)
const deadline = { from: noon, at: noon + 4 * hour }
const helper = sure(agentId, 'a_01K7Q2M8AA0000000001')
const oneDraft = sure(draftId, 'd_01K7Q2M8AA0000000003')
const onePost = sure(postId, 'p_01K7Q2M8AA0000000004')
const nextPost = sure(postId, 'p_01K7Q2M8AA0000000005')
const oneGrant = sure(grantId, 'g_01K7Q2M8AA0000000007')
const oneStop = sure(stopId, 's_01K7Q2M8AA0000000006')

function person(name: string, last: string, roles: Standing['roles'] = []): Standing & { person: PersonId } {
  const id = sure(personId, `u_01K7Q2M8AA000000001${last}`)
  return { person: id, name, active: true, bot: false, member: 'full', roles }
}
const dana = person('Dana Reyes', '1')
const sam = person('Sam Okafor', '2')
const priya = person('Priya Nair', '3', ['moderator'])
const by = { person: priya.person, name: priya.name }

const twoVerdict: Verdict = {
  rule: 'default',
  version: 7,
  autonomy: 'draft',
  people: 2,
  expiresAfterMs: 4 * hour,
  reason: 'two people for high risk',
}
const oneVerdict: Verdict = { ...twoVerdict, people: 1, reason: 'the person who asked decides here' }
const audience = { name: '#platform-help', people: 214, outsiders: 3, open: true }

/** What the agent wrote. */
export type Wrote = { readonly text: string; readonly title?: string; readonly disclosure: Disclosure }

export const replica: Wrote = {
  text: 'The replica is lagging because slot `analytics_v1` is inactive and is holding back 41 GB of WAL.\n\n1. Check the slot is really unused: run `SELECT slot_name, active FROM pg_replication_slots;`\n2. Cap how much WAL a slot may hold: set `max_slot_wal_keep_size = 20GB` and reload.',
  disclosure: {
    confidence: { class: 'inferred', score: 0.62 },
    assumptions: [
      'PostgreSQL 15 on db-prod-2; version not verified.',
      'Nobody on the analytics team is about to reconnect to this slot.',
    ],
    sources: [{ title: 'Runbook 12', url: 'https://wiki.example.com/runbook-12' }],
    alternative: 'Do step 2 only; it frees disk without deleting the slot.',
    rollback: 'No rollback. The analytics replica must be rebuilt, about 40 minutes.',
    affects: ['db-prod-2'],
    steps: [
      {
        text: "SELECT pg_drop_replication_slot('analytics_v1');",
        risk: 'It deletes data on a production server and cannot be undone.',
        check: 'SELECT count(*) FROM pg_replication_slots;',
      },
    ],
  },
}
export const harmless: Wrote = {
  text: 'Staging deploys run at 09:00 and 15:00 UTC; the next one is at 15:00.',
  disclosure: {
    confidence: { class: 'documented', score: 0.91 },
    assumptions: ['You mean the staging cluster.'],
    sources: [{ title: 'Deploy calendar', url: 'https://wiki.example.com/deploys' }],
    affects: [],
    steps: [],
  },
}

export type Drawn =
  | { readonly what: 'card'; readonly name: string; readonly card: Card; readonly allowed: readonly DraftAction[] }
  | { readonly what: 'post'; readonly name: string; readonly card: Card; readonly hidden: readonly string[] }
  | { readonly what: 'form'; readonly name: string; readonly form: Form; readonly act: string }
  | { readonly what: 'sheet'; readonly name: string; readonly sheet: Sheet }
  | { readonly what: 'home'; readonly name: string; readonly home: Home }
  | { readonly what: 'pointer'; readonly name: string; readonly pointer: Pointer }
  | { readonly what: 'grant'; readonly name: string; readonly card: GrantCard }
  /** One line of ours: to one person, or to a channel. */
  | { readonly what: 'line'; readonly name: string; readonly line: string }

export type Story = {
  readonly screened: Screened
  readonly all: readonly Drawn[]
  readonly proposed: Card
  readonly up: Card
}

/** Long text is read from Markdown for each card anew; these are cards of every shape. */
const few = ['draft, low risk', 'draft, high risk', 'draft, second revision', 'second review', 'published', 'rejected']

/** All of it, for these words, with what our own checks found in them. */
export function storyOf(wrote: Wrote, found: readonly Finding[] = []): Story {
  const isLong = wrote.text.length > 3000
  const base = baseOf(wrote)
  const stated = screen([], {
    disclosure: wrote.disclosure,
    destination: base.destination,
    asked: undefined,
    audience,
    placeClass: undefined,
    reads: [],
    lists: noLists,
  })
  const findings = [...stated, ...found]
  const high = findings.length > 0
  const verdict = high ? twoVerdict : oneVerdict
  const composed = (of: DraftBase) => compose(of, findings, verdict, audience, { draw: drawPost, drawnBy }, 'n1')
  const screened = composed(base)
  const moment = (board: StopBoard = noStops) => ({ at: noon, board, verdict })
  const note = 'The slot was left over from the March migration; I asked analytics.'
  const approvals = [{ ...approval(dana, screened, true, 'read'), note }, approval(sam, screened, false, 'checked')]
  const allowed: Allowed = { screened, approvals, deadline, round: 1, allowedAt: noon + 28 * minute }
  const claim = { owner: 'x', at: noon, until: noon + minute, post: onePost }
  const pending = { state: 'pending', screened, deadline, round: 1 } as const
  const hidden = screened.envelope.later.flatMap((later) =>
    later.part === 'step' ? [later.text, later.check ?? ''] : [],
  )
  const secret = hidden.filter((text) => text !== '' && !wrote.text.includes(text))

  const card = (
    name: string,
    who: Standing,
    state: DraftState,
    more: Partial<DraftBase> = {},
    board?: StopBoard,
    post?: Post,
    around: Around = { place: '#platform-help' },
  ): Drawn[] => {
    if (isLong && !few.includes(name)) return []
    const draft: Draft = { ...base, ...more, ...state }
    const at = moment(board)
    return [{ what: 'card', name, card: draftCard(draft, who, at, post, around), allowed: actionsFor(draft, who, at) }]
  }
  const colleague = {
    to: { person: sam.person, name: sam.name },
    by: { person: dana.person, name: dana.name },
    at: noon,
  }
  const forbidden: readonly Finding[] = [
    {
      check: 'secrets',
      sort: 'token',
      severity: 'forbidden',
      where: { from: 4, to: 11 },
      says: 'It contains an access token. Nobody may see it, and it should be replaced.',
    },
  ]
  const before = { ...base.revision, content: { text: `Drop the slot straight away.\n${wrote.text}`, tags: [] } }
  const secondRevision = { ...base.revision, number: 2 }
  const editedBase = {
    ...base,
    revision: { ...base.revision, author: { person: dana.person, name: 'Dana <!here> Reyes' } },
  }
  const stop: Stop = {
    id: oneStop,
    scope: { over: 'agent', agent: helper },
    by: { person: priya.person, name: priya.name },
    reason: 'repeated wrong links',
    from: noon,
  }

  const post = (state: PostState, more: Partial<Post> = {}): Post => ({
    id: onePost,
    draft: base,
    allowed,
    published: noon + 28 * minute,
    ref: '1792497600.000100',
    marker: 'm',
    altered: false,
    readers: [],
    reports: [],
    ...more,
    ...state,
  })
  const readers = [
    {
      person: sam.person,
      name: sam.name,
      opened: [{ step: 's1', at: noon }],
      acts: [{ act: 'ran', at: noon } as const],
    },
  ]
  const recalled: PostState = {
    state: 'recalled',
    by,
    reason: 'step 2 fails on PostgreSQL 12',
    at: noon + 122 * minute,
  }
  const readersGet = (name: string, card: Card): Drawn => ({ what: 'post', name, card, hidden: secret })
  const proposed = proposedPost(base, part(base, findings))
  const up = postCard(post({ state: 'up' }))

  const asker = { person: dana.person, name: dana.name }
  const named = { person: sam.person, name: sam.name }
  const absence = { since: noon, until: noon + 72 * hour, instead: 'colleague', at: noon } as const
  const unconfirmed = { state: 'unconfirmed', claim, since: noon, askPeople: true, ...allowed } as const

  const cards: readonly Drawn[] = [
    card(high ? 'draft, high risk' : 'draft, low risk', dana, { ...pending, approvals: [] }),
    card(
      'draft, second revision',
      dana,
      { ...pending, approvals: [] },
      { revision: secondRevision, earlier: [before] },
    ),
    card(
      'draft that nobody asked for',
      priya,
      { ...pending, approvals: [] },
      { invoker: undefined, invocation: undefined },
    ),
    card('draft, after which people went on talking', dana, { ...pending, approvals: [] }, {}, noStops, undefined, {
      newReplies: { count: 6, more: false },
      track: {
        here: [
          ...Array.from({ length: 14 }, () => 'as-written' as const),
          'after-changes',
          'kept',
          'rejected',
          'recalled',
        ],
        all: Array.from({ length: 20 }, () => 'as-written' as const),
      },
    }),
    card(
      'draft, whose asker is away',
      sam,
      { ...pending, approvals: [] },
      { colleague: { to: named, by: asker, at: noon, away: true }, absence: { ...absence, named, others: false } },
    ),
    card(
      'draft, whose asker is away and named nobody',
      priya,
      { ...pending, approvals: [] },
      { absence: { ...absence, instead: 'nobody-named', others: true } },
    ),
    card(
      'draft, whose asker is back',
      sam,
      { ...pending, approvals: [] },
      {
        colleague: { to: named, by: asker, at: noon, away: true },
        absence: { ...absence, named, others: false, back: noon + hour },
      },
    ),
    card('draft that a colleague may decide', sam, { ...pending, approvals: [] }, { colleague }),
    card(
      'draft whose asker has left',
      priya,
      { ...pending, approvals: [] },
      { invoker: undefined, invocation: undefined, handedOver: { person: dana.person, name: dana.name } },
    ),
    card(
      'draft of a new version of a post',
      dana,
      { ...pending, approvals: [] },
      { intent: { intent: 'edit', post: onePost } },
    ),
    card(
      'draft that takes a post down',
      dana,
      { ...pending, approvals: [] },
      { intent: { intent: 'delete', post: onePost } },
    ),
    card(
      'draft for a place that cannot be reached',
      dana,
      { ...pending, approvals: [] },
      { outOfReach: 'the channel is archived; somebody has to unarchive it' },
    ),
    card('draft, frozen by a stop', dana, { ...pending, approvals: [] }, {}, { stops: [stop] }),
    card('second review', sam, { ...pending, approvals: approvals.slice(0, 1) }),
    card('waiting for a second person', dana, { ...pending, approvals: approvals.slice(0, 1) }),
    card('checking', dana, { state: 'screening' }),
    card('checking a second revision', dana, { state: 'screening' }, { revision: secondRevision, earlier: [before] }),
    card('revision asked for', dana, {
      state: 'revising',
      deadline,
      asked: { by, wants: ['Wrong assumption'], words: 'It is PostgreSQL 12.', at: noon },
    }),
    card('allowed', dana, { state: 'approved', ...allowed }),
    card('allowed, as a moderator sees it', priya, { state: 'approved', ...allowed }),
    card('allowed, being published', dana, { state: 'publishing', claim, ...allowed }),
    card('blocked', dana, { state: 'blocked', why: 'Countersign is not in the channel', ...allowed }),
    card('unconfirmed, looking', dana, { state: 'unconfirmed', claim, since: noon, askPeople: false, ...allowed }),
    card('unconfirmed, asking', dana, unconfirmed),
    card('unconfirmed, asking somebody else', sam, unconfirmed),
    card('unconfirmed, asking about a change', dana, unconfirmed, { intent: { intent: 'edit', post: onePost } }),
    card('unconfirmed, asking about a removal', dana, unconfirmed, { intent: { intent: 'delete', post: onePost } }),
    card(
      'published',
      dana,
      { state: 'published', post: onePost, at: noon, ...allowed },
      {},
      noStops,
      post({ state: 'up' }),
    ),
    card(
      'hidden since',
      dana,
      { state: 'published', post: onePost, at: noon, ...allowed },
      {},
      noStops,
      post({ state: 'hidden', at: noon }),
    ),
    card(
      'superseded',
      dana,
      { state: 'published', post: onePost, at: noon, ...allowed },
      {},
      noStops,
      post({ state: 'superseded', by: nextPost, at: noon }),
    ),
    card(
      'taken down since',
      dana,
      { state: 'published', post: onePost, at: noon, ...allowed },
      {},
      noStops,
      post({ state: 'lapsed', at: noon }),
    ),
    card(
      'recalled, and it cannot be changed',
      dana,
      { state: 'published', post: onePost, at: noon, ...allowed },
      {},
      noStops,
      post(recalled, { undrawn: 'the channel is archived; somebody has to unarchive it' }),
    ),
    card('recalled', dana, { state: 'published', post: onePost, at: noon, ...allowed }, {}, noStops, post(recalled)),
    card(
      'recalled, and those who followed it told',
      dana,
      { state: 'published', post: onePost, at: noon, ...allowed },
      {},
      noStops,
      post(recalled),
      { told: { people: 4, of: ['replies', 'reactions'], more: false } },
    ),
    card('rejected', dana, {
      state: 'rejected',
      by,
      reason: 'Never drop slots on prod <!channel> from a chat answer.',
      veto: false,
      at: noon,
    }),
    card('vetoed', dana, { state: 'rejected', by, reason: 'not on a Friday', veto: true, at: noon }),
    card('kept private', dana, { state: 'kept', by: { person: dana.person, name: dana.name }, at: noon }),
    card('expired', dana, { state: 'expired', at: noon + 4 * hour }),
    card('withdrawn', dana, { state: 'withdrawn', at: noon }),
    card('refused', dana, { state: 'refused', why: 'place-closed', findings: [], at: noon }),
    card('refused for what is in it', dana, {
      state: 'refused',
      why: 'forbidden-content',
      findings: forbidden,
      at: noon,
    }),
    card('forgotten', dana, { state: 'expired', at: noon + 4 * hour }, forgetBase(base, noon + 90 * 24 * hour)),
    card('recorded only', priya, { state: 'shadowed', screened, at: noon }),
    card('failed', dana, { state: 'failed', why: 'the channel is gone', at: noon }),
  ].flat()
  const posts: Drawn[] = [
    readersGet('post, before approval', proposed),
    readersGet('post', up),
    readersGet('post that a reader acted on', postCard(post({ state: 'up' }, { readers }))),
    readersGet('post, edited by a person', postCard(post({ state: 'up' }, { draft: editedBase }))),
    readersGet('post, hidden by reports', postCard(post({ state: 'hidden', at: noon }))),
    readersGet('post, taken down by its agent', postCard(post({ state: 'lapsed', at: noon }))),
    readersGet('post, superseded', postCard(post({ state: 'superseded', by: nextPost, at: noon }))),
    readersGet('post, recalled', postCard(post(recalled))),
  ]
  const live: GrantIn<'live'> = {
    id: oneGrant,
    agent: { id: helper, name: '<!channel> *Bot*' },
    place: base.destination,
    lastsMs: 15 * minute,
    asked: { why: '', at: noon },
    used: [],
    state: 'live',
    given: [by],
    from: noon,
    until: noon + 15 * minute,
  }
  const crowd = homeOf({
    waiting: Array.from({ length: 40 }, (_, index) => ({
      card: {
        ...(cards[0]?.what === 'card' ? cards[0].card : proposed),
        about: {
          draft: sure(draftId, `d_01K7Q2M8AA00000001${10 + index}`),
          revision: 1,
          fingerprint: 'a7c19e04a7c19e04',
        },
      },
      part: parts[index % 3] ?? 'asker',
    })),
    agents: Array.from({ length: 40 }, (_, index) => ({
      id: sure(agentId, `a_01K7Q2M8AA00000001${10 + index}`),
      name: '<!channel> *Bot*',
      state: 'live',
    })),
    stops: Array.from({ length: 40 }, (_, index) => ({
      stop: { ...stop, id: sure(stopId, `s_01K7Q2M8AA00000001${10 + index}`) },
      place: '#<!channel>',
      agent: '<!channel> *Bot*',
      mayLift: true,
    })),
    grants: Array.from({ length: 40 }, (_, index) => ({
      grant: { ...live, id: sure(grantId, `g_01K7Q2M8AA00000001${10 + index}`) },
      place: '#<!here>',
      mayRevoke: true,
    })),
    stopping: 'all',
    mayRule: true,
    away: { until: noon + 72 * hour, to: { name: '<!here> Sam', awayUntil: noon + hour } },
    most: mostAtHome,
  })
  const home = homeOf({
    waiting: cards
      .slice(0, 1)
      .flatMap((one) => (one.what === 'card' ? [{ card: one.card, part: 'asker' } as const] : [])),
    agents: [{ id: helper, name: 'Deploy Helper', state: 'live' }],
    grants: [
      { grant: { ...live, agent: { id: helper, name: 'Deploy Helper' } }, place: '#platform-help', mayRevoke: true },
    ],
    stops: [{ stop, agent: 'Deploy Helper', mayLift: true }],
    stopping: 'all',
    mayRule: true,
    away: { until: noon + 72 * hour, to: { name: sam.name } },
    most: mostAtHome,
  })
  const alone = homeOf({
    waiting: [],
    agents: [],
    grants: [],
    stops: [],
    stopping: 'mine',
    mayRule: false,
    most: mostAtHome,
  })
  const forms = [...cards, ...posts].flatMap((one) =>
    one.what === 'card' || one.what === 'post'
      ? one.card.actions.flatMap((action): Drawn[] =>
          action.form === undefined
            ? []
            : [{ what: 'form', name: `${action.act} (${one.name})`, form: action.form, act: action.act }],
        )
      : [],
  )
  const homeForms = [...home.actions, ...alone.actions, ...home.agents].flatMap((one): Drawn[] =>
    one.form === undefined ? [] : [{ what: 'form', name: `at home: ${one.form.title}`, form: one.form, act: 'stop' }],
  )
  const step = screened.envelope.later.find((later) => later.part === 'step')
  const sheets: Drawn[] = [
    ...(step?.part === 'step'
      ? [{ what: 'sheet', name: 'revealed step', sheet: revealedSheet(step.id, step) } as const]
      : []),
    { what: 'sheet', name: 'why held', sheet: whyHeld({ ...base, ...pending, approvals: approvals.slice(0, 1) }) },
    { what: 'sheet', name: 'how checked', sheet: howChecked(post({ state: 'up' }, { readers })) },
  ]
  return {
    screened,
    proposed,
    up,
    all: [
      ...cards,
      ...posts,
      ...forms,
      ...homeForms,
      { what: 'form', name: 'rule', form: ruleForm(undefined, '#platform-help'), act: 'rule' },
      ...sheets,
      {
        what: 'form',
        name: 'ask',
        form: askForm([{ id: helper, name: 'Deploy Helper' }], '#platform-help', true),
        act: 'ask',
      },
      { what: 'form', name: 'about a post', form: postMenu(post({ state: 'up' }), priya), act: 'picked' },
      { what: 'sheet', name: 'what can be typed', sheet: helpSheet() },
      { what: 'home', name: 'home', home },
      { what: 'home', name: 'home on a quiet day', home: alone },
      { what: 'home', name: 'home of a busy moderator', home: crowd },
      { what: 'pointer', name: 'pointer in the thread', pointer: pointerTo(base) },
    ],
  }
}

function baseOf({ text, title, disclosure }: Wrote): DraftBase {
  return {
    id: oneDraft,
    agent: { id: helper, name: 'Deploy Helper' },
    destination: { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1792490000.000100' },
    intent: { intent: 'post' },
    invoker: { person: dana.person, name: dana.name },
    run: { model: 'model-1' },
    revision: {
      number: 1,
      author: { agent: helper },
      content: { text, tags: [], ...(title === undefined ? {} : { title }) },
      disclosure,
      at: noon,
      salt: '00',
    },
    earlier: [],
    received: noon,
    shadowAgent: false,
  }
}

function approval(who: Standing, screened: Screened, asked: boolean, did: Approval['did']): Approval {
  return { by: who.person, name: who.name, at: noon, did, asked, fingerprint: screened.fingerprint }
}

/** As it is sent: the messages of one card in order, or one view. */
export function drawn(one: Drawn): readonly Json[] {
  switch (one.what) {
    case 'card':
      return drawCard(one.card).map(json)
    case 'post':
      return drawPost(one.card)
    case 'form':
      return [json(drawForm(one.form, 'd_01K7Q2M8AA0000000003|1|a7c19e04|approve', one.act))]
    case 'sheet':
      return [json(drawSheet(one.sheet))]
    case 'home':
      return [json(drawHome(one.home))]
    case 'pointer':
      return [json(drawPointer(one.pointer, 'https://example.slack.com/archives/D1/p1'))]
    case 'grant':
      return [json(drawGrantCard(one.card))]
    case 'line':
      return [json(lineOf(one.line))]
  }
}

/** What the lint is told of it. */
export function aboutOf(one: Drawn): About {
  switch (one.what) {
    case 'card':
      return { surface: 'card', card: one.card }
    case 'post':
      return { surface: 'post', card: one.card, hidden: one.hidden }
    case 'form':
      return { surface: 'modal', form: one.form }
    case 'sheet':
      return { surface: 'modal', sheet: one.sheet }
    case 'home':
      return { surface: 'home', home: one.home }
    case 'pointer':
      return { surface: 'pointer' }
    case 'grant':
      return { surface: 'card', grant: one.card }
    case 'line':
      return { surface: 'line', line: one.line }
  }
}

function json(value: object): Json {
  const read: Json = JSON.parse(JSON.stringify(value))
  return read
}
