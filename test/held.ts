// A draft that waits for Ada on a stage: what a test of deciding begins with.

import { nothingDisclosed } from '../src/draft/disclosure.ts'
import type { Draft } from '../src/draft/draft.ts'
import { ask } from '../src/gateway/ask.ts'
import { submit } from '../src/gateway/intake.ts'
import { draftId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { account, place, type Stage } from './stage.ts'

export async function heldOn(stage: Stage): Promise<Draft & { state: 'pending' }> {
  const agent = await stage.registerAgent('Careful Clara', '1')
  const asking = await ask(stage.house, account('ada'), agent, place('platform-help'), 'how?')
  if (isRefusal(asking)) throw new Error(asking.refused)
  const submission = {
    destination: place('platform-help'),
    intent: { intent: 'post' },
    content: { text: 'Staging deploys run at 09:00.', tags: [] },
    disclosure: nothingDisclosed,
    run: {},
    invocation: asking.invocation.id,
  } as const
  const receipt = await submit(stage.house, stage.tokens.get(agent) ?? '', submission, 'k')
  if (isRefusal(receipt)) throw new Error(receipt.refused)
  await stage.deliver()
  const { seen } = await stage.house.record.look({ draft: { kind: 'draft', id: sure(draftId, receipt.draft.id) } })
  if (seen.draft?.is.state !== 'pending') throw new Error(`it is ${seen.draft?.is.state}`)
  return seen.draft.is
}
