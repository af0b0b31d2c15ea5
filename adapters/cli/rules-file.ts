// A rules file: YAML on its way in and out. A mistake is named with its line and column, whether it is one of YAML or one
// of a rule; a file with a mistake is no file, not half of one.

import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml'
import { type WrittenBook, writtenBook } from '../../src/rule/written.ts'

export type Mistake = {
  readonly line: number
  readonly column: number
  readonly path: string
  readonly message: string
}
export type RulesFile = WrittenBook | { readonly mistakes: readonly Mistake[] }

const mostBytes = 2 * 1024 * 1024

export function readRulesFile(path: string): RulesFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    return mistaken(cause instanceof Error ? cause.message : 'cannot be read')
  }
  return readRules(text)
}

export function readRules(text: string): RulesFile {
  if (text.length > mostBytes) return mistaken('is longer than 2 MiB')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, path: readonly PropertyKey[], message: string): Mistake => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col, path: path.map(String).join('.'), message }
  }
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) return { mistakes: broken.map((one) => at(one.pos[0], [], one.message)) }
  let said: unknown
  try {
    said = document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    return mistaken(cause instanceof Error ? cause.message : 'cannot be read')
  }
  const parsed = writtenBook.safeParse(said)
  if (parsed.success) return parsed.data
  return {
    mistakes: parsed.error.issues.slice(0, 50).flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [at(offsetOf(document, issue.path), issue.path, issue.message)]
      return issue.keys.map((key) => {
        const path = [...issue.path, key]
        return at(offsetOf(document, path, 'of the key'), path, 'is not a field of a rules file')
      })
    }),
  }
}

export function spellRules({
  rules,
  lists,
  roles,
}: {
  readonly rules: readonly object[]
  readonly lists?: object | undefined
  readonly roles?: readonly object[] | undefined
}): string {
  const more = { ...(lists === undefined ? {} : { lists }), ...(roles === undefined ? {} : { roles }) }
  return stringify({ rules, ...more }, { lineWidth: 110 })
}

function mistaken(message: string): RulesFile {
  return { mistakes: [{ line: 1, column: 1, path: '', message }] }
}

/** Where in the text a path leads; as far as it goes, when what is wrong is that something is missing. */
function offsetOf(
  document: Document,
  path: readonly PropertyKey[],
  which: 'of the key' | 'of the value' = 'of the value',
): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, step] of path.entries()) {
    if (isSeq(node)) node = node.items[Number(step)]
    else if (isMap(node)) {
      const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === String(step))
      if (pair === undefined) return offset
      offset = startOf(pair.key) ?? offset
      if (which === 'of the key' && depth === path.length - 1) return offset
      node = pair.value
    } else return offset
    offset = startOf(node) ?? offset
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
