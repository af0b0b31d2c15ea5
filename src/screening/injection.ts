// Finds words that speak to other agents instead of to readers: orders to forget what they were told, marks of a chat
// format, requests to approve or to keep something from people. Whoever quotes one to warn of it is not spared: the one
// who decides sees both.

import { type Hit, hits } from './finding.ts'

const order = { sort: 'order', severity: 'high', says: 'It contains an order to other AI agents.' } as const
const mark = {
  sort: 'mark',
  severity: 'high',
  says: 'It contains marks that make other AI agents take it for their own instructions.',
} as const
const secrecy = { sort: 'secrecy', severity: 'high', says: 'It asks that something be kept from people.' } as const
const approval = { sort: 'approval', severity: 'high', says: 'It asks for approval without a person.' } as const

const agents =
  '(?:ai|llm|language model|assistants?|agents?|bots?|chatbots?|copilots?|models?|summari[sz]ers?|automated (?:systems?|reviewers?))'

/** The same orders in German, where the verb may stand at the end. */
const german: readonly (readonly [RegExp, typeof order])[] = [
  [
    /\b(?:ignorier\w{0,3}|vergiss|vergesst|missachte\w{0,2})\s[^\n.]{0,20}\b(?:alle|bisherigen?|vorherigen?|obigen?|früheren?|eure|deine)\b[^\n.]{0,20}\b(?:Anweisungen|Vorgaben|Regeln|Instruktionen|Befehle|Richtlinien|Prompts?)\b/gi,
    order,
  ],
  [
    /\b(?:alle|deine|eure|bisherigen|vorherigen)\s[^\n.]{0,20}(?:Anweisungen|Vorgaben|Regeln|Instruktionen|Richtlinien)\s{1,3}(?:sind|gelten|werden)\b[^\n.]{0,30}\b(?:aufgehoben|ungültig|nicht mehr|außer Kraft)/gi,
    order,
  ],
  [
    /\b(?:Hinweis|Nachricht|Anweisung|Botschaft|an|für)\b[^\n.]{0,20}\b(?:den|die|das|alle|jeden)\s{1,3}(?:Assistenten|KI(?:-(?:Agenten|Modelle?|Assistenten))?|Agenten|Sprachmodelle?|Bots?)\s{0,2}[:,!]/gi,
    order,
  ],
  [
    /\b(?:von nun an|ab (?:jetzt|sofort))\s[^\n.]{0,20}(?:nur noch|Assistent|KI\b|ohne (?:Grenzen|Regeln|Einschränkungen))|\bdu bist (?:ab jetzt|ab sofort|von nun an|jetzt)\s[^\n.]{0,40}/gi,
    order,
  ],
]

/** The same orders in French and Spanish. */
const romance: readonly (readonly [RegExp, typeof order])[] = [
  [
    /\b(?:ignora|ignore|olvida|olvide|descarta|omite|desobedece|ignorad)\s[^\n.]{0,20}\b(?:todas|las|tus|sus|los)\b[^\n.]{0,20}\b(?:instrucciones|reglas|órdenes|indicaciones|mensajes)\b[^\n.]{0,20}\b(?:anteriores|previas|previos|de antes|originales|del sistema)?/gi,
    order,
  ],
  [
    /\b(?:ignore[zr]?|oublie[zr]?|néglige[zr]?)\s[^\n.]{0,20}\b(?:toutes|les|tes|vos|tous)\b[^\n.]{0,20}\b(?:instructions|consignes|règles|directives|ordres)\b/gi,
    order,
  ],
  [
    /\b(?:nota|note|aviso|mensaje|message|avis|consigne)\b[^\n.]{0,20}\b(?:asistentes?|assistants?|agentes?|agents?|modelos?|modèles?|IA|bots?)\b\s{0,3}[:,]/gi,
    order,
  ],
  [
    /\b(?:a partir de ahora|de ahora en adelante|désormais|à partir de maintenant|dorénavant)\b[^\n.]{0,20}\b(?:responde|eres|actúa|contesta|tu es|vous êtes|réponds|répondez|agis)\b/gi,
    order,
  ],
]

const shapes: readonly (readonly [RegExp, typeof order | typeof mark | typeof secrecy | typeof approval])[] = [
  [
    /\b(?:ignore|disregard|forget|override|overrule|bypass|set aside)\s{1,3}(?:(?:all|any|every|the|your|my|these|those|of)\s{1,3}){0,4}(?:previous|prior|above|earlier|preceding|existing|former|original|system|safety|initial|developer)\s{1,3}(?:\w{1,15}\s{1,3}){0,2}(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|context|polic(?:y|ies)|constraints?)\b/gi,
    order,
  ],
  // One message is what people take back; all of them is what an agent is told to forget.
  [
    /\b(?:ignore|disregard|forget)\s{1,3}(?:all|any|every)\s{1,3}(?:of\s{1,3})?(?:the\s{1,3}|your\s{1,3})?(?:previous|prior|above|earlier|preceding|system|developer)\s{1,3}messages?\b/gi,
    order,
  ],
  [
    /\b(?:ignore|disregard|forget)\s{1,3}(?:everything|all|anything|what)\b[^\n.]{0,30}\b(?:told|said|above|before|instructed|learned|instructions?)\b/gi,
    order,
  ],
  [
    /\b(?:forget|ignore|disregard) (?:all )?(?:your|the) (?:instructions?|rules?|guidelines?|training|programming|system prompt)\b/gi,
    order,
  ],
  [
    /\byou\s{1,3}are\s{1,3}(?:now|no\s{1,3}longer|from now on)\s{1,3}(?:an?\s|the\s|bound|restricted|free|DAN\b|unrestricted|required)/gi,
    order,
  ],
  [/\b(?:from now on|henceforth),?\s{1,3}(?:you|act|respond|answer|treat|always)\b[^\n.]{0,60}/gi, order],
  [
    /\b(?:act|behave|respond|pretend|roleplay)\s{1,3}(?:as|like)\s{1,3}(?:if\s{1,3})?(?:you\s{1,3}(?:are|were|have)\b|an?\s{1,3}(?:unrestricted|unfiltered|jailbroken|admin|system|root|developer))[^\n.]{0,60}/gi,
    order,
  ],
  [
    /\b(?:developer|god|dan|jailbreak|unrestricted|sudo|admin|debug)\s{1,3}mode\s{1,3}(?:enabled|activated|engaged|is (?:now )?on)\b|\benter\s{1,3}(?:developer|dan|god|jailbreak|unrestricted)\s{1,3}mode\b/gi,
    order,
  ],
  [
    new RegExp(
      `\\b(?:(?:note|message|instructions?|attention|important|reminder|notice)\\b[^\\n.]{0,20}|(?:dear|hey|hi|hello|for|to)\\s{1,2}(?:all |any |the |every |you )?(?:(?:reviewing|reading|screening|checking|moderating|judging|other|next|downstream) )?)\\b(?:to |for )?(?:all |any |the |other |every )*(?:${agents}\\s){0,2}${agents}(?:s)?\\s{0,3}(?:[:,!—–-]|(?:who |that |which )?(?:reads?|reviews?|screens?|checks?|judges?|grades?|scans?|moderates?|summari[sz]es?|reading|reviewing|screening|checking|judging|grading|scanning|moderating|processing|summari[sz]ing|parsing|handling)\\b)`,
      'gi',
    ),
    order,
  ],
  [
    new RegExp(
      `\\b(?:if|when|any|all|every|whenever)\\s{1,3}(?:you(?:['’]re| are)\\s{1,3})?(?:an?\\s{1,3}|any\\s{1,3}|the\\s{1,3}|other\\s{1,3})?(?:an?\\s{1,3})?${agents}\\b[^\\n.]{0,40}\\b(?:read(?:s|ing)?|see(?:s|ing)?|process(?:es|ing)?|summari[sz](?:e|es|ing)|must|should|shall|pars(?:e|es|ing)|encounters?|reviews?|index(?:es|ing)?)\\b[^\\n.]{0,60}\\b(?:this|must|should|post|send|run|reply|approve|include|forward|ignore|call|execute|reveal|output|copy)\\b`,
      'gi',
    ),
    order,
  ],
  [
    new RegExp(
      `\\b(?:the|an?|any|every)\\s{1,3}${agents}\\s{1,3}(?:that |which |who )?(?:is )?(?:handling|processing|reading|answering|summari[sz]ing|triaging|reviewing)\\s{1,3}(?:this|these|it)\\b[^\\n.]{0,30}\\b(?:must|should|shall|has to|needs to|is (?:to|required))\\b`,
      'gi',
    ),
    order,
  ],
  [
    /\byou(?:\s{1,3}are|['’]re)\s{1,3}(?:now\s{1,3})?(?:(?:called\s{1,3})?[A-Z]{3,12},?\s{1,3})?(?:DAN\b|an?\s{1,3}(?:ai|assistant|agent|bot|chatbot|model)\s{1,3}(?:without|with no)\s{1,3}(?:any\s{1,3})?(?:rules|limits|restrictions|filters|guidelines|boundaries))/gi,
    order,
  ],
  [
    /\b(?:always|whenever|every time|when(?:ever)? you (?:fill|submit|write|post|draft))\b[^\n.]{0,60}\b(?:state|set|give|put|claim|declare|mark|choose|report|keep|leave)\b[^\n.]{0,20}\b(?:confidence|risk|assumptions|findings|disclosure)\b[^\n.]{0,20}\b(?:documented|low|none|empty|blank)\b/gi,
    order,
  ],
  [
    /(?:^|[\n:<!>.-]\s{0,3})(?:assistant|agent|ai|llm|bot)s?\s{0,2}:\s{0,3}(?:when|while|if|before|please|also|you|always|never|do)\b[^\n]{0,80}/gi,
    order,
  ],
  ...german,
  ...romance,
  [
    new RegExp(
      `\\b${agents}\\s{1,3}(?:reading|summari[sz]ing|processing|indexing|parsing|answering in)\\s{1,3}(?:this|the|our|these)\\s{1,3}\\w{1,20}\\s{0,2}[:,]`,
      'gi',
    ),
    order,
  ],
  [/\bif\s{1,3}you(?:['’]re|\s{1,3}are)\s{1,3}an?\s{1,3}(?:ai\b|llm|language model|chatbot)[^\n.,]{0,20},/gi, order],
  [
    /\b(?:everything|all|the text)\s{1,3}(?:above|before this)\s{1,3}(?:was|is)\s{1,3}(?:only\s{1,3}|just\s{1,3})?(?:a\s{1,3}(?:test|drill|joke)|void|invalid|over)\b|\byour\s{1,3}new\s{1,3}(?:task|job|goal|role)\s{1,3}is\s{1,3}to\b/gi,
    order,
  ],
  [
    /\b(?:ai|llm|other|all|any)\s{1,3}(?:assistants?|agents?|bots?|models?)\s{1,3}(?:must|should|shall|have to|are (?:required|instructed|told|to))\b/gi,
    order,
  ],
  [
    /\b(?:reveal|print|show|repeat|output|leak|disclose|send|post|tell me|expose|dump)\s{1,3}(?:\w{1,12}\s{1,3}){0,3}(?:your|the|its)\s{1,3}(?:\w{1,12}\s{1,3}){0,2}(?:system\s{1,3}prompt|hidden\s{1,3}(?:prompt|instructions?)|initial\s{1,3}(?:prompt|instructions?)|developer\s{1,3}(?:prompt|message)|instructions verbatim|api keys?\b[^\n.]{0,20}\b(?:here|to me|in (?:your|the) (?:reply|answer)))/gi,
    order,
  ],
  [
    /\b(?:new|updated|revised|real|actual|additional)\s{1,3}(?:system\s{1,3})?(?:instructions?|prompt|directives?)\s{0,3}(?:for (?:you|the (?:ai|agent|assistant|model))|follow|below|:)/gi,
    order,
  ],
  [
    /\b(?:as|since)\s{1,3}(?:an?|the)\s{1,3}(?:ai|assistant|language model|agent)\b[^\n.]{0,30}\byou\s{1,3}(?:must|should|shall|need|will|are required)\b/gi,
    order,
  ],
  [
    /\b(?:call|invoke|use|execute|trigger)\s{1,3}(?:the|your)\s{1,3}[`"']?[\w.-]{1,40}[`"']?\s{1,3}(?:tool|function|plugin)\b[^\n.]{0,80}\b(?:with|to|and)\b/gi,
    order,
  ],
  [
    /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end|tool_call|python_tag)\|?>|\[\/?INST\]|<<\/?SYS>>|<(?:system|assistant|human|user|instructions?|prompt)(?:\s[^>\n]{0,60})?>(?![^\s<]{0,80}<\/)|(?<!>[^\s<]{0,80})<\/(?:system|assistant|human|user|instructions?|prompt)>|<\/?(?:tool_(?:call|use|result)|function_calls?|invoke|thinking|system[-_]reminder)(?:\s[^>\n]{0,60})?>|\bBEGIN (?:SYSTEM|INSTRUCTIONS?|PROMPT)\b|\bEND (?:OF )?(?:SYSTEM|USER|INSTRUCTIONS?|PROMPT)\b/g,
    mark,
  ],
  [
    /(?:^|\n)\s{0,3}(?:#{1,6}\s{1,3}|\*\*)?(?:system|assistant|developer|system prompt|system message|instructions? (?:for|to) (?:the )?(?:ai|assistant|model|agent))\s{0,3}(?:\*\*)?\s{0,3}:\s{0,3}(?=\S{0,20}\s{0,2}(?:you|ignore|from|always|never|the|do|all|override|new|please|must|approve))/gi,
    mark,
  ],
  [/(?:^|\n)\s{0,3}#{1,6}\s{0,3}(?:instruction|system|response|assistant|human|user|input)\s{0,3}:/gi, mark],
  [
    /\b(?:do not|don['’]?t|never|without|avoid)\s{1,3}(?:tell(?:ing)?|inform(?:ing)?|show(?:ing)?|mention(?:ing)?(?: (?:this|it))? to|notify(?:ing)?|alert(?:ing)?|reveal(?:ing)? (?:this|it) to|let(?:ting)?|ask(?:ing)?)\s{1,3}(?:the\s{1,3}|any\s{1,3}|your\s{1,3}|a\s{1,3})?(?:users?|humans?|people|owners?|moderators?|reviewers?|operators?|approvers?|security(?: team)?|admins?|invoker)\b[^\n.]{0,60}/gi,
    secrecy,
  ],
  [
    /\b(?:do not|don['’]?t|never|without)\s{1,3}(?:mention(?:ing)?|reveal(?:ing)?|quot(?:e|ing)|disclos(?:e|ing)|repeat(?:ing)?)\s{1,3}(?:this|these|that)\s{1,3}(?:hidden\s{1,3})?(?:comment|note|instructions?|message|prompt|text)\b/gi,
    secrecy,
  ],
  [
    /\b(?:keep|hide)\s{1,3}(?:this|it|these)\s{1,3}(?:\w{1,12}\s{1,3}){0,2}(?:from|secret from|hidden from)\s{1,3}(?:the\s{1,3})?(?:users?|humans?|people|owners?|moderators?|reviewers?|approvers?)\b/gi,
    secrecy,
  ],
  [
    /\b(?:approve|accept|publish|merge|allow|confirm|countersign)\s{1,3}(?:this|it|the\s{1,3}(?:draft|post|request|change)|all(?: drafts)?|everything)\s{1,3}(?:\w{1,12}\s{1,3}){0,3}?(?:automatically|immediately|without\s{1,3}(?:asking|review|reading|checking|a human|human|confirmation|waiting)|on (?:my|their|the user['’]s) behalf|at once|no questions)\b/gi,
    approval,
  ],
  [
    /\b(?:auto-?approve|auto-?confirm)\s{1,3}(?:this|all|every|any|the)\b|\bclick\s{1,3}[`"“]?approve[`"”]?\s{1,3}(?:now|at once|immediately|without|right away|straight away|directly|quickly)\b|\b(?:press|hit|tap|tick)\s{1,3}[`"“]?approve[`"”]?\s{1,3}(?:now|at once|immediately|without|right away|straight away|quickly)\b|\b(?:no need|(?:do not|don['’]?t) (?:need|have)) to (?:read|check|review) (?:the rest|it|this|the (?:steps|draft|assumptions|details))\b|\brespond\s{1,3}(?:only\s{1,3})?with\s{1,3}[`"“']?(?:approved|yes|ok|allow)\b|\b(?:answer|reply)\s{1,3}(?:only\s{1,3})?with\s{1,3}[`"“']?(?:approved|allow(?:ed)?|harmless|safe)\b|\b(?:your|the)\s{1,3}(?:answer|verdict|output|reply)\s{1,3}(?:must|should|has to)\s{1,3}be\s{1,3}[`"“'{[]|\breturn\s{1,3}\[\s?\](?=\s{0,3}(?:\.|$))/gi,
    approval,
  ],
]

export function injections(text: string): readonly Hit[] {
  return shapes.flatMap(([shape, as]) => hits(text, shape, as))
}
