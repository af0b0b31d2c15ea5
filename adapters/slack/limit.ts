// What Slack takes, as tables. The first is Slack's own; the second is how much of it we use, so that what stands in a
// message never depends on how long a name will be that nobody knows yet.

import type { SlotName } from '../../src/draft/envelope.ts'

/** docs.slack.dev, reference/block-kit; `blocksJson` is where `msg_blocks_too_long` was seen first. */
export const limit = {
  blocks: 50,
  viewBlocks: 100,
  blocksJson: 13_200,
  /** `chat.update` refuses more, so that a longer card could be shown and never changed. */
  text: 4000,
  header: 150,
  plainText: 3000,
  contextElements: 10,
  actionElements: 25,
  overflowOptions: 5,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  optionValue: 75,
  options: 10,
  selectOptions: 100,
  label: 2000,
  input: 3000,
  id: 255,
  viewTitle: 24,
  privateMetadata: 3000,
} as const

/** Of one message: what stands between its head and its foot. The rest is room for the label, names and buttons. */
export const room = { text: 2600, json: 8000, blocks: 40 } as const

/** One uncut run of the agent's words; several of them fill a part. */
export const run = { text: 500, span: 250, json: 3500, link: 500 } as const

/** A box of a form, with room to add something. */
export const box = 2400

/** The longest that a slot becomes: two names of 80 letters with what each of them did, a time; ids and markers exactly. */
export const slotRoom: Record<SlotName, number> = { approvers: 220, approvedAt: 24, ref: 22, marker: 24 }
