// Agents with an address of their own, as a test sees them: what was carried there, in order, and what they answer.

import { type Agents, type Carried, isLater, type Letter } from '../../src/port/agents.ts'

export type Arrived = {
  readonly id: string
  readonly agent: string
  readonly says: { readonly [name: string]: unknown }
}
export type FakeAgents = Agents & {
  readonly arrived: Arrived[]
  /** What the next letters come to; without one they arrive. */
  answers: Carried[]
}

export function fakeAgents(): FakeAgents {
  const arrived: Arrived[] = []
  const fake: FakeAgents = {
    arrived,
    answers: [],
    refuses: (url) => (url.startsWith('https://') ? undefined : 'it is not https'),
    async carry({ id, agent, says }: Letter) {
      const carried = fake.answers.shift() ?? { carried: 'yes' }
      if (carried.carried === 'later') return carried
      const said = await says()
      if (said !== undefined && isLater(said)) return { carried: 'later', afterMs: said.later }
      if (said !== undefined && carried.carried === 'yes') arrived.push({ id, agent, says: said })
      return carried
    },
  }
  return fake
}
