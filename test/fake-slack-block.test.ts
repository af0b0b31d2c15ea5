// Block Kit at its edges: what Slack refuses to draw, where it says the fault is, and that one less is taken.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../src/json.ts'
import { type Acme, openAcme } from './fakes/slack/acme.ts'
import type { Thing } from './fakes/slack/form.ts'
import { actions, button, call, field, post, rich, section } from './slack-desk.ts'

let acme: Acme
beforeAll(async () => {
  acme = await openAcme()
})
afterAll(async () => {
  await acme.slack[Symbol.asyncDispose]()
})

const times = (count: number, one: (at: number) => Json): Json[] => Array.from({ length: count }, (_, at) => one(at))
const plain = (text: string): Thing => ({ type: 'plain_text', text })
const option = (at: number): Json => ({ text: plain(`${at}`), value: `${at}` })
const pick = (type: string, count: number): Thing => ({ type, action_id: 'a', options: times(count, option) })
const trash = (at: number): Json => ({ type: 'icon_button', icon: 'trash', text: plain('Recall'), action_id: `a${at}` })
const x = (count: number): string => 'x'.repeat(count)
const confirm = (text: string): Thing => ({
  title: plain('Sure?'),
  text: plain(text),
  confirm: plain('Yes'),
  deny: plain('No'),
})

const refused: readonly (readonly [what: string, blocks: readonly Json[], said: string])[] = [
  ['51 blocks', times(51, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
  ['an unknown block', [{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
  ['a block that is a word', ['divider'], 'must provide an object [json-pointer:/blocks/0]'],
  [
    'an alert, which only a modal has',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  ['a section of 3,001', [section(x(3001))], 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
  ['a section without words', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['a section of nothing', [{ type: 'section' }], 'missing required field: text [json-pointer:/blocks/0]'],
  [
    'eleven fields',
    [{ type: 'section', fields: times(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field of 2,001',
    [{ type: 'section', fields: [plain(x(2001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a property that is not there',
    [section('x', { colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'a header of 151',
    [{ type: 'header', text: plain(x(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'eleven notes in a context',
    [{ type: 'context', elements: times(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'an image without words for it',
    [{ type: 'image', image_url: 'https://a.example/b.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0/alt_text]',
  ],
  [
    'a button text of 76',
    [actions(button('a', { text: plain(x(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a button in Markdown',
    [actions(button('a', { text: { type: 'mrkdwn', text: 'x' } }))],
    'value not among those allowed [json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'a value of 2,001',
    [actions(button('a', { value: x(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'a spoken label of 76',
    [actions(button('a', { accessibility_label: x(76) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]',
  ],
  [
    'a question of 301',
    [actions(button('a', { confirm: confirm(x(301)) }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'an action id of 256',
    [actions(button(x(256)))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'a block id of 256',
    [section('x', { block_id: x(256) })],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'two buttons of one name',
    [actions(button('a'), button('a'))],
    '`action_id` "a" already exists for another interactive component [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'two blocks of one name',
    [actions(button('a')), actions(button('c'))],
    '`block_id` "b" already exists for another block [json-pointer:/blocks/1/block_id]',
  ],
  [
    '26 buttons in a row',
    [actions(...times(26, (at) => button(`a${at}`)).filter(isButton))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  ['no button in a row', [actions()], 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
  [
    'six entries in a menu',
    [actions(pick('overflow', 6))],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'eleven tick boxes',
    [actions(pick('checkboxes', 11))],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    '101 choices',
    [actions(pick('static_select', 101))],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'six context actions',
    [{ type: 'context_actions', elements: times(6, trash) }],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a field that takes 3,001',
    [{ ...field, element: { type: 'plain_text_input', max_length: 3001 } }],
    'must be less than 3001 characters [json-pointer:/blocks/0/element/max_length]',
  ],
  [
    'an empty piece of rich text',
    [rich({ type: 'text', text: '' })],
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  [
    'rich text of an unknown piece',
    [rich({ type: 'blink', text: 'x' })],
    'unsupported type: blink [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'Markdown of 12,001 in two blocks',
    times(2, () => ({ type: 'markdown', text: x(6001) })),
    'must be less than 12001 characters [json-pointer:/blocks]',
  ],
  [
    'a table of 21 columns',
    [{ type: 'table', rows: [times(21, () => ({ type: 'raw_text', text: 'x' }))] }],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
]

describe('blocks that Slack does not draw', () => {
  test.each(refused)('%s', async (_what, blocks, said) => {
    const before = acme.slack.truth.length
    expect(await call(acme, 'chat.postMessage', { channel: 'C0HELP', text: 'words', blocks })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [said],
      response_metadata: { messages: [`[ERROR] ${said}`] },
    })
    expect(acme.slack.truth).toHaveLength(before)
  })
})

describe('blocks that are just small enough', () => {
  test.each<readonly [string, readonly Json[]]>([
    ['50 blocks', times(50, () => ({ type: 'divider' }))],
    ['a section of 3,000', [section(x(3000))]],
    ['a header of 150', [{ type: 'header', text: plain(x(150)) }]],
    ['25 buttons', [actions(...times(25, (at) => button(`a${at}`)).filter(isButton))]],
    [
      'a full button',
      [
        actions(
          button(x(255), { value: x(2000), text: plain(x(75)), accessibility_label: x(75), confirm: confirm(x(300)) }),
        ),
      ],
    ],
    ['five entries in a menu', [actions(pick('overflow', 5))]],
    ['ten tick boxes', [actions(pick('checkboxes', 10))]],
    ['100 choices', [actions(pick('static_select', 100))]],
    ['five context actions', [{ type: 'context_actions', elements: times(5, trash) }]],
    [
      'one name in two blocks',
      [
        { ...actions(button('a')), block_id: 'b' },
        { ...actions(button('a')), block_id: 'c' },
      ],
    ],
  ])('%s', async (_what, blocks) => {
    expect((await post(acme, { blocks })).now.blocks).toHaveLength(blocks.length)
  })
})

function isButton(value: Json): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
