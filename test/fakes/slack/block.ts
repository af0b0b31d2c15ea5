// The shapes of Block Kit with their limits, as a table of strict objects: an unknown type, an unknown property, a text
// too long or an element too many is refused as Slack refuses it. Where a block may stand is in blocks.ts.

import { z } from 'zod'

const short = (most: number) => z.string().min(1).max(most)
const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: short(most), emoji: z.boolean().optional() })
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: short(most), verbatim: z.boolean().optional() })
const either = (most: number) => z.discriminatedUnion('type', [plain(most), mrkdwn(most)])

const id = short(255)
const action = { action_id: id.optional() }
const focus = { focus_on_load: z.boolean().optional() }
const confirm = z.strictObject({
  title: plain(100),
  text: either(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
})
const asks = { confirm: confirm.optional() }
const option = z.strictObject({
  text: either(75),
  value: short(75),
  description: either(75).optional(),
  url: z.string().max(3000).optional(),
})
const holder = { placeholder: plain(150).optional() }

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...action,
  ...asks,
})
const image = z.strictObject({ type: z.literal('image'), image_url: short(3000), alt_text: short(2000) })
const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(option).min(1).max(5),
  ...action,
  ...asks,
})
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
  ...action,
  ...asks,
  ...focus,
})
const radio = z.strictObject({
  type: z.literal('radio_buttons'),
  options: z.array(option).min(1).max(10),
  initial_option: option.optional(),
  ...action,
  ...asks,
  ...focus,
})
const select = z.strictObject({
  type: z.literal('static_select'),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
  ...holder,
  ...action,
  ...asks,
  ...focus,
})
const dynamic = z.strictObject({
  type: z.enum([
    'users_select',
    'conversations_select',
    'channels_select',
    'external_select',
    'multi_users_select',
    'multi_conversations_select',
    'multi_external_select',
  ]),
  initial_user: z.string().optional(),
  initial_users: z.array(z.string()).optional(),
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  filter: z.record(z.string(), z.unknown()).optional(),
  min_query_length: z.number().optional(),
  max_selected_items: z.number().optional(),
  response_url_enabled: z.boolean().optional(),
  ...holder,
  ...action,
  ...asks,
  ...focus,
})
const input = z.strictObject({
  type: z.literal('plain_text_input'),
  multiline: z.boolean().optional(),
  initial_value: z.string().max(3000).optional(),
  min_length: z.number().min(0).max(3000).optional(),
  max_length: z.number().min(1).max(3000).optional(),
  ...holder,
  ...action,
  ...focus,
})
const feedbackButton = z.strictObject({
  text: plain(75),
  value: short(2000),
  accessibility_label: z.string().max(75).optional(),
})
const feedback = z.strictObject({
  type: z.literal('feedback_buttons'),
  positive_button: feedbackButton,
  negative_button: feedbackButton,
  ...action,
})
const icon = z.strictObject({
  type: z.literal('icon_button'),
  icon: z.literal('trash'),
  text: plain(75),
  value: z.string().max(2000).optional(),
  accessibility_label: z.string().max(75).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
  ...action,
  ...asks,
})
const clickable = z.discriminatedUnion('type', [button, overflow, checkboxes, radio, select, dynamic])

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional()
const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string().min(1),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: z.string(), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string(), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']) }),
  z.strictObject({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.number().int(),
    format: z.string(),
    fallback: z.string().optional(),
    url: z.string().optional(),
    style,
  }),
])
const border = z.union([z.literal(0), z.literal(1)]).optional()
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) })
const rich = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section),
    indent: z.number().int().min(0).optional(),
    offset: z.number().int().min(0).optional(),
    border,
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(inline),
    border,
    language: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
])

const named = { block_id: id.optional() }
export const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plain(150), ...named }),
  z
    .strictObject({
      type: z.literal('section'),
      text: either(3000).optional(),
      fields: z.array(either(2000)).min(1).max(10).optional(),
      accessory: z.discriminatedUnion('type', [...clickable.options, image]).optional(),
      expand: z.boolean().optional(),
      ...named,
    })
    .refine((one) => one.text !== undefined || one.fields !== undefined, { message: 'missing required field: text' }),
  z.strictObject({
    type: z.literal('context'),
    elements: z
      .array(z.discriminatedUnion('type', [plain(3000), mrkdwn(3000), image]))
      .min(1)
      .max(10),
    ...named,
  }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(clickable).min(1).max(25), ...named }),
  z.strictObject({
    type: z.literal('context_actions'),
    elements: z
      .array(z.discriminatedUnion('type', [feedback, icon]))
      .min(1)
      .max(5),
    ...named,
  }),
  z.strictObject({ type: z.literal('divider'), ...named }),
  z.strictObject({
    type: z.literal('image'),
    image_url: short(3000),
    alt_text: short(2000),
    title: plain(2000).optional(),
    ...named,
  }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(rich).min(1), ...named }),
  z.strictObject({ type: z.literal('markdown'), text: short(12_000), ...named }),
  z.strictObject({
    type: z.literal('alert'),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
    text: either(200),
    ...named,
  }),
  z.strictObject({
    type: z.literal('input'),
    label: plain(2000),
    element: z.discriminatedUnion('type', [input, checkboxes, radio, select, dynamic]),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    ...named,
  }),
  z.strictObject({
    type: z.literal('table'),
    rows: z
      .array(z.array(z.record(z.string(), z.unknown())).min(1).max(20))
      .min(1)
      .max(100),
    column_settings: z.array(z.unknown()).max(20).optional(),
    ...named,
  }),
])
