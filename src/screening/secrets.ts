// Finds secrets: by the shape that their maker gave them, and without one by what stands before them and by how much
// chance is in them. What only stands for a secret is left alone. A secret is never posted and never kept: the finding
// is forbidden, and redact.ts takes the words out.

import { type Hit, hits } from './finding.ts'
import { shapesOfSecrets } from './secret-shape.ts'

export const saysSecret = (kind: string) =>
  `It contains ${kind}. Secrets are never posted; this one should be replaced.`

export function secretShapes(text: string): readonly Hit[] {
  return shapesOfSecrets.flatMap(({ sort, kind, shape }) =>
    hits(text, shape, { sort, severity: 'forbidden', says: saysSecret(kind) }).filter((hit) =>
      isReal(text.slice(hit.from, hit.to)),
    ),
  )
}

/** Not a placeholder: nobody writes these letters by chance. */
export function isReal(secret: string): boolean {
  if (
    /example|redacted|placeholder|your[-_ ]|dummy|changeme|insert|x{5,}|\*{3}|\.{3}|…|<|\$\{|\{\{|0{8}|123456789|abcdefgh/i.test(
      secret,
    )
  )
    return false
  return new Set(secret).size >= 7 && chanceIn(secret) >= 2.3
}

/** Bits of chance in a letter of it, as Shannon counts. */
export function chanceIn(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

type Guess = { readonly sort: string; readonly kind: string; readonly shape: RegExp; fits(value: string): boolean }

const named =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[ _-]?key|apikey|access[ _-]?key(?:[ _-]?id)?|secret[ _-]?(?:access[ _-]?)?key|auth[ _-]?key|account[ _-]?key|signing[ _-]?key|encryption[ _-]?key|master[ _-]?key|client[ _-]?secret|private[ _-]?key|credentials?|PGPASSWORD|SECRET_KEY_BASE)'

/** The group `value` is the secret; what stands before it only leads to it. */
const guesses: readonly Guess[] = [
  {
    sort: 'password',
    kind: 'a password',
    shape: new RegExp(
      `${named}["'\`*]{0,3}[ \\t]{0,3}(?:=>|:=|[:=]|\\bis\\b|\\bwas\\b|→|->)[ \\t]{0,3}(?<value>"[^"\\n]{6,200}"|'[^'\\n]{6,200}'|\`[^\`\\n]{6,200}\`|[^\\s"'\`,;<>(){}|]{6,200})`,
      'gi',
    ),
    fits: looksChosen,
  },
  {
    sort: 'password',
    kind: 'a password',
    shape: new RegExp(`--?${named}[ =](?<value>[^\\s"'\`]{6,200}|"[^"\\n]{6,200}"|'[^'\\n]{6,200}')`, 'gi'),
    fits: looksChosen,
  },
  {
    sort: 'password',
    kind: 'a password',
    shape:
      /\b(?:curl|wget|http|https)\b[^\n]{0,200}?\s(?:-u|--user)[ =]?["']?[\w.@+-]{1,60}:(?<value>[^\s"'@]{5,120})|\bmysql(?:dump)?\b[^\n]{0,120}?\s-p(?<value2>[^\s"'-][^\s"']{5,80})|\bsshpass\s+-p\s*["']?(?<value3>[^\s"']{6,80})/g,
    fits: looksChosen,
  },
  {
    sort: 'connection',
    kind: 'a connection string with its password',
    shape: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'`<>]{0,100}:(?<value>[^\s/"'`<>@]{3,200})@[\w.[-]/gi,
    fits: (value) => !isStandIn(value),
  },
  {
    sort: 'header',
    kind: 'a credential of a request',
    shape:
      /\bAuthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:Bearer|Basic|Token|ApiKey|Digest)\s{1,3}(?<value>[A-Za-z0-9+/_.=~-]{12,600})|\bBearer\s{1,3}(?<value2>[A-Za-z0-9+/_.=~-]{24,600})|\bx-api-key["']?\s{0,3}[:=]\s{0,3}["']?(?<value3>[\w.-]{16,200})/gi,
    fits: (value) => /\d/.test(value) || /[A-Z]/.test(value.slice(1)),
  },
]

/** Secrets that nothing marks as one but their neighbourhood. */
export function guessedSecrets(text: string): readonly Hit[] {
  return [...guesses.flatMap((guess) => guessed(text, guess)), ...chance(text)]
}

function guessed(text: string, { sort, kind, shape, fits }: Guess): Hit[] {
  return Array.from(text.matchAll(shape)).flatMap((match) => {
    const group = match.groups ?? {}
    const quoted = group.value ?? group.value2 ?? group.value3 ?? ''
    const value = quoted.replace(/^["'`]|["'`]$/g, '').replace(/[.,;:!?)\]*]{1,3}$/, '')
    if (value.length < 3 || isStandIn(value) || !fits(value)) return []
    const from = match.index + match[0].lastIndexOf(value)
    return [{ sort, severity: 'forbidden', says: saysSecret(kind), from, to: from + value.length }]
  })
}

const nearby = /(?:key|token|secret|passw|credential|bearer|auth)\w{0,20}\W{1,12}(?:[\w'’-]{1,20}\W{1,4}){0,4}$/i
const public_ =
  /(?:sha-?\d{1,3}|md5|ssh-\w{1,20}|digest|checksum|fingerprint|integrity|commit|public|revision|etag|hash|publishable|nonce|trace|request|cursor)[\w'’-]{0,12}\W{1,12}(?:[\w'’-]{1,20}\W{1,4}){0,4}$/i

/** A long run of letters with as much chance in it as a key has, near a word that says it is one. */
function chance(text: string): Hit[] {
  const runs = Array.from(text.matchAll(/(?<![\w+/=.-])[A-Za-z0-9+/_-]{24,200}={0,2}(?![\w+/=])/g))
  return runs.flatMap((run) => {
    const before = text.slice(Math.max(0, run.index - 80), run.index)
    const value = run[0]
    const mixed = /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && chanceIn(value) >= 3.9
    const hex = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{64})$/.test(value) && chanceIn(value) >= 3
    if (!(mixed || hex) || isStandIn(value) || !nearby.test(before) || public_.test(before)) return []
    return [
      {
        sort: 'key',
        severity: 'forbidden',
        says: saysSecret('something that looks like a key'),
        from: run.index,
        to: run.index + value.length,
      },
    ]
  })
}

const standIns =
  /^(?:pass(?:word|wd|phrase)?|pwd|secret|token|user(?:name)?|postgres|root|admin|test(?:ing)?|dev(?:elopment)?|guest|changeit|mysql|redis|hunter2|foo(?:bar)?|bar|none|null|undefined|true|false|string|required|optional|empty|unset|missing|expired|invalid|wrong|rotated|revoked|stored|p(?:ass)?w(?:or)?d|\w{1,3})$/i

/** Words that stand where a secret would: a variable, a template, a mask, a name for it. */
export function isStandIn(value: string): boolean {
  if (!/[A-Za-z0-9]/.test(value)) return true
  if (/^[$%<{[*#@&(]|\$\{|\{\{|\$\(|<[^>]{1,60}>|\*{3}|\.{3}|…|x{4,}|•/i.test(value)) return true
  if (
    /example|redacted|placeholder|your[-_ ]?|dummy|change[-_]?me|replace[-_]?|insert[-_]|removed|hidden|masked/i.test(
      value,
    )
  )
    return true
  return standIns.test(value)
}

/** A password somebody chose, or a key: not a word, a name, a path, a call or an address. */
function looksChosen(value: string): boolean {
  if (value.length < 8 || (/\s/.test(value) && value.split(/\s+/).length !== 1)) return false
  if (
    /^(?:https?:|\/|\.{1,2}\/|~\/|arn:|vault:|op:\/\/|env[.:]|process\.|os\.|secrets?\.|var\.|ref\+|sha\d|file:|\w+\()/i.test(
      value,
    )
  )
    return false
  if (/^[\w.]{1,80}\($|\[\s*["']|^\d{1,4}[-/.:]\d{1,2}|^\d+$|^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value)) return false
  if (!/[A-Za-z]/.test(value)) return false
  // Words with a number or two at the end of them are names: my-app-v2, token_15m.
  const odd = value
    .split(/[-_./:]/)
    .some(
      (piece) =>
        piece.length >= 4 &&
        !/^(?:[A-Za-z]+\d{0,2}|\d+[a-z]{0,3}|v\d{1,2}(?:alpha|beta)\d?|[a-z]\d{1,2}[a-z])$/.test(piece),
    )
  const strange = /[!@#$%^&*?+=~]/.test(value)
  return (odd && /\d/.test(value)) || (strange && /[A-Za-z]{2}/.test(value) && (/\d/.test(value) || value.length >= 10))
}
