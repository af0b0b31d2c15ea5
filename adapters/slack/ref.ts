// Where a post or a card is on Slack, as the one string that the record keeps: a timestamp for each of its messages, and
// for a card the conversation before them.

const between = ','

export function joinRef(messages: readonly string[]): string {
  return messages.join(between)
}

export function splitRef(ref: string): readonly string[] {
  return ref.split(between)
}

export type CardRef = { readonly channel: string; readonly messages: readonly string[] }

export function spellCardRef({ channel, messages }: CardRef): string {
  return `${channel}:${joinRef(messages)}`
}

export function readCardRef(ref: string): CardRef {
  const [channel = '', messages = ''] = ref.split(':')
  return { channel, messages: splitRef(messages).filter((one) => one !== '') }
}
