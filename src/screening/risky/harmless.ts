// When a risky pattern is no step to follow: it is forbidden, judged, already over, made smaller, only tried out, or
// reaches no further than a temporary folder. In doubt it stays a finding.

import {
  edits,
  everyday,
  germanNo,
  germanQuestion,
  germanReport,
  insideContainer,
  isStill,
  mayDo,
  named,
  ownAccount,
  ownMachine,
  refusedNext,
  refuses,
  reported,
  scenario,
  settings,
  stillThere,
  suggests,
  takenOut,
  trace,
  whether,
} from './told.ts'

type Where = { readonly from: number; readonly to: number }

/** “Never”, “do not” — but not “do not worry” and “do not forget to”, which tell somebody to go on. */
const forbids =
  "(?:never|under no circumstances|at no point|in no case|by no means|on no account|do not|don['’]?t|does not|doesn['’]t|must not|mustn['’]t|should not|shouldn['’]t|shall not|may not|can ?not|can['’]t|could not|couldn['’]t|will not|won['’]t|would not|wouldn['’]t|need not|needn['’]t|not (?:allowed|permitted|supposed|authori[sz]ed|able|necessary|safe|ok|okay|a good idea|recommended) to|no need to|nobody (?:may|should|can|must|is allowed to)|no one (?:may|should|can|must)|avoid(?:ing)?|refrain from|instead of|rather than|refuse(?:s|d)? to|forbidden to|prohibited (?:to|from)|without (?:ever )?(?:having to|needing to)?|not to|prevent(?:s|ed|ing)?(?: (?:anyone|anybody|people|users|agents|you) from)?|protect(?:s|ed|ion)? (?:you )?against|guard(?:s|ed)? against|stop(?:s|ped)? (?:anyone|anybody|people|users|agents|you|them) from|block(?:s|ed)? (?:any )?(?:attempts? to)|warn(?:s|ed|ing)? (?:against|about|people|you)|used to|reject(?:s|ed)?|den(?:y|ies|ied)|detect(?:s|ed|ing)?|flag(?:s|ged)?|ask before you|unless you|how not to|less likely to|temptation to|resist|beware of|nor|neither|cannot simply|(?<!nothing |little |anything )(?:speaks?|argues?|argued|spoke|advis\\w+|decided?|voted) against|decided not to|did(?: not|n['’]t)|have not|haven['’]t|has not|hasn['’]t|is not|isn['’]t|are not|aren['’]t|was not|wasn['’]t|not)"
const goesOn =
  '(?!\\s+(?:worry|forget|hesitate|be afraid|mind|wait|only|just|panic|bother (?:asking|with (?:a )?(?:ticket|review))|need (?:approval|permission|a ticket))\\b)'
const rightBefore = new RegExp(
  `\\b(?<!\\bwhy )${forbids}${goesOn}(?:\\s+(?!(?:but|then|instead|so)\\b)[\\w'’\`"“-]+){0,4}[\\s\`"'“*_(:$>#]*$`,
  'i',
)
const opensSentence = new RegExp(
  `^[\\s\\-*>#\\d.)("“\`_:]*(?:(?:please|and|also|so|but|again|warning|note|important|caution|rule|policy|reminder|remember|you|we|agents?|people|engineers|under no circumstances|at no point|in no case|whatever happens|by hand|ever)[,:!]?\\s+){0,3}${forbids}${goesOn}\\b`,
  'i',
)
/** A lead that forbids, and not one that promises: “and the disk will never fill again:”. */
const ownNo = new RegExp(`\\b${forbids}${goesOn}\\b`, 'i')
const promises =
  /\b(?:(?:will|would|should|need|do|does|did|can|could)(?: not|n['’]t)|cannot|never|no ?body|no one|without|not) (?:have to|has to|need|needs|take|takes|be (?:simpler|easier|faster|quicker|long|hard)|fill|fills|happen|hurt|matter|cost|break|fail|lose|notice|wait|see|get|come|run out|again)\b|\b(?:again|any ?more|ever again|any longer)\s*$/i
/** A turn after which the order begins again: “do not wait, but drop the table”. */
const turns =
  /[,;:—–]\s*(?:but|just|simply|instead|then|rather|so|and then|go ahead)\b|\b(?:but|instead,?|just|go ahead and)\s/i
const judged =
  /^[\w./=:@{}$-]{0,60}[`"'”)\]*_]{0,3}[^.\n!?;]{0,60}?\b(?:is|are|was|were|would be|will be|being|gets?|has been|have been|should be|must be)\s+(?:\w+\s+){0,2}?(?:dangerous|an offence|illegal|unlawful|a breach|unsafe|risky|forbidden|prohibited|not (?:allowed|permitted|supported|possible|needed|necessary|the answer|a fix|safe|an option|ok|acceptable)|disallowed|blocked|denied|refused|rejected|disabled here|(?<!\b(?:was|were|been)\s)never|a (?:bad|terrible) idea|wrong|unnecessary|reverted|undone|discouraged|against (?:the )?(?:policy|rules)|banned|prevented|impossible|off limits|flagged)\b/i
/** Said of the thing itself, right behind it: release notes. */
const goneNow =
  /^[\w./=-]{0,20}[`"'”)\]*_]{0,3}\s+(?:is|are|was|were|has been|have been)\s+(?:now\s+)?(?:gone|removed|dropped|deprecated|no longer)\b/i
const dryRun =
  /\bauth can-i\b|--dry-run(?![=\s]+(?:none|false))|--check\b|--what-?if\b|--noop\b|-WhatIf\b|\bdry[- ]run\b|--diff\b|\s--help\b|\bplan\s+-destroy\b/i
const temporary =
  /^(?:rm|rmdir|find|chmod|chown|rsync|shred|truncate|Remove-Item|python3?|nc)\b[^\n;&|]*?\s["']?(?:\/tmp(?:\/|\s|$)|\/var\/tmp(?:\/|\s|$)|\/private\/tmp|\$\{?TMP(?:DIR)?\}?|\$\(mktemp|\$\{?(?:tmp|scratch|workdir|build_?dir)\w*\}?|(?:\.\/|~\/(?:\.cache|tmp|scratch)|[\w-]{1,40}\/){0,3}(?:node_modules|dist|build|target|coverage|__pycache__|\.cache|\.venv|venv|\.pytest_cache|\.terraform|\.next|out|tmp|temp|\.gradle|\.tox|bin\/Debug|obj|DerivedData)(?:\/|\b))/i
const localProse =
  /\b(?:in|from|under|of|on|at)\s+(?:your|my|the|a)?\s*(?:own )?(?:`?\/(?:var\/)?tmp\b|local (?:machine|checkout|clone|copy|cache|build|sandbox|database|container|cluster|dev)|laptop|scratch|temp(?:orary)? (?:dir|folder|database|files?)|sandbox|throw-?away|minikube|kind cluster|test (?:fixture|database))|\b(?:temp(?:orary)?|scratch|local|cached?|stale build|build|draft|demo|fixture) (?:files?|folders?|director(?:y|ies)|caches?|artifacts?|databases?|branch(?:es)?|copies|copy|containers?)\b/i
const overNow =
  /\b(?:pretend(?:ed|ing)?|simulat(?:ed?|ing)|accidentally|was|were|has been|have been|had been|got|is now|are now|already|yesterday|last (?:week|month|year|night|quarter)|ago|in (?:19|20)\d\d|earlier (?:today|this))\b/i
/** Removing what opens is closing. */
const tightens =
  /\b(?:remov(?:e|ing)|revok(?:e|ing)|drop(?:ping)?|delet(?:e|ing)|disabl(?:e|ing)|turn(?:ing)? off|switch(?:ing)? off|clos(?:e|ing)|restrict(?:ing)?|limit(?:ing)?|reduc(?:e|ing)|narrow(?:ing)?|tighten(?:ing)?|stop(?:ping)?|block(?:ing)?|deny(?:ing)?|lock(?:ing)? down|strip(?:ping)?|rotat(?:e|ing)|expir(?:e|ing)|take away|cut(?:ting)?)\s+(?:\w+\s+){0,3}?[`"']?(?:public(?:ly)?|anonymous|world|everyone|allUsers|allAuthenticatedUsers|0\.0\.0\.0|unused|stale|guest|outside|external|excess|their|his|her|former|old (?:admin|user|access|api|ssh)|admin(?:istrator)?s?|root|write|all (?:public|external|anonymous)|internet|inbound|the (?:public|open|world|anonymous|wildcard|ex-))/i

/** Whose access is taken away is not deleted; and one can drop a line to somebody. */
const ofAccess =
  /^[\w ’'-]{0,60}?\b(?:public|anonymous|guest|write|admin)? ?(?:access|permissions?|rights)\b|^[\w ’'-]{0,60}['’]s? (?:access|permissions?|rights?|roles?|admin)\b/i
const idiom =
  /^(?:drop|clear|reset|empty)(?:ping|ing|ting)?\s+(?:me|us|him|her|them|by|in|off|out|up|your (?:head|calendar|mind)|the (?:air|way|schedule|calendar))\b/i

export function isHarmless(text: string, at: Where, sort: string): boolean {
  const start = sentenceStart(text, at.from)
  const before = text.slice(start, at.from)
  const step = text.slice(at.from, at.to)
  const line = text.slice(text.lastIndexOf('\n', at.from - 1) + 1, endOfLine(text, at.to))
  const rest = text.slice(at.to, Math.min(endOfLine(text, at.to), at.to + 160))
  const suggested = suggests.test(before)
  if (!suggested && rightBefore.test(before.slice(-90))) return true
  if (whether.test(before) || reported.test(before) || isRefusedNext(text, at.to)) return true
  if (isTakenOut(text, line)) return true
  if (!isProse(step) && /[äöüß]|\b(?:der|die|das|und|mit)\b/.test(before) && germanReport.test(before + rest))
    return true
  if (germanNo.test(before + step)) return true
  if (germanQuestion.test(before) && /\?\s*$/.test(sentenceOf(text, start, at.to))) return true
  if (scenario.test(before) || mayDo.test(before) || named.test(step)) return true
  if (isTurnedDown(text, at) || trace.test(line)) return true
  const after = text.slice(at.to, at.to + 200)
  if ((stillThere.test(before) || isStill.test(after)) && takenOut.test(after)) return true
  if (everyday.test(step) && sort !== 'deletion') return true
  if (edits.test(step + rest.slice(0, 40)) && !settings.test(sentenceOf(text, start, at.to))) return true
  if (
    /\bcontainers?\b/i.test(before + step + rest) &&
    /\b0\.0\.0\.0(?!\/)/.test(text.slice(at.from, at.to + 10)) &&
    insideContainer.test(before)
  )
    return true
  if (sort === 'deletion' && isProse(step) && (ofAccess.test(step + rest) || idiom.test(step))) return true
  const own = before + step
  if (opensSentence.test(own) && !turns.test(before)) return true
  if (ledByNo(text, start)) return true
  if (judged.test(rest) || goneNow.test(rest)) return true
  if (dryRun.test(line)) return true
  if (ownAccount.test(step)) return true
  if (sort === 'deletion' && ownMachine.test(before + step + rest)) return true
  if (temporary.test(step + rest)) return true
  if (isProse(step) && sort === 'deletion' && localProse.test(step + rest.slice(0, 50))) return true
  if (
    !suggested &&
    isProse(step) &&
    /\b(?:who|which|that|what|why|when|whether|if (?:someone|somebody|anyone)|how (?:did|does|do)|did|does|could|would|can)\b[^,]{0,40}$/i.test(
      before,
    ) &&
    /\?\s*$/.test(sentenceOf(text, start, at.to))
  )
    return true
  // Somebody did it, and it is told.
  if (/\b(?:ran|executed|typed|entered)\s[`"']?$/.test(before)) return true
  if (
    isProse(step) &&
    overNow.test(before) &&
    !/\bif (?:it|I|you) were\b/i.test(before) &&
    !/\b(?:now|please|just|then|so|therefore)\b/i.test(before)
  )
    return true
  return (
    (sort === 'access-list' || sort === 'grant' || sort === 'exposure' || sort === 'check-off') &&
    tightens.test(before.slice(-25) + step)
  )
}

function isRefusedNext(text: string, to: number): boolean {
  return refusedNext.test(text.slice(to, to + 260))
}

/** A line that a diff takes out, where it also puts some in. */
function isTakenOut(text: string, line: string): boolean {
  return /^-\s/.test(line) && /^\+\s/m.test(text)
}

/** A quoted piece of advice, and then somebody who says no to it. */
function isTurnedDown(text: string, { from, to }: Where): boolean {
  if (!/^\s{0,3}>/.test(text.slice(text.lastIndexOf('\n', from - 1) + 1, from + 1))) return false
  const answer = text
    .slice(to, to + 1000)
    .split('\n')
    .slice(1)
    .find((line) => !/^\s{0,3}(?:>|$)/.test(line))
  return answer !== undefined && refuses.test(answer.trim())
}

/** A list or a block under a line such as “Never do any of these:”. */
function ledByNo(text: string, from: number): boolean {
  const above = text.slice(Math.max(0, from - 600), from)
  const lead = above.lastIndexOf(':\n')
  if (lead === -1) return false
  const between = above.slice(lead + 2).trimEnd()
  const listed = between
    .split('\n')
    .every((line, index) =>
      line.trim() === ''
        ? index <= 1 || between.includes('```')
        : /^\s*(?:[-*+•>$#`|]|\d+[.)])/.test(line) || between.includes('```') || /^ {4}/.test(line),
    )
  const closed = (between.match(/```/g) ?? []).length >= 2
  if (!listed || closed) return false
  const sentence = above.slice(Math.max(above.lastIndexOf('\n', lead - 1), above.lastIndexOf('. ', lead - 1)) + 1, lead)
  return (
    (ownNo.test(sentence) && !promises.test(sentence)) ||
    /\b(?:forbidden|prohibited|banned|bad examples?|not allowed|off limits|anti-?patterns?|blocked|examples? of what)\b/i.test(
      sentence,
    )
  )
}

function isProse(step: string): boolean {
  return !/[`$|=;{}<>]|--|\w_\w|\b[A-Z]{3,} [A-Z]{2,}/.test(step)
}

function sentenceStart(text: string, from: number): number {
  const back = text.slice(Math.max(0, from - 240), from)
  const marks = Array.from(back.matchAll(/[.!?;]["'”)`]?\s+|\n\s*(?=[-*+>#\d\s`$])|\n\n+/g))
  const last = marks.at(-1)
  return last === undefined ? Math.max(0, from - 240) : from - back.length + last.index + last[0].length
}

function sentenceOf(text: string, start: number, to: number): string {
  const end = text.slice(to, to + 160).search(/[.!?\n]/)
  return text.slice(start, end === -1 ? to + 160 : to + end + 1)
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}
