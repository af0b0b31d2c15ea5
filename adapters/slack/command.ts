// What can be typed to us, after `/countersign` or after our name: one table of words, each with its help and with what it
// does. Each is answered to the one who typed it alone, in one plain line or with a page.

import { spokenBack, spokenGone } from '../../src/card/away-spoken.ts'
import type { Sheet } from '../../src/card/card.ts'
import { comeBack, goAway } from '../../src/gateway/away.ts'
import { claim } from '../../src/gateway/claiming.ts'
import { decideDraft } from '../../src/gateway/decision.ts'
import { askForGrantAs } from '../../src/gateway/granting.ts'
import { homeFor } from '../../src/gateway/home.ts'
import { draftId } from '../../src/id.ts'
import { awayExample, readAway } from '../../src/person/away-words.ts'
import type { Destination } from '../../src/place.ts'
import { isRefusal, refuse, spokenRefusal } from '../../src/refusal.ts'
import { minute } from '../../src/time.ts'
import { askPage, rulePage } from './at-place.ts'
import { type Doing, type Told, told } from './deciding.ts'
import { drawSheet } from './form.ts'
import { mostAtHome } from './home.ts'
import { agentsOf, askByWord, begins, resumeByWord, stopByWord } from './wish.ts'

/** `pages`: there is something to open one with. A mention brings nothing. */
export type Typing = Doing & { readonly at: Destination; readonly pages: boolean }

type Command = {
  /** What follows the word. */
  readonly takes: string
  readonly says: string
  run(of: Typing, words: string): Promise<Told>
}

export const commands: { readonly [word: string]: Command } = {
  ask: {
    takes: 'AGENT QUESTION',
    says: 'asks an agent; its draft comes to you alone. Without words it opens a form.',
    async run(of, words) {
      // What is asked is answered where it is asked, and there only its asker reads.
      if (of.at.channel.startsWith('D')) return { line: 'Ask in the channel, or the thread, that the answer is for.' }
      if (words === '' && of.pages) return askPage(of, of.at)
      return { line: await askByWord(of.house, of.account, words, of.at, of.key) }
    },
  },
  queue: { takes: '', says: 'shows what waits for you.', run: queue },
  approve: { takes: 'd_… r3 a7c19e04', says: 'approves exactly the revision and fingerprint of a card.', run: approve },
  reject: {
    takes: 'd_… REASON',
    says: 'says no; nothing is posted.',
    async run({ house, account, key }, words) {
      const [id = '', ...reason] = words.split(/\s+/)
      const draft = draftId.parse(id)
      if (draft === undefined) return { line: 'Say which draft, and why: “reject d_… because it is wrong”.' }
      const done = await decideDraft(house, account, draft, { do: 'reject', reason: reason.join(' ') }, key)
      return { line: told(done).line ?? 'Rejected. Nothing is posted.' }
    },
  },
  away: {
    takes: 'until DATE | SPAN [to @COLLEAGUE]',
    says: 'says that you are away; what waits for you goes to that colleague, where they may decide.',
    run: awayByWord,
  },
  back: {
    takes: '',
    says: 'says that you are back.',
    async run({ house, account, at }) {
      const back = await comeBack(house, account, at)
      return isRefusal(back) ? told(back) : { line: spokenBack(back) }
    },
  },
  stop: {
    takes: '[AGENT [everywhere] | all]',
    says: 'freezes the agents you asked here, that agent, or every agent.',
    run: async ({ house, account, at }, words) => ({ line: await stopByWord(house, account, words, at) }),
  },
  resume: {
    takes: '[AGENT | all]',
    says: 'lifts the stops of this channel, of that agent, or over all. For moderators and admins.',
    run: async ({ house, account, at }, words) => ({ line: await resumeByWord(house, account, words, at) }),
  },
  rule: {
    takes: '',
    says: 'shows the rule of this channel as a form. For admins.',
    async run(of) {
      return of.pages ? rulePage(of, of.at) : { line: 'Type “/countersign rule” in the channel: it opens a form.' }
    },
  },
  grant: { takes: 'AGENT MINUTES', says: 'asks that an agent may post here without a person for so long.', run: grant },
  claim: { takes: 'CODE', says: 'makes you the first admin, by the code that the start printed.', run: claimWith },
  help: {
    takes: '',
    says: 'shows this list.',
    run: async ({ pages }) => (pages ? { page: drawSheet(helpSheet()) } : { line: usage }),
  },
}

export const usage = `Say one of: ${Object.keys(commands).join(', ')}. “/countersign help” says what each does.`

/** Undefined words are answered with the words there are. */
export async function runCommand(of: Typing, said: string): Promise<Told> {
  const [, word = '', words = ''] = /^\s*(\p{L}+)[.!]*(?:\s+([\s\S]*))?$/u.exec(said) ?? []
  const name = word.toLowerCase()
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command !== undefined) return command.run(of, words.trim())
  return said.trim() === '' && of.pages ? { page: drawSheet(helpSheet()) } : { line: usage }
}

export function helpSheet(): Sheet {
  return {
    title: 'Countersign',
    sections: [
      { section: 'words', words: ['What you type here is answered to you alone.'] },
      {
        section: 'facts',
        facts: Object.entries(commands).map(([word, { takes, says }]) => ({
          name: `/countersign ${word}${takes === '' ? '' : ` ${takes}`}`,
          value: [says],
        })),
      },
      {
        section: 'words',
        words: [
          'Slack has no commands inside threads. There, mention Countersign with the same words, or open the menu of a message: “Ask an agent”, “About this AI post”.',
        ],
      },
    ],
  }
}

async function awayByWord({ house, account, people, at }: Typing, words: string): Promise<Told> {
  const said = readAway(words, await house.record.now())
  if (said === undefined) return { line: `Say until when, and who decides meanwhile: ${awayExample}.` }
  const user = /^<@([A-Z0-9]+)>[.!]*$/.exec(said.to ?? '')?.[1]
  const to = user === undefined ? undefined : await people.accountOf(user)
  if (said.to !== undefined && to === undefined)
    return {
      line: 'Slack does not tell us who that is. Mention Countersign with the same words and “to @name”. Nothing changed.',
    }
  const gone = await goAway(house, account, at, { until: said.until, to })
  return isRefusal(gone) ? told(gone) : { line: spokenGone(gone) }
}

export const claimed = 'You are an admin of this installation now.'

async function claimWith({ house, account, people, pages }: Typing, code: string): Promise<Told> {
  if (!pages) return { line: 'A mention is read by everybody here. Type “/countersign claim CODE” instead.' }
  const alone = await people.alone(account)
  const who = alone === undefined ? undefined : await people.membership(account, alone)
  if (who === undefined || who.bot || !who.active) return { line: spokenRefusal(refuse('not-here')) }
  const done = await claim(house, { account, name: who.name }, code)
  return { line: told(done).line ?? claimed }
}

async function approve({ house, account, key }: Typing, words: string): Promise<Told> {
  // Without revision and fingerprint nobody says which words they mean.
  const [, id = '', revision, fingerprint = ''] = /^(\S+)\s+r([1-9]\d{0,8})\s+([0-9a-f]{8})$/.exec(words) ?? []
  const draft = draftId.parse(id)
  if (draft === undefined || revision === undefined)
    return { line: 'Say the id, revision and fingerprint that the card shows: “approve d_… r3 a7c19e04”.' }
  const shown = { revision: Number(revision), fingerprint }
  const done = await decideDraft(house, account, draft, { do: 'approve', shown, ticked: [], did: 'read' }, key)
  return { line: told(done).line ?? 'Approved.' }
}

async function queue({ house, account, people, pages }: Typing): Promise<Told> {
  const alone = await people.alone(account)
  const home = alone === undefined ? undefined : await homeFor(house, account, alone, mostAtHome)
  if (home === undefined || isRefusal(home)) return home === undefined ? { line: 'Nothing waits for you.' } : told(home)
  if (!pages || home.queues.length === 0) return { line: `${home.headline}. The Home tab of Countersign shows it.` }
  const sections = home.queues.flatMap(({ title, rows }) => [
    { section: 'words', words: [{ strong: title }] } as const,
    ...rows.map(({ words }) => ({ section: 'words', words }) as const),
  ])
  const foot = { section: 'words', words: [home.more ?? '', ' The cards are in your direct messages.'] } as const
  return { page: drawSheet({ title: 'What waits', sections: [...sections, foot] }) }
}

async function grant({ house, account, at }: Typing, words: string): Promise<Told> {
  const agent = (await agentsOf(house)).find((one) => begins(words, one.name))
  const [, minutes] = /^\s+(\d{1,4})(?:\s*min(?:utes)?)?$/i.exec(words.slice(agent?.name.length ?? 0)) ?? []
  if (agent === undefined || minutes === undefined)
    return { line: 'Say which agent, and for how many minutes: “grant Deploy Helper 15”.' }
  const place = { platform: at.platform, workspace: at.workspace, channel: at.channel }
  const asked = { place, lastsMs: Number(minutes) * minute, why: '' }
  const done = await askForGrantAs(house, account, agent.id, asked)
  if (isRefusal(done)) return told(done)
  return { line: `Asked, as ${done.id}. Those who moderate this channel decide; until then nothing is allowed.` }
}
