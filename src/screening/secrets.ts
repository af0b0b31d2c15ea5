// Finds secrets: by the shape that their maker gave them, and without one by what stands before them and by how much
// chance is in them. What only stands for a secret is left alone. A secret is never posted and never kept: the finding
// is forbidden, and redact.ts takes the words out.

import { type Hit, hits } from './finding.ts'
import { placedSecrets } from './secret-place.ts'
import { shapesOfSecrets } from './secret-shape.ts'
import { isStandIn, looksChosen } from './stand-in.ts'

export const saysSecret = (kind: string) =>
  `It contains ${kind}. Secrets are never posted; this one should be replaced.`

export function secretShapes(text: string): readonly Hit[] {
  const found = shapesOfSecrets.flatMap(({ sort, kind, shape }) =>
    hits(text, shape, { sort, severity: 'forbidden', says: saysSecret(kind) }).filter((hit) =>
      isReal(text.slice(hit.from, hit.to)),
    ),
  )
  // A whole token has a half in it.
  return found.filter((hit) => hit.sort !== 'half' || !found.some((other) => other !== hit && overlaps(hit, other)))
}

function overlaps(one: Hit, other: Hit): boolean {
  return one.from < other.to && other.from < one.to
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
  '(?:pass(?:word|wd|phrase|code|wort)?|kennwort|losung|wachtwoord|mot[ _]de[ _]passe|mdp|contrase(?:ñ|n)a|clave(?: secreta)?|senha|pwd|secret|whsec|hmac[ _-]?key|token|api[ _-]?key|apikey|access[ _-]?key(?:[ _-]?id)?|secret[ _-]?(?:access[ _-]?)?key|auth[ _-]?key|account[ _-]?key|signing[ _-]?key|encryption[ _-]?key|master[ _-]?key|client[ _-]?secret|private[ _-]?key|credentials?|PGPASSWORD|SECRET_KEY_BASE)'

/** The group `value` is the secret; what stands before it only leads to it. */
const guesses: readonly Guess[] = [
  {
    sort: 'password',
    kind: 'a password',
    shape: new RegExp(
      `${named}["'\`*]{0,3}[ \\t]{0,3}(?:=>|:=|[:=]|\\b(?:is|was|ist|lautet|est|es|era|était)\\b|→|->)[ \\t]{0,3}(?<value>"[^"\\n]{6,200}"|'[^'\\n]{6,200}'|\`[^\`\\n]{6,200}\`|[^\\s"'\`,;<>(){}|]{6,200})`,
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
    // What it opens stands between: “the password for the printer is …”.
    sort: 'password',
    kind: 'a password',
    shape:
      /\b(?:pass(?:word|phrase|code|wort)|kennwort|secret|token|api key|mot de passe|contraseña|clave|clé|jeton|zugang)[ \t](?:for|of|to|on|in|at|für|von|vom|zu|zum|zur|des|der|im|du|de|del|des|pour|para)\b[^\n.;:!?=]{1,80}?(?::|\b(?:is|was|ist|lautet|est|es)\b)[ \t]{0,3}(?<value>["'`]?[^\s"'`,;<>(){}|]{8,200})/gi,
    fits: (value) => /\d/.test(value) && looksChosen(value),
  },
  {
    sort: 'key',
    kind: 'a token given to a login',
    shape: /\b[\w-]{2,20}[ \t]{1,3}login[ \t]{1,3}(?:--?token[ =])?(?<value>[\w.~+/-]{20,300})/g,
    fits: isDrawn,
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
  return [...guesses.flatMap((guess) => guessed(text, guess)), ...placedSecrets(text), ...chance(text)]
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
const nearSeed =
  /(?:secret|seed|totp|otp|authenticator|key|geheimnis|geheim|faktor|semilla|secreto|graine|clé|clave)\w{0,20}\W{1,12}(?:[\w'’-]{1,20}\W{1,4}){0,4}$/i
const public_ =
  /(?:sha-?\d{1,3}|md5|ssh-\w{1,20}|digest|checksum|fingerprint|integrity|commit|public|revision|etag|hash|key[_ -]?id|publishable|nonce|trace|request|cursor)[\w'’-]{0,12}\W{1,12}(?:[\w'’-]{1,20}\W{1,4}){0,4}$/i

/** The word stands behind it: “… is the secret of the exporter”. */
const saidBehind =
  /^["'`)\]]{0,2}(?:\s{1,3}(?:is|was|ist|est|es)\b|\s{0,2}[(–—-])\s{0,3}(?:\w{1,12}\s){0,3}?(?:secret|password|passwort|api key|private key|signing key|token|key (?:of|for|that|which)|passphrase|seed|mot de passe|contraseña)/i

/** Certificates, public keys and pictures are long and drawn, and everybody may have them. */
function isPublic(text: string, at: number, value: string): boolean {
  if (/^(?:MII|AAAA[BCE]|iVBOR|\/9j\/|R0lGOD|LS0tLS1CRUdJTiBD|UEsDB|H4sI|age1)/.test(value)) return true
  const opened = text.lastIndexOf('-----BEGIN ', at)
  if (opened === -1 || at - opened > 8_000) return false
  return /^-----BEGIN (?:[A-Z]{1,12} ){0,3}(?:PUBLIC KEY|CERTIFICATE(?: REQUEST)?|CRL|PGP SIGNATURE|SIGNATURE)/.test(
    text.slice(opened, opened + 60),
  )
}

/** A long run of letters with as much chance in it as a key has, near a word that says it is one. */
function chance(text: string): Hit[] {
  const runs = Array.from(text.matchAll(/(?<![\w+/=.-])[A-Za-z0-9+/_-]{16,200}={0,2}(?![\w+/=])/g))
  return runs.flatMap((run) => {
    const all = text.slice(Math.max(0, run.index - 80), run.index)
    // What heads a column of a table is said of that column alone.
    const line = all.slice(all.lastIndexOf('\n') + 1)
    const before = line.includes('|') ? line : all
    const value = run[0]
    const near = isSeed(value) ? nearSeed : nearby
    if (!isDrawn(value) || isStandIn(value) || public_.test(before) || isPublic(text, run.index, value)) return []
    if (!near.test(before) && !saidBehind.test(text.slice(run.index + value.length, run.index + value.length + 60)))
      return []
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

/** As a machine draws it: of all kinds of letters, in hexadecimal, or in base 32. */
function isDrawn(value: string): boolean {
  if (isSeed(value)) return chanceIn(value) >= 3
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{64})$/.test(value)) return chanceIn(value) >= 3
  const mixed = /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)
  return value.length >= 24 && mixed && chanceIn(value) >= 3.9
}

/** In base 32, as authenticators get theirs. */
function isSeed(value: string): boolean {
  return /^(?=[A-Z]*[2-7])[A-Z2-7]{16,64}$/.test(value)
}
