// “away until friday to Bo” and “back”, typed into the practice chat: the words of a command, with or without its name. They
// are said to us and never aloud in the channel. On the page it stands as long as it holds, with a way back.

import { html } from 'hono/html'
import { awayWords, spokenBack, spokenGone } from '../../src/card/away-spoken.ts'
import { spokenWords } from '../../src/card/spoken.ts'
import { comeBack, goAway } from '../../src/gateway/away.ts'
import { awayNow } from '../../src/gateway/away-now.ts'
import type { House } from '../../src/gateway/house.ts'
import { personBehind } from '../../src/gateway/meet.ts'
import { awayExample, readAway } from '../../src/person/away-words.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import type { Html } from './blocks.ts'
import { accountOf, destinationOf, residents } from './cast.ts'
import type { Looking } from './click.ts'
import { hidden } from './form.ts'

export type AwayWord = { readonly says: 'away' | 'back'; readonly words: string }

/** “back” alone is what people say to each other as well: only the whole command is meant for us. */
export function awayWord(text: string): AwayWord | undefined {
  const [, name = '', says = '', words = ''] = /^\s*(\/countersign\s+)?(away|back)\b[.!]*([\s\S]*)$/i.exec(text) ?? []
  if (says === '') return undefined
  if (says.toLowerCase() === 'back') return name !== '' && words.trim() === '' ? { says: 'back', words: '' } : undefined
  return name !== '' || /^\s+(until|till|for|\d)/i.test(words) ? { says: 'away', words } : undefined
}

export async function awayByWord(house: House, { as, channel }: Looking, said: AwayWord): Promise<string | Refusal> {
  const [account, at] = [accountOf(as), destinationOf(channel)]
  if (said.says === 'back') {
    const back = await comeBack(house, account, at)
    return isRefusal(back) ? back : spokenBack(back)
  }
  const read = readAway(said.words, await house.record.now())
  if (read === undefined) return `Say until when, and who decides meanwhile: ${awayExample}.`
  const name = read.to
    ?.replace(/^@/, '')
    .replace(/[.!]+$/, '')
    .toLowerCase()
  const colleague = residents.find((one) => one.name.toLowerCase() === name)
  if (name !== undefined && colleague === undefined)
    return `Name one of ${residents.map((one) => one.name).join(', ')}. Nothing changed.`
  const to = colleague === undefined ? {} : { to: accountOf(colleague.user) }
  const gone = await goAway(house, account, at, { until: read.until, ...to })
  return isRefusal(gone) ? gone : spokenGone(gone)
}

export async function drawAway(house: House, { as, channel }: Looking): Promise<Html | undefined> {
  const person = await personBehind(house, accountOf(as))
  const gone = person === undefined ? undefined : await awayNow(house, person.is.id)
  if (gone === undefined) return undefined
  return html`<div class="grant-line"><p>${spokenWords(awayWords(gone))}</p>
<form method="post" action="/practice/say">${hidden({ as, channel, to: '', text: '/countersign back' })}<button class="button plain">I am back</button></form></div>`
}
