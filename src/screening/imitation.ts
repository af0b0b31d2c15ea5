// Finds what a reader would take for ours: an imitation of our label or card in the agent's mouth.

import { type Hit, hits } from './finding.ts'

const imitation = {
  sort: 'imitation',
  severity: 'high',
  says: 'It imitates our own label or card. Only the line outside the agent’s frame is ours.',
} as const

const ours: readonly RegExp[] = [
  /\bAI (?:draft|post|answer|reply)\b[^\n]{0,30}?\b(?:allowed|approved|checked|countersigned|signed off|verified)\s{1,3}by\b/gi,
  /\b(?:allowed|approved|countersigned|verified|signed off)\s{1,3}by\s{1,3}(?:@|the\s{1,3}(?:ceo|cto|ciso|security|moderators?|admins?)\b|countersign\b|[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?\s{0,2}\((?:asked|read|checked|ran))/gi,
  /\bapprovers?\s{0,2}:\s{0,3}\S/gi,
  /\b(?:ref\s{1,3}p_[0-9A-Z]{6}|draft\s{1,3}`?d_[0-9A-Z]{6}|revision\s{1,3}\d{1,3}\s{0,2}·\s{0,2}fingerprint)/gi,
  /\bfingerprint\s{0,3}:?\s{0,3}`?[0-9a-f]{8}\b[^\n]{0,60}\b(?:approv|allow|countersign|revision)|\b(?:approv|allow|countersign)\w{0,6}[^\n]{0,60}\bfingerprint\s{0,3}:?\s{0,3}`?[0-9a-f]{8}\b/gi,
  /\bcountersign(?:ed)?\b\s{0,3}(?:[:·|—-]\s{0,3})?(?:✅|✔|☑|🔏|verified|approved|allowed)|(?:✅|✔️?|☑️?)\s{0,3}(?:countersign(?:ed)?|approved\s{1,3}by|verified\s{1,3}by|human[- ]approved)/giu,
  /(?:^|[\n[(—–*_|>-][ \t]{0,3})\bcountersign\b(?:'s)?[^\n]{0,14}?[\])*_]{0,3}\s{0,2}[:·|—–\])>-]{1,3}\s{0,3}[^\n]{0,60}?\b(?:passed|risk(?: is|:)? low|no findings|findings: ?none|approved|allowed|cleared|verified|screened|clean)\b/gi,
  /\bscreening (?:is )?(?:passed|clean|complete|ok)\b[^\n]{0,40}\b(?:risk|findings?|approv\w+)\b|\b(?:\d|one|two|three) approvals? (?:recorded|given|on record|received)\b|\bapproved\s{0,2}\(?\d of \d\)?/gi,
  /(?:^|\n)[^\p{L}\n]{0,8}\b(?:KI|AI|IA)[- ](?:Entwurf|Beitrag|Antwort|draft|post|answer|brouillon|réponse|borrador|respuesta)\b[^\n]{0,30}?\b(?:freigegeben|geprüft|genehmigt|erlaubt|approuvé|validé|autorisé|aprobad[oa]|revisad[oa]|verificad[oa])/giu,
  /[┌╭╔│|┃][ \t]{0,3}countersign\b|\[\s{0,2}[✓✔☑✅]\s{0,2}(?:approved|allowed|reject(?:ed)?|freigegeben|approuvé|aprobado)\s{0,2}\]|\b(?:held for you|waits for you)\s{0,3}·\s{0,3}risk\b/giu,
  /(?:^|\n)[^\p{L}\n]{0,6}(?:this|that|the) (?:post|message|answer|draft) (?:was|has been) (?:recalled|withdrawn|retracted|taken back|hidden|replaced)\b[^\n]{0,20}\b(?:by|at|on)\b|(?:^|\n)[^\p{L}\n]{0,6}(?:dieser beitrag|diese nachricht|ce message|este mensaje) (?:wurde|a été|fue|ha sido) (?:zurückgezogen|zurückgerufen|rappelé|retiré|retirad[oa])/giu,
  /<button\b|\[\s{0,2}(?:Approve(?: & publish| \(\d of \d\))?|Reject…?|Keep private|Show hidden step \d{0,2}…?|Edit & approve…?)\s{0,2}\](?!\()/gi,
  /\b(?:Risk|Findings?)\s{0,2}:\s{0,3}(?:\*\*)?(?:low|none)\b[^\n]{0,40}(?:approv|publish|screen|check|countersign)/gi,
  /\b(?:this (?:message|post|answer|reply|draft) (?:has been|was|is) (?:already )?(?:approved|countersigned|allowed|verified|reviewed)\b|pre-?approved by|no (?:further )?(?:human )?(?:approval|review) (?:is )?(?:needed|required|necessary)|human[- ]verified|official(?:ly)? (?:approved|verified) by)/gi,
]

/** Words of the card alone. Quoted in a sentence they are talked about, and nobody takes them for the card. */
const card =
  /\b(?:Hidden step \d{1,2}, high risk|AI draft — (?:not published|recalled|hidden)|Draft text (?:begins|ends)\.|Confidence: (?:documented|observed|inferred|guess), cites)/gi

/** Our label and card in the agent’s mouth. */
export function imitations(text: string): readonly Hit[] {
  return [
    ...ours.flatMap((shape) => hits(text, shape, imitation)),
    ...hits(text, card, imitation).filter((hit) => !isTalkedAbout(text, hit)),
  ]
}

function isTalkedAbout(text: string, { from, to }: Hit): boolean {
  const line = text.slice(text.lastIndexOf('\n', from - 1) + 1, from)
  return (
    /[\p{L}\d]{2,}[^\p{L}\d]+[\p{L}\d]{2,}\s["'“„«‘]$/u.test(line.slice(-80)) && /^[.,!?]?["'”“»’]/.test(text.slice(to))
  )
}
