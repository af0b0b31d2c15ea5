// Finds calls to people: Slack's and Discord's own syntax, and the plain form. In a post of ours they are letters and
// call nobody; the one who decides is told that the agent tried.

import { type Hit, hits } from './finding.ts'

const inert = 'In the post these are plain letters, and nobody is notified.'
const everyone = { sort: 'everyone', severity: 'note', says: `It calls everyone in the channel. ${inert}` } as const
const group = { sort: 'group', severity: 'note', says: `It calls a whole group. ${inert}` } as const
const person = { sort: 'person', severity: 'note', says: `It calls a person. ${inert}` } as const
const place = {
  sort: 'place',
  severity: 'note',
  says: `It contains a channel in the platform’s own syntax. ${inert}`,
} as const

export function mentions(text: string): readonly Hit[] {
  return [
    ...hits(text, /<!(?:channel|here|everyone)(?:\|[^>\n]{0,80})?>/gi, everyone),
    ...hits(text, /(?<![\w.@/`-])`?@(?:everyone|here|channel|all|team)\b(?![\w.-]*[\w]\/|\/|\.\w|\()/gi, everyone),
    ...hits(text, /<!subteam\^[A-Z0-9]{2,20}(?:\|[^>\n]{0,80})?>|<@&\d{5,22}>/g, group),
    ...hits(text, /<@!?(?:[UW][A-Z0-9]{4,20}|\d{5,22})(?:\|[^>\n]{0,80})?>/g, person),
    ...hits(text, /<#(?:[CGD][A-Z0-9]{4,20}|\d{5,22})(?:\|[^>\n]{0,80})?>|<\/[\w-]{1,32}:\d{5,22}>/g, place),
  ]
}

/** A plain @name: not a part of an address, a package, a decorator, a schedule or a version, and not in code. */
export function names(text: string): readonly Hit[] {
  const shape = /(?<![\w.@/`"'=:<({+#-])@[a-z][a-z0-9]{1,30}(?:[._-][a-z0-9]{1,30}){0,4}(?![\w/@(-]|\.[a-z])/gi
  const code = codeRanges(text)
  return hits(text, shape, person).filter((hit) => {
    const name = text.slice(hit.from + 1, hit.to).toLowerCase()
    if (
      /^(?:everyone|here|channel|all|team|latest|next|param|returns?|types?|media|import|keyframes|override|property|test|author|deprecated|see|throws|since|todo|font|charset|supports|layer|main|master|head|beta|alpha|hourly|daily|midnight|weekly|monthly|yearly|annually|reboot|echo|rem|setlocal|dataclass|staticmethod|classmethod|abstractmethod|cached_property|fixture|pytest.*|app|bean|autowired|component|entity|nullable|v\d.*)$/.test(
        name,
      )
    )
      return false
    return !code.some((one) => one.from <= hit.from && hit.to <= one.to)
  })
}

/** In code an @ is more often a decorator than a call; the platform's own syntax is found there all the same. */
function codeRanges(text: string): Hit[] {
  return hits(text, /```[\s\S]{0,8000}?(?:```|$)|`[^`\n]{1,400}`/g, person)
}
