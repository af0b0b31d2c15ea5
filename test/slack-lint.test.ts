// Defects planted one by one into what Slack would be given, each a small change of the JSON, and each caught by its name.
// A lint that finds nothing proves nothing until it has found these.

import { describe, expect, test } from 'vitest'
import type { Json } from '../src/json.ts'
import { aboutOf, type Drawn, drawn, harmless, replica, storyOf } from './slack-cards.ts'
import { lines } from './slack-lines.ts'
import { lint } from './slack-lint.ts'

const longText = { ...harmless, text: 'All work and no play makes this replica a dull one. '.repeat(200) }
const linking = { ...harmless, text: 'see [the bank](https://evil.example/login)' }
const stories = {
  replica: storyOf(replica),
  harmless: storyOf(harmless),
  long: storyOf(longText),
  linking: storyOf(linking),
  lines: { all: lines },
}

type On = readonly [story: keyof typeof stories, name: string]
const card: On = ['replica', 'draft, high risk']
const compact: On = ['harmless', 'draft, low risk']
const post: On = ['replica', 'post, before approval']
const up: On = ['replica', 'post']
const parts: On = ['long', 'draft, low risk']
const postParts: On = ['long', 'post, before approval']
const link: On = ['linking', 'post, before approval']
const approveForm: On = ['replica', 'approve (draft, high risk)']
const editForm: On = ['harmless', 'edit (draft, low risk)']
const stopForm: On = ['replica', 'stop (draft, high risk)']
const home: On = ['replica', 'home']
const rule: On = ['replica', 'rule']
const askAgent: On = ['replica', 'ask']
const aboutPost: On = ['replica', 'about a post']
const colleague: On = ['replica', 'hand (draft, high risk)']
const rulePlace: On = ['replica', 'at home: Autonomy rules']
const stopAll: On = ['replica', 'at home: Stop all agents']
const why: On = ['replica', 'why held']
const typed: On = ['replica', 'what can be typed']
const revealed: On = ['replica', 'revealed step']

const rejected: On = ['replica', 'rejected']
const blocked: On = ['replica', 'blocked']
const agentAsks: On = ['lines', 'grant asked for by the agent itself']
const grantOn: On = ['lines', 'grant that is on']
const late: On = ['lines', 'a late click']

type Planted = readonly [defect: string, on: On, what: string, from: string | RegExp, to: string]

const planted: readonly Planted[] = [
  // Whose words they are.
  ['agent-text-unframed', card, 'a quote loses its bar', '"type":"rich_text_quote"', '"type":"rich_text_section"'],
  ['agent-text-unframed', card, 'a list loses its bar', /"border":1/g, '"border":0'],
  [
    'agent-text-unframed',
    card,
    'a label repeats an assumption',
    '"text":"Draft text begins."',
    '"text":"PostgreSQL 15 on db-prod-2; version not verified."',
  ],
  [
    'agent-text-unframed',
    approveForm,
    'a tick is the agent’s wording',
    'I know that number 1 is true',
    'PostgreSQL 15 on db-prod-2; version not verified.',
  ],
  [
    'our-voice-framed',
    card,
    'our voice stands in the frame',
    /"rich_text_section"(,"elements":\[\{"type":"text","text":"Draft text begins)/,
    '"rich_text_quote"$1',
  ],
  [
    'our-voice-framed',
    up,
    'a sentence is put into the agent’s mouth',
    '"text":" is inactive',
    '"text":" is checked and is inactive',
  ],
  // What it is, first.
  ['label-not-first', card, 'another headline', /("type":"header".*?"text":")AI draft — not published/, '$1Answer'],
  ['label-not-first', post, 'a post without its label', /("type":"context".*?)AI draft, allowed by /, '$1By '],
  [
    'label-not-read-first',
    card,
    'a summary is read aloud first',
    '{"text":"AI draft — not published',
    '{"text":"Answer ready',
  ],
  [
    'label-not-read-first',
    up,
    'a listener is not told that it is a draft',
    '{"text":"AI draft, allowed by ',
    '{"text":"',
  ],
  ['part-not-numbered', parts, 'a part that does not say which', /part 2 of \d+/g, 'more'],
  ['part-not-numbered', postParts, 'a post whose second part does not say so', /part 2 of \d+/g, 'more'],
  // What is risky, before what is said.
  ['risk-after-the-text', card, 'the risk stands under the draft', '"text":"Risk: HIGH."', '"text":"Noted."'],
  [
    'risk-after-the-text',
    card,
    'the risk is read aloud after the draft',
    /Risk: HIGH\.\\n(.*?)(Draft text begins\..*?Draft text ends\.\\n)/,
    '$2Risk: HIGH.\\n$1',
  ],
  ['risk-after-the-text', compact, 'low risk is said at the end', /(Risk: low\.)\\n(Draft text begins\.)/, '$2\\n$1'],
  // What is over, and what is asked for.
  ['promises-what-is-over', rejected, 'a no that will be posted', '"Meant for: "', '"Will be posted to: "'],
  ['danger-in-sight', rejected, 'a red button where nothing waits', '"value":"', '"style":"danger","value":"'],
  [
    'asked-for-not-first',
    blocked,
    'another button stands before the one that is asked for',
    /(cs:try-again.*?),"style":"primary"(.*?cs:retract.*?"value":"[^"]*")/,
    '$1$2,"style":"primary"',
  ],
  ['danger-before-an-answer', agentAsks, 'no is red and stands first', '"style":"primary"', '"style":"danger"'],
  [
    'not-plain-words',
    card,
    'a word for programs',
    '"text":"Approving publishes',
    '"text":"undefined Approving publishes',
  ],
  ['not-plain-words', rejected, 'a sentence that ends twice', /from a chat answer\.”"/, 'from a chat answer.”."'],
  // A request to post without a person, and lines.
  [
    'our-voice-framed',
    agentAsks,
    'our title in the agent’s frame',
    /"text":"The release is tonight/,
    '"text":"Why: The release is tonight',
  ],
  ['agent-text-unframed', agentAsks, 'its reason without a bar', '"border":1', '"border":0'],
  ['label-not-first', grantOn, 'another headline', /("type":"header".*?"text":")Deploy/, '$1The Deploy'],
  ['button-missing', grantOn, 'no way to end it', '|revoke"', '|give"'],
  ['line-not-whole', late, 'nobody says that nothing changed', ' Nothing changed."', '"'],
  // All of it.
  ['fallback-not-word-for-word', card, 'a word less for those who listen', 'is inactive and is holding', 'is holding'],
  ['fallback-not-word-for-word', parts, 'a later part shortened', /(part 2 of \d+\\n[^"]*?)no play /, '$1'],
  [
    'draft-not-whole',
    card,
    'a word less for those who read',
    '"text":" is inactive and is holding',
    '"text":" is holding',
  ],
  ['draft-not-whole', parts, 'the end is left out', /(.*)"text":"All work[^"]*"/, '$1"text":"…"'],
  ['no-fallback', card, 'nothing to read aloud', /^\[\{"text":"[^"]*"/, '[{"text":""'],
  [
    'hidden-step-in-post',
    post,
    'the risky step in the post',
    '"text":" is inactive',
    `"text":" SELECT pg_drop_replication_slot('analytics_v1'); is inactive`,
  ],
  [
    'hidden-step-in-post',
    up,
    'the risky step in what is read aloud',
    '"text":"AI draft',
    `"text":"AI draft SELECT pg_drop_replication_slot('analytics_v1');`,
  ],
  // Nothing that is alive.
  ['markup', card, 'markup for the agent’s words', '"type":"plain_text"', '"type":"mrkdwn"'],
  ['markup', card, 'a Markdown block', '"type":"context"', '"type":"markdown"'],
  [
    'live-element',
    card,
    'a mention of all',
    /\{"type":"text","text":" is inactive/,
    '{"type":"broadcast","range":"channel"},{"type":"text","text":" is inactive',
  ],
  [
    'live-element',
    up,
    'a mention of one',
    /\{"type":"text","text":" is inactive/,
    '{"type":"user","user_id":"U1"},{"type":"text","text":" is inactive',
  ],
  [
    'fallback-not-escaped',
    card,
    'a mention in what is read aloud',
    '"text":"AI draft — not published',
    '"text":"AI draft — not published <!channel>',
  ],
  ['fallback-not-escaped', up, 'an ampersand as it is', '"text":"AI draft', '"text":"AI draft &'],
  ['emoji-on', card, 'letters become pictures', '"emoji":false', '"emoji":true'],
  [
    'link-hides-its-host',
    link,
    'a link that reads as another',
    '"text":"https://evil.example/login"',
    '"text":"https://bank.example"',
  ],
  ['link-scheme', link, 'a link that runs', /https:\/\/evil\.example\/login/g, 'javascript:alert(1)'],
  [
    'foreign-block',
    card,
    'a picture with a text of its own',
    '"blocks":[',
    '"blocks":[{"type":"image","block_id":"i","alt_text":"<!here>","image_url":"https://x.example"},',
  ],
  ['unfurls', post, 'a preview of links', '"unfurl_links":false', '"unfurl_links":true'],
  ['unfurls', post, 'a preview of media', ',"unfurl_media":false', ''],
  ['parsed-by-slack', post, 'names become mentions', '"link_names":false', '"link_names":true'],
  ['parsed-by-slack', post, 'words become links', '"parse":"none"', '"parse":"full"'],
  // Buttons.
  ['button-missing', card, 'no way to say no', /\{"type":"button","action_id":"cs:reject".*?"value":"[^"]*"\},/, ''],
  ['button-missing', card, 'a button that does another thing', '|keep"', '|approve"'],
  ['button-missing', card, 'a button for another revision', '|1|', '|2|'],
  [
    'button-too-many',
    card,
    'a button that nobody may press',
    '"elements":[{"type":"button"',
    '"elements":[{"type":"button","action_id":"x","text":{"type":"plain_text","text":"Veto…","emoji":false},"value":"d|1|veto"},{"type":"button"',
  ],
  [
    'button-misplaced',
    compact,
    'the stop is not in the menu',
    /\{"text":\{"type":"plain_text","text":"Stop this agent…"[^}]*\},"value":"[^"]*"\},/,
    '',
  ],
  [
    'buttons-before-the-end',
    parts,
    'buttons before all was read',
    ']},{"text"',
    ',{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"z"}]}]},{"text"',
  ],
  [
    'button-label-length',
    card,
    'a label that Slack refuses',
    '"text":"Keep private"',
    `"text":"${'Keep '.repeat(16)}"`,
  ],
  ['button-value-too-long', card, 'more in a button than it may carry', '|keep"', `|keep${'x'.repeat(2000)}"`],
  ['button-style', card, 'a style that is none', '"style":"danger"', '"style":"calm"'],
  ['option-value-length', compact, 'more in a menu than it may carry', '|why"', `|why${'x'.repeat(75)}"`],
  [
    'overflow-size',
    compact,
    'a menu of six',
    /"options":\[(\{"text":\{[^}]*\},"value":"[^"]*"\}),/,
    '"options":[$1,$1,$1,$1,$1,',
  ],
  // Names within a message.
  ['action-id-twice', card, 'two buttons of one name', '"cs:reject"', '"cs:approve"'],
  ['block-id-twice', card, 'two blocks of one name', /:1:2"/, ':1:1"'],
  ['id-length', card, 'a name that is too long', '"cs:reject"', `"cs:${'r'.repeat(256)}"`],
  // The marker and the slots.
  ['block-id-without-marker', post, 'no marker on the block', '"cs1:"', '"cs2:"'],
  [
    'metadata-without-marker',
    post,
    'no marker in the metadata',
    '"event_payload":{"marker"',
    '"event_payload":{"mark"',
  ],
  ['metadata-without-marker', postParts, 'a part that is counted wrong', '"part":2', '"part":1'],
  ['unknown-slot', post, 'a slot that does not exist', '"slot":"approvers"', '"slot":"reviewers"'],
  ['marker-shown', post, 'readers see the marker', '{"slot":"approvers"}', '{"slot":"marker"}'],
  [
    'slot-outside-a-post',
    card,
    'a slot on a card',
    '"text":"Approving publishes',
    '"text":{"$words":[{"slot":"ref"}]},"t":"',
  ],
  // Slack's limits.
  [
    'fallback-too-long',
    card,
    'a text that can never be changed again',
    '{"text":"AI draft — not published',
    `{"text":"AI draft — not published${' more'.repeat(800)}`,
  ],
  [
    'blocks-too-long',
    card,
    'more blocks than a message holds',
    '"text":" is inactive',
    `"text":"${'long '.repeat(2500)} is inactive`,
  ],
  [
    'wrong-number-of-blocks',
    card,
    '51 blocks',
    '"blocks":[',
    `"blocks":[${'{"type":"context","block_id":"c","elements":[]},'.repeat(51)}`,
  ],
  [
    'header-too-long',
    card,
    'a headline of 200 letters',
    /("type":"header".*?"text":"AI draft — not published)/,
    `$1${'!'.repeat(200)}`,
  ],
  ['text-object-too-long', card, 'a note of 3 001 letters', '"text":"Draft d_', `"text":"${'x'.repeat(3001)}`],
  ['empty-text', card, 'an empty run', '"text":" is inactive and is holding back 41 GB of WAL."', '"text":""'],
  ['actions-size', card, 'a row without a button', /"elements":\[\{"type":"button".*?\]/, '"elements":[]'],
  ['context-size', card, 'small print without words', /("type":"context","elements":)\[.*?\]/, '$1[]'],
  // What is asked.
  [
    'assumption-not-shown',
    approveForm,
    'an assumption left out',
    'Nobody on the analytics team is about',
    'Somebody is about',
  ],
  ['tick-missing', approveForm, 'a tick less than there are assumptions', /\{"value":"1","text":\{[^}]*\}\}/, ''],
  [
    'ticked-for-them',
    approveForm,
    'ticked before anybody read it',
    '"type":"checkboxes"',
    '"type":"checkboxes","initial_options":[]',
  ],
  ['field-missing', approveForm, 'nobody asks what was done with it', '"block_id":"did"', '"block_id":"dad"'],
  ['warning-missing', approveForm, 'no word of the risk', 'The agent marks one of its steps as risky.', 'Fine.'],
  [
    'text-to-edit-not-whole',
    editForm,
    'a word less to edit',
    '"initial_value":"Staging deploys run',
    '"initial_value":"Staging runs',
  ],
  ['no-way-out', stopForm, 'a form that cannot be left', /"close":\{[^}]*\},/, ''],
  ['other-words', stopForm, 'a button that says something else', '"text":"Stop now"', '"text":"OK"'],
  [
    'view-title-length',
    stopForm,
    'a title that Slack refuses',
    '"text":"Stop agent"',
    '"text":"Stop this agent at once, please"',
  ],
  [
    'private-metadata-too-long',
    stopForm,
    'more than a form may carry',
    '"private_metadata":"',
    `"private_metadata":"${'x'.repeat(3000)}`,
  ],
  ['wrong-view', home, 'a home that is a modal', '"type":"home"', '"type":"modal"'],
  // The page of one person.
  ['way-missing', home, 'no way to the card', '|review"', '|why"'],
  ['way-not-meant', home, 'a card is decided on from the page', '|review"', '|approve"'],
  ['way-missing', home, 'a stop that cannot be lifted', '|resume"', '|stop"'],
  ['way-missing', home, 'a grant that cannot be taken back', '|revoke"', '|give"'],
  ['way-missing', home, 'no stop for all', '"value":"all|stop"', '"value":"all|rule"'],
  ['way-missing', home, 'no way back from an absence', '"value":"away|back"', '"value":"all|stop"'],
  ['page-not-whole', home, 'who decides meanwhile is left out', 'Sam Okafor decides', 'Somebody decides'],
  ['stop-looks-calm', home, 'a stop that looks like any button', ',"style":"danger"', ''],
  ['page-not-whole', home, 'who stopped it is left out', 'Priya Nair', 'somebody'],
  ['page-not-whole', home, 'nobody says that an agent is stopped', '"text":"Stopped now"', '"text":"Now"'],
  ['page-not-whole', home, 'how many wait is wrong', 'Waiting for you: 1 draft', 'Nothing waits for you'],
  // Forms about a place, a post and a person.
  [
    'chosen-for-them',
    rule,
    'another rule is chosen than the one that holds',
    /("initial_option":\{"value":")draft"/,
    '$1auto"',
  ],
  ['choice-missing', rule, 'a channel cannot be closed', /\{"value":"closed","text":\{[^}]*\}\},/, ''],
  ['hint-missing', rule, 'nobody says that no answer is a no', ' No answer is a no.', ''],
  ['may-be-left-out', rule, 'a rule without a time', /("block_id":"expires".*?"optional":)false/, '$1true'],
  ['asks-something-else', rule, 'a label for another field', '"text":"Who decides first?"', '"text":"Who decides?"'],
  ['warning-missing', rule, 'nobody says that it holds at once', 'It holds at once.', 'It is a draft.'],
  ['warning-missing', askAgent, 'nobody says who sees the draft', 'Its draft comes to you alone.', 'It answers.'],
  ['other-words', askAgent, 'a button that says something else', '"text":"Ask"', '"text":"Post"'],
  ['field-missing', askAgent, 'nobody asks what', '"block_id":"words"', '"block_id":"word"'],
  [
    'chosen-for-them',
    aboutPost,
    'a recall is chosen already',
    '"type":"radio_buttons"',
    '"type":"radio_buttons","initial_option":{"value":"recall"}',
  ],
  ['choice-missing', aboutPost, 'a report that is no choice', /\{"value":"report","text":\{[^}]*\}\},/, ''],
  ['asks-something-else', colleague, 'a colleague by name', '"type":"users_select"', '"type":"plain_text_input"'],
  ['hint-missing', colleague, 'nobody says who can be asked', 'A full member of the channel', 'Anybody'],
  [
    'warning-missing',
    colleague,
    'nobody says that the second stays',
    'a second person is needed all the same',
    'it is enough',
  ],
  [
    'asks-something-else',
    rulePlace,
    'a person for a channel',
    '"type":"conversations_select"',
    '"type":"users_select"',
  ],
  ['may-be-left-out', stopAll, 'a stop without a reason', '"optional":false', '"optional":true'],
  // What is only shown.
  ['page-not-whole', why, 'the fingerprint cut short', /SHA-256 [0-9a-f]{60}/, 'SHA-256 '],
  ['page-not-whole', typed, 'a command that nobody hears of', '/countersign resume', '/countersign go'],
  ['page-not-whole', revealed, 'the check is left out', 'SELECT count(*)', 'SELECT '],
  [
    'sheet-asks',
    revealed,
    'a button on what is only shown',
    '"blocks":[',
    '"blocks":[{"type":"actions","block_id":"a","elements":[{"type":"button","action_id":"x"}]},',
  ],
]

describe('the lint of what Slack is given', () => {
  const rows = planted.map(([defect, on, what, from, to]) => [defect, what, on, from, to] as const)
  test.each(rows)('catches %s: %s', (defect, what, on, from, to) => {
    const one = find(on)
    const sound = JSON.stringify(drawn(one))
    expect(lint(drawn(one), aboutOf(one))).toEqual([])
    const broken = sound.replace(from, to).replaceAll(',]', ']').replaceAll('[,', '[')
    expect(broken, what).not.toBe(sound)
    expect(lint(read(broken), aboutOf(one)), what).toContain(defect)
  })
})

function find([story, name]: On): Drawn {
  const one = stories[story].all.find((each) => each.name === name)
  if (one === undefined) throw new Error(`there is no ${name}`)
  return one
}

function read(text: string): readonly Json[] {
  const json: readonly Json[] = JSON.parse(text)
  return json
}
