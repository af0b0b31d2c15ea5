// How somebody tells of a risky step without telling anybody to take it: as a scenario, as a rule, as advice that is
// turned down, as something that is still to be taken out; and which words only look like an excuse.

/** A door, a ticket or a tab is opened, a line or a picture is taken out of a text. */
export const everyday =
  /^(?:open(?:ing)?|expos(?:e|ing))(?: up)? (?:(?:an?|the|your|another|this|new)\s){0,2}(?:[\w-]+ )?(?:doors?\b|(?:tickets?|issues?|pull requests?|PRs?|discussions?|bugs?|cases?|threads?|files?|editors?|terminals?|pages?|tabs?|documents?|questions?)\b(?! (?:up )?(?:to|for) ))/i
export const edits =
  /^(?:delet(?:e|ing)|drop(?:ping)?|remov(?:e|ing)|clear(?:ing)?)\s+(?:(?!(?:all|every|old)\b)[\w-]+\s+){1,3}?(?:lines?|words?|sentences?|paragraphs?|comments?|imports?|semicolons?|commas?|typos?|headings?|bullets?|badges?|whitespace|footnotes?|captions?|screenshots?)\b(?! (?:that|which|where|with|of))/i
export const settings = /\.(?:conf|cnf|ya?ml|tf|ini|hcl|json|env|rules)\b|\bconfig|\bpolic|\brules?\b/i
/** Somebody makes it up, or reports what a stranger wants. */
export const scenario =
  /\b(?:an?|any|some)(?:one|body)?(?: [\w-]+){0,6} (?:asks?|urges?|begs?|wants?|tr(?:y|ies)) (?:(?:you|us|them|him|her|people|users|somebody|someone) )?to\s*$|\b(?:somebody|someone|anyone|anybody)(?: [\w-]+){0,4} (?:asks?|urges?|begs?) (?:you|us|them|people) to\s*$/i
export const mayDo =
  /\b(?:what|which|who|whether|where)\s(?:\w+\s){0,3}(?:(?:allowed|able|permitted|entitled) to|may)\s*$/i
/** A word that is talked about: “`drop` returns a new list”. */
export const named =
  /^[\w-]+(?:[`'"”]\s+(?:also |only |just )?\w+s|\s+(?:also |only |just )?(?:comes|returns|gives|means|does|takes|lists|prints|shows|has|is|was))\b/
/** It still stands there, and the reader is asked to take it out. */
export const stillThere = /\bstill\b[^.!?\n]{0,60}$/i
/** A line of a stack trace. */
export const trace =
  /^\s*at\s+(?:[\w.<>$[\] ]{1,80}\([^()\n]{1,200}:\d{1,6}(?::\d{1,6})?\)|[^\s()]{1,200}:\d{1,6}:\d{1,6})\s*$/
export const isStill = /^[`"'”)]{0,3}\s+(?:is|are)\s+(?:still|left)\b/i
export const takenOut =
  /^[^!?\n]{0,80}?(?:[.!?,]\s+|\band\s)(?:please |so |do |could you |can you |you should |it should |let['’]s ){0,2}(?:take|remove|delete|drop|revert|undo|get rid of)\s+(?:it|this|that|them)\b(?![^.!?\n]{0,30}\b(?:later|afterwards|once|after|when|tomorrow|again))/i
/** Somebody is asked for something, in a question or in a polite one. */
export const suggests =
  /\b(?:why (?:not|don['’]?t)|can['’]?t (?:we|you)|couldn['’]?t (?:we|you)|(?:may|could|can|might) I (?:suggest|propose|recommend|ask)|I(?:['’]d| would)? (?:suggest|propose|recommend)|(?:how|what) about|would you mind|können wir|könnt ihr|kannst du|wollen wir|warum)\b/i
export const refuses =
  /^(?:oh |please,? |hm+,? |well,? |sorry,? )?(?:not?\b(?! (?:problem|worries|need|doubt|harm|objections?))|nope|never|don['’]?t(?! (?:worry|wait))|do not(?! (?:worry|wait))|bad idea|better not|wrong|I would(?:n['’]t| not)|I['’]d rather not|that (?:is|was|would be) (?:wrong|a bad|not|dangerous|unsafe)|nein|bitte nicht|nicht)/i
/** In German the “not” stands near the end, and only in its own part of the sentence. */
export const germanNo =
  /(?<!\b(?:können|könnten|könnt|kannst|wollen|sollten|warum|wieso)\s(?:[\wäöüß]{1,20}\s){0,2})(?<![\wäöüß])(?:nie|niemals|nicht|keine?[nmrs]?|keinesfalls|statt|anstatt|untersagt|verboten)(?![\wäöüß])(?:(?!\b(?:und|sondern|aber|einfach)\b)[^,:;–—])*$/i
export const insideContainer = /\b(?:inside|in|within) (?:an?|the|your|its|each|every) (?:[\w-]+ )?containers?\b/i
export const germanQuestion = /(?:^|[.!?\n,]\s*)(?:wer|wen|wem|welche[rsnm]?|wann|wie|wo|ob)\s[^.!?\n]{0,160}$/i
