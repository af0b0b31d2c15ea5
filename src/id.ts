// Ids: a kind's prefix, then 20 letters of Crockford's alphabet, the first ten of them the time of making.
// An id selects and never authorises. Only `parse` makes one; where they come from is port/chance.ts.

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type Brand<Name extends string> = string & { readonly __brand: Name }
export type DraftId = Brand<'draft'>
export type PostId = Brand<'post'>
export type AgentId = Brand<'agent'>
export type PersonId = Brand<'person'>
export type InvocationId = Brand<'invocation'>
export type RuleId = Brand<'rule'>
export type GrantId = Brand<'grant'>
export type StopId = Brand<'stop'>

type IdKind<Id extends string> = { prefix: string; parse: (text: string) => Id | undefined }

export const draftId = kind<DraftId>('d')
export const postId = kind<PostId>('p')
export const agentId = kind<AgentId>('a')
export const personId = kind<PersonId>('u')
export const invocationId = kind<InvocationId>('inv')
export const ruleId = kind<RuleId>('r')
export const grantId = kind<GrantId>('g')
export const stopId = kind<StopId>('s')

/** Takes an id that we made ourselves; anything else is a fault of ours. */
export function sure<Id extends string>(of: IdKind<Id>, text: string): Id {
  const id = of.parse(text)
  if (id === undefined) throw new Error(`reading an id of kind ${of.prefix}: it has another shape`)
  return id
}

/** 48 bits of time and 50 of chance, as text that sorts by time. */
export function spell(at: number, chance: Uint8Array): string {
  let time = ''
  for (let rest = at, place = 0; place < 10; place++) {
    time = alphabet[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  return time + Array.from(chance.subarray(0, 10), (byte) => alphabet[byte % 32]).join('')
}

/** When an id was made, by the clock of whoever made it: its first ten letters. */
export function madeAt(id: string): number {
  const letters = id.slice(id.indexOf('_') + 1).slice(0, 10)
  return [...letters].reduce((time, letter) => time * 32 + Math.max(0, alphabet.indexOf(letter)), 0)
}

function kind<Id extends string>(prefix: string): IdKind<Id> {
  const shape = new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{20}$`)
  const fits = (text: string): text is Id => shape.test(text)
  return { prefix, parse: (text) => (fits(text) ? text : undefined) }
}
