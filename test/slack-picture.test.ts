// docs/cards/slack.md holds every card of one draft as text, so that a person can read what the people who decide will
// see, and a review shows every change of it. `npx vitest run -u test/slack-picture.test.ts` writes it anew.

import { expect, test } from 'vitest'
import { type Drawn, drawn } from './slack-cards.ts'
import { everyPicture } from './slack-lines.ts'
import { aloud, pictureOf } from './slack-picture.ts'

const opening = `# Every Slack card

Written by \`test/slack-picture.test.ts\` from what is really drawn; the layout is approximate. \`|\` is the bar at the side of the agent’s
words and of nothing else, \`( )\` is small print, \`[ ]\` are buttons, \`[ … ]\` is a menu, \`<...>\` in a form is a box. \`{approvers}\` and its like are
filled when the post is approved.

Five questions that each card for deciding has to answer, and where:

| Question | Where |
|---|---|
| What is it? | the headline, always first; under “Draft text begins.” the draft, word for word |
| Who will see it? | “Will be posted to” and “Who will see it”; outsiders are counted |
| What happens if I click? | under the headline; forms say it once more, and name their own button |
| What is risky? | “Risk”, each hidden step with its text, and what the agent assumed |
| How do I say no? | [Reject…], [Keep private], [Ask for revision…], or no answer: “Expires” |
`

test('every card can be read as text in docs/cards/slack.md', async () => {
  const pages = everyPicture().map(page)
  await expect(`${opening}\n${pages.join('\n')}`).toMatchFileSnapshot('../docs/cards/slack.md')
})

function page(one: Drawn): string {
  const json = drawn(one)
  const said = aloud(json)
  // Posts and cards differ little between their states in what is read aloud; one of each is enough to read.
  const isRead =
    one.name === 'draft, high risk' || one.name === 'draft, low risk' || one.name === 'post' || one.what === 'pointer'
  const listen = said === '' || !isRead ? '' : `\nRead aloud, and in notifications:\n\n${fenced(said)}`
  return `## ${one.what}: ${one.name}\n\n${fenced(pictureOf(json))}${listen}`
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`
}
