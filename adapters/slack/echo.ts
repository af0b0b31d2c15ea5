// Whether Slack shows what it was given. It never answers with the same bytes: it escapes, makes links of bare addresses,
// and gives names to what had none. That much is allowed for, and nothing else.

import type { Json } from '../../src/json.ts'

/** What Slack may put in where we said nothing. */
const addedBySlack: readonly string[] = ['block_id', 'action_id', 'emoji', 'verbatim']

/** `echo` is the message as Slack now has it; one that it does not tell us of counts as altered. */
export function isAltered(payload: Json, echo: unknown): boolean {
  if (!isRow(payload) || !isRow(echo)) return true
  const { text, blocks = [] } = payload
  if (typeof text !== 'string' || typeof echo.text !== 'string') return true
  return unescaped(unlinked(echo.text)) !== unescaped(text) || !isSame(blocks, echo.blocks ?? [])
}

function isSame(sent: unknown, got: unknown): boolean {
  if (typeof sent === 'string') return typeof got === 'string' && (got === sent || unescaped(got) === sent)
  if (Array.isArray(sent))
    return Array.isArray(got) && got.length === sent.length && sent.every((one, index) => isSame(one, got[index]))
  if (!isRow(sent)) return sent === got
  if (!isRow(got)) return false
  const given = Object.keys(sent).filter((key) => sent[key] !== undefined)
  const more = Object.keys(got).filter((key) => !given.includes(key))
  return given.every((key) => isSame(sent[key], got[key])) && more.every((key) => addedBySlack.includes(key))
}

/** `<https://a.example>` and `<mailto:a@b.example|a@b.example>`: an address that reads as itself. */
function unlinked(text: string): string {
  return text.replace(
    /<((?:https?:\/\/|mailto:)[^<>|]+)(?:\|([^<>]*))?>/g,
    (whole, address: string, label?: string) => {
      if (label === undefined) return address
      return address === label || address === `http://${label}` || address === `mailto:${label}` ? label : whole
    },
  )
}

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'))
}

function isRow(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
