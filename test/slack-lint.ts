// What must be true of everything that Slack is given, read from the JSON alone and with numbers of its own. Each defect
// has a name; an empty list means that nothing is wrong. It knows the card that was drawn, and nothing of how.

import type { Card, Form, Section, Sheet } from '../src/card/card.ts'
import { checkWords, frame } from '../src/card/frame.ts'
import type { GrantCard } from '../src/card/grant-card.ts'
import type { Home } from '../src/card/home.ts'
import { type Block, spokenSpans } from '../src/card/tree.ts'
import { slotNames } from '../src/draft/envelope.ts'
import type { Json } from '../src/json.ts'
import { type Read, wrongGrant, wrongLine, wrongOrder } from './slack-lint-order.ts'
import { wrongForm, wrongHome, wrongSheet } from './slack-lint-page.ts'
import { isList, isRow, type Row, rowOf, rows } from './slack-row.ts'

export type Surface = 'card' | 'post' | 'modal' | 'home' | 'pointer' | 'line'

/** Undefined where nothing of it is known: the structure is checked alone. */
export type About = {
  readonly surface: Surface
  readonly card?: Card | undefined
  readonly form?: Form | undefined
  readonly sheet?: Sheet | undefined
  readonly home?: Home | undefined
  readonly grant?: GrantCard | undefined
  readonly line?: string | undefined
  /** What stands behind a reveal. */
  readonly hidden?: readonly string[] | undefined
}

/** The messages of one card in order, or one view. */
export function lint(drawn: readonly Json[], about: About): readonly string[] {
  const filled = drawn.map((one) => rowOf(plain(one)))
  const defects = [
    ...filled.flatMap((one) => structure(one, about.surface)),
    ...drawn.flatMap((one) => slots(one, about.surface)),
    ...(about.card === undefined ? [] : meaning(filled, about.card, about)),
    ...(about.card === undefined ? [] : wrongOrder(filled.map(readOf), about.card)),
    ...(about.grant === undefined
      ? []
      : [...wrongGrant(filled.map(readOf), about.grant), ...whose(filled, about.grant)]),
    ...(about.line === undefined ? [] : wrongLine(filled.map(readOf), about.line)),
    ...(about.form === undefined ? [] : asked(filled, about.form)),
    ...drawn.flatMap((one) => [
      ...(about.form === undefined ? [] : wrongForm(one, about.form)),
      ...(about.sheet === undefined ? [] : wrongSheet(one, about.sheet)),
      ...(about.home === undefined ? [] : wrongHome(one, about.home)),
    ]),
  ]
  return [...new Set(defects)]
}

const blockTypes: Record<Surface, readonly string[]> = {
  card: ['header', 'rich_text', 'context', 'actions', 'section'],
  post: ['header', 'rich_text', 'context', 'actions', 'section'],
  modal: ['rich_text', 'input', 'context', 'section'],
  home: ['header', 'rich_text', 'actions', 'divider'],
  pointer: ['rich_text', 'context', 'actions'],
  line: ['section'],
}

/** Slack's limits, and the shapes that we never use. */
function structure(one: Row, surface: Surface): string[] {
  const blocks = rows(one.blocks)
  const isView = surface === 'modal' || surface === 'home'
  const all = everything(one)
  const texts = all.filter((row) => row.type === 'plain_text')
  const buttons = all.filter((row) => row.type === 'button')
  const options = all.flatMap((row) => rows(row.options))
  const overflows = all.filter((row) => row.type === 'overflow')
  const actionIds = all.flatMap((row) => (row.action_id === undefined ? [] : [string(row.action_id)]))
  // A line is never looked for again, and needs no name.
  const blockIds = surface === 'line' ? [] : blocks.map((block) => string(block.block_id))
  return [
    ...when(blocks.length === 0 || blocks.length > (isView ? 100 : 50), 'wrong-number-of-blocks'),
    ...when(!isView && JSON.stringify(one.blocks).length > 13_200, 'blocks-too-long'),
    ...when(
      blocks.some((block) => !blockTypes[surface].includes(string(block.type))),
      'foreign-block',
    ),
    ...when(
      all.some((row) => row.type === 'mrkdwn' || row.type === 'markdown'),
      'markup',
    ),
    ...when(
      blocks.flatMap(letters).some((row) => !['text', 'link', 'date'].includes(string(row.type))),
      'live-element',
    ),
    ...when(
      blocks.flatMap(letters).some((row) => string(row.text ?? row.fallback) === ''),
      'empty-text',
    ),
    ...when(
      texts.some((row) => string(row.text) === ''),
      'empty-text',
    ),
    ...when(
      texts.some((row) => row.emoji !== false),
      'emoji-on',
    ),
    ...when(
      texts.some((row) => string(row.text).length > 3000),
      'text-object-too-long',
    ),
    ...when(
      blocks.some((block) => block.type === 'header' && label(block).length > 150),
      'header-too-long',
    ),
    ...when(
      blocks.some((block) => block.type === 'context' && !between(rows(block.elements).length, 1, 10)),
      'context-size',
    ),
    ...when(
      blocks.some((block) => block.type === 'actions' && !between(rows(block.elements).length, 1, 25)),
      'actions-size',
    ),
    ...when(
      buttons.some((row) => !between(label(row).length, 1, 75)),
      'button-label-length',
    ),
    ...when(
      buttons.some((row) => string(row.value).length >= 2000),
      'button-value-too-long',
    ),
    ...when(
      buttons.some((row) => ![undefined, 'primary', 'danger'].includes(style(row))),
      'button-style',
    ),
    ...when(
      options.some((row) => !between(label(row).length, 1, 75)),
      'option-label-length',
    ),
    ...when(
      options.some((row) => !between(string(row.value).length, 1, 75)),
      'option-value-length',
    ),
    ...when(
      overflows.some((row) => !between(rows(row.options).length, 1, 5)),
      'overflow-size',
    ),
    ...when(
      [...actionIds, ...blockIds].some((id) => !between(id.length, 1, 255)),
      'id-length',
    ),
    ...when(new Set(actionIds).size < actionIds.length, 'action-id-twice'),
    ...when(new Set(blockIds).size < blockIds.length, 'block-id-twice'),
    ...when(
      links(blocks).some((link) => link.text !== link.url),
      'link-hides-its-host',
    ),
    ...when(
      links(blocks).some((link) => !/^(https?|mailto):/.test(string(link.url))),
      'link-scheme',
    ),
    ...(isView ? view(one, surface) : message(one, surface)),
  ]
}

function message(one: Row, surface: Surface): string[] {
  const text = string(one.text)
  return [
    ...when(text === '', 'no-fallback'),
    ...when(text.length > 4000, 'fallback-too-long'),
    ...when(/[<>]|&(?!(amp|lt|gt);)/.test(text), 'fallback-not-escaped'),
    ...when(surface === 'post' && (one.unfurl_links !== false || one.unfurl_media !== false), 'unfurls'),
    ...when(surface === 'post' && (one.parse !== 'none' || one.link_names !== false), 'parsed-by-slack'),
  ]
}

function view(one: Row, surface: Surface): string[] {
  const blocks = rows(one.blocks)
  const inputs = blocks.filter((block) => block.type === 'input')
  const elements = inputs.map((block) => rowOf(block.element))
  const lettersOf = (key: string) => string(rowOf(one[key]).text)
  const listed = (row: Row) => row.type === 'checkboxes' || row.type === 'radio_buttons'
  return [
    ...when(one.type !== surface, 'wrong-view'),
    ...when(surface === 'modal' && !between(lettersOf('title').length, 1, 24), 'view-title-length'),
    ...when(one.submit !== undefined && !between(lettersOf('submit').length, 1, 24), 'view-submit-length'),
    ...when(surface === 'modal' && !between(lettersOf('close').length, 1, 24), 'no-way-out'),
    ...when(string(one.private_metadata).length > 3000, 'private-metadata-too-long'),
    ...when(
      inputs.some((block) => !between(string(rowOf(block.label).text).length, 1, 2000)),
      'input-label-length',
    ),
    ...when(
      elements.some((row) => listed(row) && !between(rows(row.options).length, 1, 10)),
      'too-many-ticks',
    ),
    ...when(
      elements.some((row) => string(row.initial_value).length > 3000),
      'input-too-long',
    ),
    ...when(
      elements.some((row) => row.type === 'checkboxes' && row.initial_options !== undefined),
      'ticked-for-them',
    ),
  ]
}

/** Only a post has slots, and only ours; its marker stands where readers do not see it. */
function slots(one: Json, surface: Surface): string[] {
  const open = everything(rowOf(one)).filter((row) => '$words' in row)
  const names = open.flatMap((row) => rows(row.$words)).map((row) => string(row.slot))
  const shown = everything(rowOf(one)).some((row) =>
    ['text', 'fallback', 'url', 'label'].some((key) => JSON.stringify(row[key] ?? '').includes('"slot":"marker"')),
  )
  return [
    ...when(surface !== 'post' && open.length > 0, 'slot-outside-a-post'),
    ...when(
      names.some((name) => !slotNames.some((slot) => slot === name)),
      'unknown-slot',
    ),
    ...when(shown, 'marker-shown'),
  ]
}

/** As it is met from the top: our own lines, what is read aloud, the buttons. */
function readOf(one: Row): Read {
  const shown = rows(one.blocks).flatMap((block) =>
    block.type === 'actions' ? [] : ownTexts(block).flatMap((text) => text.split('\n')),
  )
  const actions = rows(one.blocks).filter((block) => block.type === 'actions')
  const buttons = actions.flatMap((block) => rows(block.elements)).filter((row) => row.type === 'button')
  return { shown, aloud: unescaped(string(one.text)), actions: buttons }
}

/** The agent's wording in its frame, and nothing else there. */
function whose(messages: readonly Row[], { sections }: GrantCard): string[] {
  const blocks = messages.flatMap((one) => rows(one.blocks))
  const framed = blocks.flatMap(framedTexts)
  const agents = sections.flatMap(textsOf).filter((text) => squash(text) !== '')
  const ours = blocks.flatMap(ownTexts).map(squash)
  return [
    ...when(!inOrder(agents, framed.join('\n')), 'draft-not-whole'),
    ...when(
      agents.some((text) => ours.some((own) => own.includes(squash(text)))),
      'agent-text-unframed',
    ),
    ...when(!coveredBy(framed, agents), 'our-voice-framed'),
  ]
}

/** Held against the card that was drawn. */
function meaning(messages: readonly Row[], card: Card, { surface, hidden = [] }: About): string[] {
  const blocks = messages.flatMap((one) => rows(one.blocks))
  const framed = blocks.flatMap(framedTexts)
  const ours = blocks.flatMap(ownTexts)
  const agents = agentTexts(card).filter((text) => squash(text) !== '')
  const aloud = messages.map((one, index) => spoken(string(one.text), index)).join('\n')
  const everywhere = squash(messages.map((one) => JSON.stringify(one.blocks) + unescaped(string(one.text))).join('\n'))
  const telling = agents
    .map(squash)
    .filter((text) => text.length >= 12 && !saidByUs.some((says) => says.includes(text)))
  return [
    ...messages.flatMap((one, index) => head(one, card, index + 1, messages.length)),
    ...when(!inOrder(agents, framed.join('\n')), 'draft-not-whole'),
    ...when(!inOrder(agents, aloud), 'fallback-not-word-for-word'),
    ...when(
      ours.some((text) => telling.some((agent) => squash(text).includes(agent))),
      'agent-text-unframed',
    ),
    ...when(!coveredBy(framed, agents), 'our-voice-framed'),
    ...when(
      hidden.some((text) => text !== '' && everywhere.includes(squash(text))),
      'hidden-step-in-post',
    ),
    ...buttons(messages, card),
    ...(surface === 'post' && card.card === 'post' && card.about.post === undefined ? proposed(messages) : []),
  ]
}

/** What it is, before anything of the agent's, in each part. */
function head(one: Row, card: Card, part: number, parts: number): string[] {
  const [first] = rows(one.blocks)
  const shown = first?.type === 'context' ? string(rows(first.elements)[0]?.text) : label(first ?? {})
  const wanted = card.card === 'post' ? /^AI draft, (edited by [^<>]{1,90} and )?allowed by / : undefined
  const says = (text: string) => (wanted === undefined ? text.startsWith(card.headline) : wanted.test(text))
  const numbered = (text: string) => parts === 1 || text.includes(`part ${part} of ${parts}`)
  const aloud = unescaped(string(one.text)).split('\n')[0] ?? ''
  return [
    ...when(!says(shown), 'label-not-first'),
    ...when(!says(aloud), 'label-not-read-first'),
    ...when(!numbered(shown) || !numbered(aloud), 'part-not-numbered'),
  ]
}

/** Exactly the card's actions, each with its words and the thing it is about. */
function buttons(messages: readonly Row[], card: Card): string[] {
  const all = messages.flatMap((one) => everything(rowOf({ blocks: one.blocks })))
  const drawn = all.flatMap((row) => (row.type === 'button' ? [row] : row.type === 'overflow' ? rows(row.options) : []))
  const { draft, revision, fingerprint, post } = card.about
  const aboutPost = card.card === 'post' || card.card === 'tombstone'
  const from = aboutPost ? (post ?? '{ref}') : `${draft}|${revision}|${(fingerprint ?? '').slice(0, 8)}`
  const wanted = card.actions.map(
    (one) => `${one.label} ${from}|${one.act}${one.step === undefined ? '' : `|${one.step}`}`,
  )
  const got = drawn.map((row) => `${label(row)} ${string(row.value)}`)
  const more = all
    .filter((row) => row.type === 'overflow')
    .flatMap((row) => rows(row.options))
    .map(label)
  const tucked = card.actions.filter((action) => action.more).map((action) => action.label)
  const early = messages.slice(0, -1).some((one) => rows(one.blocks).some((block) => block.type === 'actions'))
  return [
    ...when(
      wanted.some((one) => !got.includes(one)),
      'button-missing',
    ),
    ...when(got.some((one) => !wanted.includes(one)) || got.length > wanted.length, 'button-too-many'),
    ...when(more.join('\n') !== tucked.join('\n'), 'button-misplaced'),
    ...when(early, 'buttons-before-the-end'),
  ]
}

/** A post before it is approved carries its marker twice, and its part. */
function proposed(messages: readonly Row[]): string[] {
  return messages.flatMap((one, index) => {
    const [first] = rows(one.blocks)
    const said = rowOf(rowOf(one.metadata).event_payload)
    return [
      ...when(!string(first?.block_id).startsWith('cs1:{marker}'), 'block-id-without-marker'),
      ...when(
        said.marker !== '{marker}' || said.part !== index + 1 || said.parts !== messages.length,
        'metadata-without-marker',
      ),
    ]
  })
}

function asked([one]: readonly Row[], form: Form): string[] {
  const blocks = rows(one?.blocks)
  const agents = [
    ...(form.framed === undefined ? [] : [form.framed]),
    ...form.fields.flatMap((field) =>
      field.field === 'ticks' && field.framed === true ? field.options.map(({ label }) => label) : [],
    ),
  ]
  const names = new Set(
    blocks.filter((block) => block.type === 'input').map((block) => string(block.block_id).split(':')[0]),
  )
  const ticks = form.fields.flatMap((field) =>
    field.field === 'ticks' ? field.options.map((option) => option.value) : [],
  )
  const given = blocks.map((block) => rowOf(block.element)).filter((row) => row.type === 'checkboxes')
  const values = given.flatMap((row) => rows(row.options)).map((row) => string(row.value))
  const ours = blocks.flatMap(ownTexts).map(squash)
  const texts = form.fields.flatMap((field) => (field.field === 'text' ? [field.value ?? ''] : []))
  const boxes = blocks.map((block) => string(rowOf(block.element).initial_value)).join('')
  return [
    ...when(!inOrder(agents, blocks.flatMap(framedTexts).join('\n')), 'assumption-not-shown'),
    ...when(
      agents.some((text) => squash(text).length >= 12 && ours.some((own) => own.includes(squash(text)))),
      'agent-text-unframed',
    ),
    ...when(form.fields.some((field) => !names.has(field.name)) || names.size !== form.fields.length, 'field-missing'),
    ...when(values.join('|') !== ticks.join('|'), 'tick-missing'),
    ...when(boxes !== texts.join(''), 'text-to-edit-not-whole'),
    ...when(form.warning !== undefined && !ours.join('').includes(squash(form.warning)), 'warning-missing'),
    ...when(
      string(rowOf(one?.title).text) !== form.title || string(rowOf(one?.submit).text) !== form.submit,
      'other-words',
    ),
  ]
}

const saidByUs = [...Object.values(frame), checkWords].map(squash)

/** Every run of letters that the agent wrote, in the order of the card. */
function agentTexts(card: Card): readonly string[] {
  return card.sections.flatMap(textsOf)
}

function textsOf(section: Section): readonly string[] {
  switch (section.section) {
    case 'facts':
    case 'words':
    case 'risk':
      return []
    case 'agent':
      return [section.title ?? '', ...section.blocks.flatMap(leaves)]
    case 'step':
      return [section.whose === 'ours' ? '' : section.says, section.text ?? '', section.check ?? '']
    case 'list':
      return section.items
    case 'changes':
      return section.lines.map((line) => `${line.sign} ${line.text}`)
  }
}

function leaves(block: Block): readonly string[] {
  switch (block.block) {
    case 'paragraph':
    case 'heading':
      return [spokenSpans(block.spans)]
    case 'code':
      return [block.text]
    case 'quote':
      return block.blocks.flatMap(leaves)
    case 'list':
      return block.items.flat().flatMap(leaves)
    case 'table':
      return block.rows.flatMap((row) => row.map(spokenSpans))
    case 'line':
      return ['---']
    case 'hidden':
      return []
  }
}

/** What stands in frames, one after the other. */
export function framedRuns(messages: readonly Json[]): readonly string[] {
  return messages.flatMap((one) => rows(rowOf(plain(one)).blocks).flatMap(framedTexts))
}

/** Without the white space that a frame, a list or a part puts between letters. */
export function squash(text: string): string {
  return text.replaceAll(' / ', '').replace(/\s+/g, '')
}

function framedTexts(block: Row): readonly string[] {
  return rich(block).filter(isFramed).map(written)
}

/** Everything a reader sees that has no bar at its side, alt texts and titles included. */
function ownTexts(block: Row): readonly string[] {
  const open = rich(block)
    .filter((element) => !isFramed(element))
    .map(written)
  const others = everything(block)
    .filter((row) => !['text', 'link', 'date'].includes(string(row.type)))
    .flatMap((row) => [row.text, row.alt_text, row.title, row.accessibility_label])
  return [...open, ...others.filter((text) => typeof text === 'string')]
}

function isFramed(element: Row): boolean {
  return element.type === 'rich_text_quote' || element.border === 1
}

/** Nothing but what the agent wrote stands in a frame, apart from the marks that we draw between its letters. */
function coveredBy(framed: readonly string[], agents: readonly string[]): boolean {
  const written = squash(agents.join('')).replaceAll('>', '').replaceAll('|', '')
  const pieces = framed.map((text) => squash(text).replaceAll('>', '').replaceAll('|', ''))
  return pieces.every((text) => written.includes(text))
}

function inOrder(wanted: readonly string[], within: string): boolean {
  const text = squash(within)
  let from = 0
  return wanted.every((one) => {
    const at = text.indexOf(squash(one), from)
    from = at + squash(one).length
    return at >= 0
  })
}

/** As a screen reader says it; the head of a later part stands between two halves of the text, and is taken out. */
function spoken(text: string, index: number): string {
  const lines = unescaped(text).split('\n')
  return (index === 0 ? lines : lines.slice(1)).join('\n').replaceAll('The draft says: ', '')
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function rich(block: Row): readonly Row[] {
  return block.type === 'rich_text' ? rows(block.elements) : []
}

function letters(block: Row): readonly Row[] {
  return rich(block)
    .flatMap((element) => (element.type === 'rich_text_list' ? rows(element.elements) : [element]))
    .flatMap((one) => rows(one.elements))
}

function written(element: Row): string {
  return letters({ type: 'rich_text', elements: [element] })
    .map((row) => string(row.text ?? row.fallback))
    .join('')
}

function links(blocks: readonly Row[]): readonly Row[] {
  return blocks.flatMap(letters).filter((row) => row.type === 'link')
}

/** Every object in it, itself included. */
function everything(value: Json | undefined): readonly Row[] {
  if (isList(value)) return value.flatMap(everything)
  if (!isRow(value)) return []
  return [value, ...Object.values(value).flatMap(everything)]
}

/** With its slots filled by their names. */
function plain(value: Json): Json {
  if (isList(value)) return value.map(plain)
  if (!isRow(value)) return value
  const { $words } = value
  if (isList($words))
    return $words.map((word) => (typeof word === 'string' ? word : `{${string(rowOf(word).slot)}}`)).join('')
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, part === undefined ? null : plain(part)]))
}

function label(row: Row): string {
  return string(rowOf(row.text).text)
}

function style(row: Row): string | undefined {
  return row.style === undefined ? undefined : string(row.style)
}

function when(wrong: boolean, name: string): string[] {
  return wrong ? [name] : []
}

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

function string(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
