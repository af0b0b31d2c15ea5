// Cards and posts as Slack gets them: every state, over what agents write when they mean well, when they do not, and when
// they do not stop. The lint reads the JSON; here are the words it is tried on.

import { describe, expect, test } from 'vitest'
import { drawCard } from '../adapters/slack/draw.ts'
import { drawForm, readForm } from '../adapters/slack/form.ts'
import { drawPost } from '../adapters/slack/post.ts'
import { readSelector, spellSelector } from '../adapters/slack/selector.ts'
import type { Action, Card } from '../src/card/card.ts'
import { cutText } from '../src/card/cut.ts'
import { fill, slotsFor } from '../src/draft/envelope.ts'
import { agentId, draftId, postId, stopId, sure } from '../src/id.ts'
import type { Json } from '../src/json.ts'
import { aboutOf, drawn, harmless, replica, type Story, storyOf, type Wrote } from './slack-cards.ts'
import { framedRuns, lint, squash } from './slack-lint.ts'
import { aloud, pictureOf } from './slack-picture.ts'

const nothing = { assumptions: [], sources: [], affects: [], steps: [] }
const wrote = (text: string, more: Partial<Wrote['disclosure']> = {}): Wrote => ({
  text,
  disclosure: { ...nothing, ...more },
})

/** The agent writes the same in every place it can write in. */
function everywhere(text: string): Wrote {
  return {
    text,
    title: text.slice(0, 256),
    disclosure: {
      confidence: { class: 'guess' },
      assumptions: [text.slice(0, 500), 'a second one'],
      sources: [{ title: text.slice(0, 200), url: 'https://xn--bcher-kva.example/%3C!here%3E' }],
      alternative: text.slice(0, 500),
      rollback: text.slice(0, 500),
      affects: [text.slice(0, 200)],
      steps: [{ text: `run this: ${text.slice(0, 4000)}`, risk: text.slice(0, 200), check: text.slice(0, 200) }],
    },
  }
}

const mentions =
  '<!channel> <!here> <!everyone> <!subteam^S012345> <@U0123456> <#C0123456> @here @channel @everyone `<!channel>` [<!here>](https://evil.example/<!here>) @\u200Bhere &lt;!channel&gt; <!date^1|x>'
const links =
  '<https://evil.example|https://bank.example> and [https://bank.example](https://evil.example/login) and [bank](https://аpple.example/) and [run](javascript:alert(1)) and [open](slack://channel?id=C1) and https://plain.example'
const odd = `do \u202Enot\u202C delete \u{E0041}\u{E0042} n\u200Bot ㅤ e${'\u0301'.repeat(10_000)} 👩‍👩‍👧‍👦 👍🏽 done`
const imitation =
  'Fine.\n\nDraft text ends.\nRisk: LOW\n\n**AI draft, allowed by Dana Reyes (asked; ran it) and the CEO**\n\n> draft  TEXT ends .\n\n```\nApproved by @ceo\n```\n\n~~~\n[ Approve & publish ]\n~~~'
const everyKind =
  '# Heading\n\nA *b* **c** ~~d~~ `e` [f](https://f.example) <b>g</b> ![h](https://h.example/h.png)\n\n- one\n  - two\n    - three\n\n      deeper\n- [ ] four\n\n3. five\n4. six\n\n   ```sh\n   seven\n   ```\n\n> quote\n> > in quote\n\n| k | v |\n|---|---|\n| 1 | [2](https://2.example) |\n\n---\n\n```\n```\n\nend[^1]\n\n[^1]: note'
const words = 'All work and no play makes this replica a dull one. '
const paragraphs = (count: number) => `${words.repeat(3)}\n\n`.repeat(count)

const texts: readonly (readonly [name: string, wrote: Wrote])[] = [
  ['the replica that lags', replica],
  ['a harmless answer', harmless],
  ['mentions', everywhere(mentions)],
  ['links', everywhere(links)],
  ['an imitation of our card', everywhere(imitation)],
  ['every kind of Markdown', everywhere(everyKind)],
  ['composed letters', everywhere('Caf\u00e9 \u00c5ngstr\u00f6m'.repeat(20))],
  ['decomposed letters', everywhere('Cafe\u0301 A\u030angstro\u0308m'.repeat(20))],
  ['odd characters', everywhere(odd)],
  ['12 999 letters', wrote('x'.repeat(12_999))],
  ['13 300 letters of words', wrote(words.repeat(256).slice(0, 13_300))],
  ['40 001 letters', wrote(words.repeat(800).slice(0, 40_001))],
  ['only ampersands', wrote('&'.repeat(8000))],
  ['a style on every letter', wrote('**a**_b_'.repeat(400))],
  ['51 paragraphs and more', wrote(paragraphs(60))],
  ['60 list items', wrote(Array.from({ length: 60 }, (_, index) => `${index + 1}. item ${index + 1}`).join('\n'))],
  ['a table of 150 rows', wrote(`| a | b |\n|---|---|\n${'| one | two |\n'.repeat(150)}`)],
  ['a line of 3 001 letters', wrote(`\`\`\`\n${'y'.repeat(3001)}\n\`\`\``)],
  [
    'a link without end',
    wrote(`see [this](https://long.example/${'z'.repeat(6000)}) and https://l.example/${'w'.repeat(480)}`),
  ],
  [
    'everything at its most',
    wrote(paragraphs(12), {
      assumptions: Array.from({ length: 20 }, (_, index) => `${index} ${'assumed '.repeat(61)}`),
      steps: Array.from({ length: 20 }, (_, index) => ({
        text: `step ${index} ${'do '.repeat(600)}`,
        risk: `risk ${index}`,
      })),
      affects: Array.from({ length: 50 }, (_, index) => `system-${index}`),
    }),
  ],
]

/** Reading long Markdown is what takes the time. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

describe.each(texts)('of %s', (_, of) => {
  const story = once(() => storyOf(of))

  test('nothing that Slack is given has a defect', () => {
    const defects = story().all.flatMap((one) =>
      lint(drawn(one), aboutOf(one)).map((defect) => `${one.name}: ${defect}`),
    )
    expect(defects).toEqual([])
  })

  test('a card offers what this person may do now, a stop, and why', () => {
    for (const one of story().all) {
      if (one.what !== 'card') continue
      expect(actsOn(drawCard(one.card))).toEqual([...one.allowed, 'stop', 'why'].sort())
    }
  })

  test('whatever readers will get stands, letter for letter, on the card of those who decide', () => {
    const card = story().all.find((one) => one.name === 'draft, low risk' || one.name === 'draft, high risk')
    if (card === undefined) throw new Error('there is no draft')
    const shown = squash(framedRuns(drawn(card)).join(''))
    const read = framedRuns(drawPost(story().proposed)).map(squash)
    expect(read.length).toBeGreaterThan(0)
    expect(read.filter((run) => !shown.includes(run))).toEqual([])
  })

  test('a post that is drawn again has the parts it was approved in', () => {
    const { proposed, up } = story()
    expect(drawPost(up)).toHaveLength(drawPost(proposed).length)
    expect(drawPost(proposed)).toEqual(drawPost(proposed))
  })
})

describe('a post of which nobody knows whether it went out', () => {
  const asking = storyOf(replica).all.flatMap((one) =>
    one.what === 'card' && one.name.startsWith('unconfirmed') ? [{ name: one.name, card: one.card }] : [],
  )
  const answers = (card: Card) => card.actions.filter(({ act }) => act === 'there' || act === 'not-there')
  const explained = (card: Card) =>
    card.sections.flatMap((section) => {
      const [label, does] = section.section === 'words' ? section.words : []
      return typeof label === 'object' && 'strong' in label && String(does).startsWith(' means: ')
        ? [{ label: label.strong, does: String(does) }]
        : []
    })

  test.each(asking)('$name: says first what is the case, and what each button that is there does', ({ card }) => {
    expect(card.headline).toMatch(/^Unconfirmed — (we are looking|please look) whether /)
    expect(explained(card).map(({ label }) => label)).toEqual(answers(card).map(({ label }) => label))
    expect(explained(card).map(({ does }) => does)).toEqual(
      answers(card).map(({ act }) =>
        expect.stringContaining(act === 'there' ? 'Nothing is sent again' : 'sent once more'),
      ),
    )
  })

  test('whoever is asked has both answers, and others none', () => {
    const has = Object.fromEntries(asking.map(({ name, card }) => [name, answers(card).length]))
    expect(has).toMatchObject({
      'unconfirmed, looking': 0,
      'unconfirmed, asking': 2,
      'unconfirmed, asking somebody else': 0,
      'unconfirmed, asking about a removal': 2,
    })
  })
})

describe('what goes out', () => {
  const story = storyOf(replica)
  const approvals = [
    { name: 'Dana <!here> Reyes', did: 'read', asked: true } as const,
    { name: 'Sam & Okafor', did: 'checked', asked: false } as const,
  ]
  const slots = slotsFor(
    { approvals, allowedAt: Date.UTC(2026, 9, 20, 12, 28) },
    'p_01K7Q2M8AA0000000004',
    'M'.repeat(24),
  )

  test('is what was approved with the names put in, and nothing else', () => {
    const [open] = drawPost(story.proposed)
    const [sent] = fill({ ...story.screened.envelope, payloads: drawPost(story.proposed) }, slots)
    expect(story.screened.envelope.payloads).toEqual(drawPost(story.proposed))
    const named = JSON.stringify(sent)
    expect(named).not.toContain('$words')
    expect(pictureOf([sent ?? null])).toBe(
      pictureOf([open ?? null])
        .replace('{approvers}', 'Dana here Reyes (asked; read it) and Sam  Okafor (checked it)')
        .replace('{approvedAt}', '20 Oct 2026 12:28 UTC')
        .replace('{ref}', 'p_01K7Q2M8AA0000000004'),
    )
  })

  test('is found again by its marker, which readers do not see', () => {
    const [sent] = fill(story.screened.envelope, slots)
    const text = JSON.stringify(sent)
    expect(text).toContain(`"block_id":"cs1:${slots.marker}"`)
    expect(text).toContain(`"event_payload":{"marker":"${slots.marker}","post":"${slots.ref}","part":1,"parts":1}`)
    expect(`${pictureOf([sent ?? null])}${aloud([sent ?? null])}`).not.toContain(slots.marker)
  })

  test('has buttons that name the post it became', () => {
    const [sent] = fill(story.screened.envelope, slots)
    expect(JSON.stringify(sent)).toContain('"value":"p_01K7Q2M8AA0000000004|reveal|s1"')
  })

  test('never holds a step that stands behind a reveal', () => {
    const text = JSON.stringify(fill(story.screened.envelope, slots))
    expect(text).not.toContain('pg_drop_replication_slot')
    expect(JSON.stringify(drawCard(cardOf(replica, 'draft, high risk')))).toContain('pg_drop_replication_slot')
  })

  test('says in the first line who allowed it and what they did with it', () => {
    const [sent] = fill(story.screened.envelope, slots)
    expect(aloud([sent ?? null]).split('\n')[0]).toMatch(
      /^AI draft, allowed by Dana here Reyes \(asked; read it\) and Sam {2}Okafor \(checked it\) · Deploy Helper \(AI agent\)/,
    )
  })
})

describe('G1: mentions in every place an agent can write', () => {
  const posted = drawPost(storyOf(everywhere(mentions)).proposed)

  test('are letters, in the post and on the card: nobody is notified', () => {
    const card = drawn({ what: 'card', name: '', card: cardOf(everywhere(mentions), 'draft, high risk'), allowed: [] })
    for (const one of [...posted, ...card]) {
      const text = JSON.stringify(one)
      expect(text).not.toMatch(/"type":"(user|usergroup|broadcast|channel|team|mrkdwn|markdown)"/)
      expect(aloud([one])).not.toMatch(/[<>]/)
    }
  })

  test('are read by the approver letter for letter', () => {
    expect(letters(posted)).toContain('<!channel> <!here> <!everyone> <!subteam^S012345> <@U0123456>')
    expect(aloud(posted)).toContain('&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt; &lt;!subteam^S012345&gt;')
  })

  test('stay letters when a person has edited the draft, and in that person’s own name', () => {
    const edited = storyOf(everywhere(mentions)).all.find((one) => one.name === 'post, edited by a person')
    if (edited === undefined) throw new Error('no edited post')
    const said = aloud(drawn(edited))
    expect(said).toContain('AI draft, edited by Dana here Reyes and allowed by')
    expect(said).not.toMatch(/[<>]/)
  })
})

describe('G2: links that hide where they lead', () => {
  const text = JSON.stringify(drawPost(storyOf(wrote(links)).proposed))

  test('are drawn as the address they lead to', () => {
    expect(text).toContain('{"type":"link","url":"https://evil.example/login","text":"https://evil.example/login"}')
  })

  test('show a foreign alphabet in a host as what it is', () => {
    expect(text).toContain(
      '{"type":"link","url":"https://xn--pple-43d.example/","text":"https://xn--pple-43d.example/"}',
    )
    expect(text).not.toContain('"url":"https://аpple')
  })

  test('of another scheme are no links', () => {
    expect(text).not.toMatch(/"url":"(javascript|slack):/)
    expect(letters(drawPost(storyOf(wrote(links)).proposed))).toContain('[run](javascript:alert(1))')
  })
})

describe('G5: a draft that imitates our card', () => {
  const story = storyOf(everywhere(imitation))
  const picture = pictureOf(drawPost(story.proposed))

  test('stands in the frame with every line', () => {
    for (const line of [
      'Draft text ends.',
      'Risk: LOW',
      '**AI draft, allowed by Dana Reyes (asked; ran it) and the CEO**',
    ])
      expect(picture).toContain(`| ${line}`)
    expect(picture).toContain('|     [ Approve & publish ]')
    expect(picture.split('\n')[0]).toMatch(/^\(AI draft, allowed by \{approvers\} · Deploy Helper/)
  })

  test('does not end its own frame for those who listen', () => {
    const said = aloud(drawPost(story.proposed)).split('\n')
    expect(said.filter((line) => line === 'Draft text ends.')).toHaveLength(1)
    expect(said).toContain('The draft says: Draft text ends.')
    expect(said).toContain('The draft says: &gt; draft  TEXT ends .')
  })

  test('does not add a line of ours to a list of its assumptions', () => {
    const said = aloud(drawPost(story.proposed)).split('\n')
    const ended = said.slice(said.indexOf('Draft text ends.'))
    expect(ended.filter((line) => line === 'Risk: LOW')).toEqual([])
  })
})

describe('G6: text without end', () => {
  const long = `${words.repeat(800).slice(0, 40_000)}.`
  const story = once(() => storyOf(wrote(long)))

  test('is posted in parts that are, one after the other, the text', () => {
    const parts = drawPost(story().proposed)
    expect(parts.length).toBeGreaterThan(10)
    expect(letters(parts)).toBe(long)
    expect(
      parts.map(
        (part) =>
          aloud([part])
            .split('\n')[0]
            ?.match(/part \d+ of \d+/)?.[0],
      ),
    ).toEqual(parts.map((_, index) => `part ${index + 1} of ${parts.length}`))
  })

  test('is read by the approver to the end, and how many messages it becomes', () => {
    const card = cardIn(story(), 'draft, low risk')
    const messages = drawn({ what: 'card', name: '', card, allowed: [] })
    expect(letters(messages)).toContain(long)
    expect(pictureOf(messages)).toContain(`**In parts:** ${drawPost(story().proposed).length} messages`)
  })

  test('with one letter changed in the last part is another fingerprint', () => {
    const other = storyOf(wrote(`${long.slice(0, -1)}!`)).screened
    expect(other.fingerprint).not.toBe(story().screened.fingerprint)
  })

  test('is cut where it was cut before, however long its foot and its names have become', () => {
    const { proposed, up } = storyOf(harmless)
    const withText = (card: Card, length: number): Card => ({
      ...card,
      sections: card.sections.map((section) =>
        section.section === 'agent'
          ? { ...section, blocks: [{ block: 'paragraph', spans: [{ text: 'x'.repeat(length) }] }] }
          : section,
      ),
    })
    const lengths = Array.from({ length: 300 }, (_, index) => 2300 + index)
    const before = lengths.map((length) => drawPost(withText(proposed, length)).length)
    expect(lengths.map((length) => drawPost(withText(up, length)).length)).toEqual(before)
    expect(new Set(before)).toEqual(new Set([1, 2]))
  })

  test('is edited in boxes that are put together as they stood', () => {
    const { form } = actionOn(cardIn(story(), 'draft, low risk'), 'edit')
    if (form === undefined) throw new Error('edit asks nothing')
    const view = drawForm(form, 'x', 'edit')
    const values: { [block: string]: { [action: string]: { type: string; value: string } } } = {}
    // Slack promises no order.
    for (const block of view.blocks.toReversed())
      if ('element' in block && block.element.type === 'plain_text_input')
        values[block.block_id ?? ''] = { x: { type: 'plain_text_input', value: block.element.initial_value ?? '' } }
    expect(Object.keys(values).length).toBeGreaterThan(10)
    expect(readForm(values)).toEqual({ text: [long] })
  })
})

describe('G10: one word in two spellings of Unicode', () => {
  test.each(['Caf\u00e9', 'Cafe\u0301'])('is posted with the letters that the approver saw', (word) => {
    const of = wrote(`${word} closes at 5.`)
    const card = drawn({ what: 'card', name: '', card: cardOf(of, 'draft, low risk'), allowed: [] })
    expect(letters(drawPost(storyOf(of).proposed))).toBe(`${word} closes at 5.`)
    expect(letters(card)).toContain(`${word} closes at 5.`)
  })

  test('is never cut inside a letter', () => {
    const text = 'e\u0301👩‍👩‍👧‍👦👍🏽'.repeat(100)
    const pieces = cutText(text, 50)
    expect(pieces.join('')).toBe(text)
    expect(pieces.filter((piece) => /^(?:\p{M}|\u200D|[\u{1F3FB}-\u{1F3FF}]|[\uDC00-\uDFFF])/u.test(piece))).toEqual([])
  })

  test('ends, and loses nothing, even where one letter is longer than a piece', () => {
    const tower = `e${'\u0301'.repeat(5000)}`
    expect(cutText(tower, 50).join('')).toBe(tower)
  })
})

describe('what a button carries', () => {
  const draft = sure(draftId, 'd_01K7Q2M8AA0000000003')

  test('is read back as what was shown', () => {
    const value = spellSelector({ on: 'draft', draft, revision: 3, fingerprint: 'a7c19e04', act: 'approve' })
    expect(value).toBe('d_01K7Q2M8AA0000000003|3|a7c19e04|approve')
    expect(readSelector(value)).toEqual({ on: 'draft', draft, revision: 3, fingerprint: 'a7c19e04', act: 'approve' })
    const post = sure(postId, 'p_01K7Q2M8AA0000000004')
    expect(readSelector(`${post}|reveal|s1`)).toEqual({ on: 'post', post, act: 'reveal', step: 's1' })
    const agent = sure(agentId, 'a_01K7Q2M8AA0000000001')
    expect(readSelector(spellSelector({ on: 'agent', agent, act: 'stop' }))).toEqual({
      on: 'agent',
      agent,
      act: 'stop',
    })
    const stop = sure(stopId, 's_01K7Q2M8AA0000000006')
    expect(readSelector(spellSelector({ on: 'stop', stop, act: 'resume' }))).toEqual({
      on: 'stop',
      stop,
      act: 'resume',
    })
    expect(readSelector(spellSelector({ on: 'all', act: 'rule' }))).toEqual({ on: 'all', act: 'rule' })
  })

  test.each([
    '',
    'd_01K7Q2M8AA0000000003',
    'd_01K7Q2M8AA0000000003|0|a7c19e04|approve',
    'd_01K7Q2M8AA0000000003|3|a7c19e0|approve',
    'd_01K7Q2M8AA0000000003|3|a7c19e04|publish',
    'd_01K7Q2M8AA0000000003|3|a7c19e04|approve|more',
    'd_01k7q2m8aa0000000003|3|a7c19e04|approve',
    'p_01K7Q2M8AA0000000004|reveal',
    'p_01K7Q2M8AA0000000004|reveal|x',
    'p_01K7Q2M8AA0000000004|recall|s1',
    'a_01K7Q2M8AA0000000001|resume',
    'all|approve',
  ])('%j is nothing of ours', (value) => {
    expect(readSelector(value)).toBeUndefined()
  })
})

describe('what a form brings back', () => {
  test('is read by the names of its fields', () => {
    const values = {
      'ticked:2': { 'ticked:2': { type: 'checkboxes', selected_options: [{ value: '10' }] } },
      'ticked:1': { 'ticked:1': { type: 'checkboxes', selected_options: [{ value: '0' }, { value: '3' }] } },
      did: { did: { type: 'radio_buttons', selected_option: { value: 'checked' } } },
      note: { note: { type: 'plain_text_input', value: null } },
    }
    expect(readForm(values)).toEqual({ ticked: ['0', '3', '10'], did: ['checked'], note: [] })
  })
})

test('a draft of low risk has four buttons, and the others behind a menu', () => {
  const [message] = drawCard(cardOf(harmless, 'draft, low risk'))
  expect(
    pictureOf([JSON.parse(JSON.stringify(message))])
      .split('\n')
      .at(-1),
  ).toBe(
    '[ Approve & publish (primary) ] [ Edit & approve… ] [ Keep private ] [ Reject… ] [ … Ask for revision… / Ask a colleague… / Stop this agent… / Why was this held? ]',
  )
})

/** What stands in frames, as it would be copied. */
function letters(messages: readonly Json[]): string {
  return framedRuns(messages).join('')
}

function cardOf(of: Wrote, name: string): Card {
  return cardIn(storyOf(of), name)
}

function cardIn({ all }: Pick<Story, 'all'>, name: string): Card {
  const one = all.find((each) => each.name === name)
  if (one?.what !== 'card') throw new Error(`there is no card ${name}`)
  return one.card
}

function actionOn(card: Card, act: Action['act']): Action {
  const action = card.actions.find((one) => one.act === act)
  if (action === undefined) throw new Error(`there is no ${act}`)
  return action
}

/** By the last word of what each button carries. */
function actsOn(messages: readonly object[]): readonly string[] {
  return [...JSON.stringify(messages).matchAll(/"value":"[^"|]+\|\d+\|[0-9a-f]*\|([a-z-]+)"/g)]
    .map(([, act = '']) => act)
    .sort()
}
