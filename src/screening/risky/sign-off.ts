// Steps that go round the people who would have to agree: a second signature, a call-back, a review, a date.

import { command, order, type Pattern } from './pattern.ts'

const alone = 'It goes round the people who have to agree.'

export const signOff: readonly Pattern[] = [
  order(
    'check-off',
    alone,
    'approv(?:e|ing)(?! this (?:draft|post|answer))|releas(?:e|ing)|authori[sz](?:e|ing)|sign(?:ing)?(?: off)?|confirm(?:ing)?|countersign(?:ing)?|book(?:ing)?|pay(?:ing)?(?: out)?|submit(?:ting)?|send(?:ing)?|post(?:ing)?|transfer(?:ring)?|wir(?:e|ing)|execut(?:e|ing)|dispens(?:e|ing)|administer(?:ing)?|publish(?:ing)?|merg(?:e|ing)|clos(?:e|ing)|accept(?:ing)?|mark(?:ing)?|ship(?:ping)?|deploy(?:ing)?|install(?:ing)?|proceed(?:ing)?|go(?:ing)?(?: ahead| live| on)?|push(?:ing)?|enter(?:ing)?|validat(?:e|ing)|prescrib(?:e|ing)|cut(?:ting)?|roll(?:ing)?(?: it)? out',
    "(?:(?:it|them|this|that|both|all)[^\\n.;!?]{0,20} )?(?:yourself\\b|with (?:the|your|a) (?:second|other|test|dummy) (?:login|account|user|card|signature)|on (?:his|her|their|[\\w.]+['’]s) behalf|in (?:his|her|their|[\\w.]+['’]s) (?:name|place)|for (?:him|her|them)(?= (?:while|until|since|as|so)|[.,]|$)|as (?:tested|checked|reviewed|approved|verified|done|read)(?=[^\\n.]{0,30}(?:test|check|review|later|monday|tomorrow|anyway|though|even|without|,))|without (?:the |a |an |any |further |another |asking |waiting for |calling |having |getting ){0,3}(?:call-?backs?|second\\b|signatures?|counter-?signatures?|approvals?|reviews?|reviewers?|tests?|testing|checks?|checking|check-?lists?|verification|consent|confirmation|sign-?off|documentation|(?:change )?tickets?|peer|pharmacists?|doctors?|supervisors?|anyone|anybody|a?sking|look(?:ing)?|reading|open(?:ing)? it|backup|rollback|dry run|notice|change request|cab)|blind(?:ly)?\\b|unread\\b|unseen\\b|without (?:looking|reading|asking|opening))",
    70,
  ),
  order(
    'check-off',
    alone,
    'back-?dat(?:e|ing)|pre-?sign(?:ing)?|forg(?:e|ing)|rubber-?stamp(?:ping)?|falsif(?:y|ying)|fak(?:e|ing)|pre-?approv(?:e|ing)|self-?approv(?:e|ing)|auto-?approv(?:e|ing)|auto-?accept(?:ing)?|force-?merg(?:e|ing)|force-?push(?:ing)?',
    '[\\w"\'`*.-]+',
    3,
  ),
  order(
    'check-off',
    alone,
    'skip(?:ping)?|jump(?:ing)?|leav(?:e|ing) out|bypass(?:ing)?|omit(?:ting)?|forget(?:ting)?(?: about)?|avoid(?:ing)?|cut(?:ting)? short|drop(?:ping)?|spar(?:e|ing) (?:yourself|us)|sav(?:e|ing) (?:yourself|us)|do(?:ing)? without|not bother(?:ing)? with|get(?:ting)? (?:around|past)|side-?step(?:ping)?|go(?:ing)? (?:around|past|round)|split(?:ting)? (?=[^\\n.;!?]{1,90}(?:limit|threshold|approv|second|below|under))|circumvent(?:ing)?|short-?cut(?:ting)?|rush(?:ing)?',
    "(?:the |a |that |this |any |our |your |their ){0,2}(?:[\\w’'-]+ ){0,3}?(?:call-?backs?|signatures?|second (?:look|person|pair|check|nurse|reader|opinion)|approvals?|approvers?|reviews?|check-?lists?|sign-?offs?|time-?outs?(?= before)|hand-?over|tickets?|change (?:board|request|process)|cab\\b|committee|four[- ]eyes?|two[- ]person|pharmacist|anaesthetist|identity|id check|consent|double[- ]check|cool(?:ing)?[- ]off|waiting period|embargo|freeze|dry[- ]run|rehearsal|staging|test system|tests|qa\\b|backup|below the (?:limit|threshold)|limit|threshold)",
    45,
  ),
  command(
    'check-off',
    'It answers a question of safety with yes without reading it.',
    /\byes\s{0,2}(?:["'`]?[yY]["'`]?\s{0,2})?\|\s{0,3}\S|\bwith\s{1,2}[`"']?yes\s{0,2}\||\becho\s{1,3}["']?(?:y|yes)["']?\s{0,3}\|\s{0,3}\S|-Confirm:\s{0,2}\$?false\b|--(?:assume-yes|yes-to-all|no-confirm|noconfirm|skip-confirmation|auto-approve|force-approve|no-prompt|batch-delete)\b/gi,
  ),
]
