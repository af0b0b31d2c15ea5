// Whether the entries of a stream follow from one another: each leaf is what its hash says, names the stream and version it
// stands under, and chains to the one before; the first has none before it. That nothing was cut off at the end is seen by
// the head that the thing itself keeps. (What a signed checkpoint adds is checked elsewhere.)

import { beforeTheFirst, type Entry, leafHash } from './entry.ts'

export type Break = {
  readonly stream: string
  readonly version: number
  readonly why: 'bytes' | 'name' | 'chain' | 'gap' | 'head'
}
/** Where the chain stands; an entry that follows is number `version + 1` and names `head`. */
export type Link = { readonly version: number; readonly head: string }

export const unchained: Link = { version: 0, head: beforeTheFirst }

/** The next entry of a stream, and what is wrong with it; whatever it is, the ones after are held against it. */
export function follow(link: Link, stream: string, entry: Entry): { readonly link: Link; readonly wrong?: Break } {
  const next = { version: entry.version, head: entry.hash }
  const wrong = (why: Break['why']) => ({ link: next, wrong: { stream, version: entry.version, why } })
  if (entry.version !== link.version + 1) return wrong('gap')
  if (leafHash(entry.leaf) !== entry.hash) return wrong('bytes')
  const leaf = read(entry.leaf)
  if (leaf?.stream !== stream || leaf.version !== entry.version) return wrong('name')
  return leaf.prev === link.head ? { link: next } : wrong('chain')
}

function read(
  leaf: string,
): { readonly stream: unknown; readonly version: unknown; readonly prev: unknown } | undefined {
  let said: unknown
  try {
    said = JSON.parse(leaf)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
  if (typeof said !== 'object' || said === null) return undefined
  return 'stream' in said && 'version' in said && 'prev' in said ? said : undefined
}
