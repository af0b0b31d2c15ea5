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
  /(?<!\bvendor )\bask(?:ed|ing)?\s(?!you\b)[^.!?\n]{2,80}\sto\s*$|\bonly (?:the |an? )?[\w -]{2,40} (?:can|may|(?:is|are) allowed to)\s*$|\b(?:nothing|none of (?:it|them|this))\s*$|\b(?:what|which|who|whether|where)\s(?:\w+\s){0,3}(?:(?:allowed|able|permitted|entitled) to|may)\s*$/i
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
/** What somebody asked or is still open: “somebody asked whether we could disable it”. */
export const whether =
  /\b(?:whether|asked if|wonder(?:s|ed|ing)? if|unclear if|question (?:is|was) if)\b[^,.;:!?]{0,70}$/i
/** When it happened, who did it, and a verb that says that it is over. */
export const reported =
  /^[\s>*-]{0,4}(?:(?:at|around|by|since|from|after|before|until|on|in|last|this|during) (?:about )?(?:\d{1,2}[:.]\d{2}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|(?:19|20)\d\d|night|week|month|year|spring|summer|autumn|winter|morning|evening|the (?:night|morning|incident|migration|outage))|yesterday|today|\d{1,2}[:.]\d{2}\b)[^.!?\n]{0,80}?\b(?:an?|the|we|I|he|she|they|somebody|someone|who|it|[A-Z][a-zé]+)\b[^.!?\n]{0,40}?\b(?:[a-z]{2,14}ed|ran|took|put|set|gave|made|wrote|went|began|let|was|were|had|found|left|sent|got|lost)\b(?![^.!?\n]{0,200}\b(?:now|please|so just|then just|therefore|just)\b)/i
/** A German account of what was. */
export const germanReport =
  /\b(?:wurde[nt]?|worden|war(?:en)?|hatten?)\b(?![^.!?\n]{0,200}\b(?:bitte|einfach|dann|jetzt|kannst|könnt|sollte[nst]?|sondern)\b)/i
/** Refused in the sentence that follows. */
export const refusedNext =
  /^[^.!?\n]{0,160}[.!?]["'”»)]?\s+(?:but |and |please |however, )?(?:we|nobody|no one|one|please|they|you)?\s?(?:do not|don['’]t|must not|may not|should not|shouldn['’]t|can ?not|(?<=nobody )should|(?<=no one )should|will not|would not)\b(?! (?:need|have to|worry|wait|forget|mind|hesitate|ask|be|even|lose|see|notice|bother|care|touch anything else|know))\s(?:do|follow|want|allow|use|accept|recommend|like|support|permit|try|take|copy|believe)\b/i
/** Everybody may leave. */
export const ownAccount = /^delet(?:e|ing) (?:my |your )?(?:own )?account$/i
export const ownMachine =
  /\b(?:on|of|in|from) (?:your|my|the|one['’]s) own (?:machine|laptop|computer|checkout|clone|copy|sandbox|database|cluster)\b(?! (?:run|connect|log))|\b(?:tutorial|play|toy|throw-?away|scratch) (?:cluster|database|project|vm|container)\b|\bkind delete cluster\b/i
export const refuses =
  /^(?:oh |please,? |hm+,? |well,? |sorry,? )?(?:not?\b(?! (?:problem|worries|need|doubt|harm|objections?))|nope|never|don['’]?t(?! (?:worry|wait))|do not(?! (?:worry|wait))|bad idea|better not|wrong|I would(?:n['’]t| not)|I['’]d rather not|that (?:is|was|would be) (?:wrong|a bad|not|dangerous|unsafe)|nein|bitte nicht|nicht)/i
/** In German the “not” stands near the end, and only in its own part of the sentence. */
export const germanNo =
  /(?<!\b(?:können|könnten|könnt|kannst|wollen|sollten|warum|wieso)\s(?:[\wäöüß]{1,20}\s){0,2})(?<![\wäöüß])(?:nie|niemals|nicht|keine?[nmrs]?|keinesfalls|statt|anstatt|untersagt|verboten)(?![\wäöüß])(?:(?!\b(?:und|sondern|aber|einfach)\b)[^,:;–—])*$/i
export const insideContainer = /\b(?:inside|in|within) (?:an?|the|your|its|each|every) (?:[\w-]+ )?containers?\b/i
export const germanQuestion = /(?:^|[.!?\n,]\s*)(?:wer|wen|wem|welche[rsnm]?|wann|wie|wo|ob)\s[^.!?\n]{0,160}$/i
