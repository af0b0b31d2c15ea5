// Tells what somebody chose or drew as a secret from what only stands in its place: a variable, a template, a mask, a
// name, a path, a key that is meant for everybody.

const standIns =
  /^(?:pass(?:word|wd|phrase)?|pwd|secret|token|user(?:name)?|postgres|root|admin|test(?:ing)?|dev(?:elopment)?|guest|changeit|mysql|redis|hunter2|foo(?:bar)?|bar|none|null|undefined|true|false|string|required|optional|empty|unset|missing|expired|invalid|wrong|rotated|revoked|stored|p(?:ass)?w(?:or)?d|\w{1,3})$/i

/** Some services have a second key that every visitor's browser is given. */
const publishable = /^pk_(?:live|test)_/

/** Words that stand where a secret would: a variable, a template, a mask, a name for it; or a key that is no secret. */
export function isStandIn(value: string): boolean {
  if (!/[A-Za-z0-9]/.test(value) || publishable.test(value)) return true
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
export function looksChosen(value: string): boolean {
  if (value.length < 8 || (/\s/.test(value) && value.split(/\s+/).length !== 1)) return false
  if (
    /^(?:https?:|\/|\.{1,2}\/|~\/|arn:|vault:|op:\/\/|env[.:]|process\.|os\.|secrets?\.|var\.|ref\+|sha\d|file:|\w+\()/i.test(
      value,
    )
  )
    return false
  if (
    /^[\w.]{1,80}\($|\[\s*["']|^\d{1,4}[-/.:]\d{1,2}|^\d+$|^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{2}-[0-9a-f]{32}-/i.test(
      value,
    )
  )
    return false
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
