// Steps that keep a secret where others find it, hand it over, or use the account of somebody else.

import { command, order, type Pattern } from './pattern.ts'

const keeps = 'It puts a password or a key where others can find it.'
const lends = 'It gives somebody an account or a key that is not their own.'
const resets = 'It changes how somebody else logs in.'

const secret =
  '(?:[\\w-]*(?:passwords?|passphrases?|passcodes?|credentials?|secrets?(?! santa)|keytabs?)|pins?(?= |$|[.,])|(?:api|private|master|root|recovery|signing|signature|encryption|access|ssh|unseal|seed|license|deploy|service|shared|secret|admin|storage|wallet|hsm)[- ](?:keys?|tokens?|codes?|shares?|phrase)|(?:root |admin |bot |access |refresh |bearer |service )?tokens?|unseal[\\w ]{0,8}|(?:key|seed|unseal) (?:shares?|phrases?|shards?)|totp seeds?|smart ?cards?|badges?|logins?|log-?in data)'
const place =
  "(?:in(?:to|side)?|on(?:to)?|to|at|next to|beside|under|behind|with) (?:(?:the|a|an|our|your|my|its|this|that|some|each|every|same) ){0,2}(?:[\\w/’'-]+ ){0,4}?[`\"']?(?:[\\w./-]*\\.(?:ya?ml|env|json|sh|py|js|ts|conf|cfg|ini|txt|md|xlsx?|csv|tf|tfvars|properties|bat|ps1)\\b|files?|scripts?|spreadsheets?|sheets?|wikis?|tickets?|issues?|chats?|channels?|e-?mails?|mails?|repo(?:s|sitor(?:y|ies))?|git|code|source|env(?:ironment)?(?: (?:variables?|files?|block))?|images?|dockerfile|client|binary|app|notes?|docs?|documents?|pages?|plain ?text|clear ?text|configs?|configmaps?|configuration|folders?|shares?|drives?|disk|laptops?|post-?its?|sticky notes?|whiteboards?|messages?|dms?|whatsapp|slack|teams|telegram|sms|unit|compose|manifests?|readme|crontab|cron job|command line|url|query string|pipeline|job|monitor|desk|keyboard|drawer|host|server|build|notebooks?|macros?|templates?|login scripts?|comments?|commits?|values)\\b"
/** Where secrets belong. */
const kept =
  '(?![^\\n.;!?]{0,40}\\b(?:vault|secrets? manager|key ?chain|password manager|key ?vault|hsm|safe\\b|keepass|1password|bitwarden|secret store|sealed))'

export const credential: readonly Pattern[] = [
  order(
    'grant',
    lends,
    'reach(?:ing)?|us(?:e|ing)|log(?:ging)?[ -]?in(?:to)?|sign(?:ing)?[ -]?in|try(?:ing)?|open(?:ing)?|enter(?:ing)?|connect(?:ing)?|keep(?:ing)?|leav(?:e|ing)|set(?:ting)?|get(?:ting)? in',
    "(?:[\\w’'-]+ ){0,6}?(?:default|factory|standard|initial|well-known|vendor|same|empty|blank|simple|shared|common|weak|old) (?:pin|pass(?:word|code|phrase)|login|credentials?|admin (?:login|password))\\b",
    12,
  ),

  order(
    'exposure',
    keeps,
    'put(?:ting)?|stor(?:e|ing)|writ(?:e|ing)|sav(?:e|ing)|keep(?:ing)?|commit(?:ting)?|check(?:ing)? in|hard-?cod(?:e|ing)|past(?:e|ing)|stick(?:ing)?|copy(?:ing)?|leav(?:e|ing)|post(?:ing)?|embed(?:ding)?|bak(?:e|ing)|cach(?:e|ing)|export(?:ing)?|upload(?:ing)?|drop(?:ping)?|echo(?:ing)?|hid(?:e|ing)|add(?:ing)?|plac(?:e|ing)|dump(?:ing)?|log(?:ging)?|print(?:ing)?|not(?:e|ing)|attach(?:ing)?|pin(?:ning)?|mail(?:ing)?|e-?mail(?:ing)?|send(?:ing)?|include|including|tap(?:e|ing)|insert(?:ing)?|type|typing|hand(?:ing)?|pass(?:ing)?|scp|shar(?:e|ing)|set(?:ting)?',
    `(?<!(?:public|the name of the|no) )${secret}${kept}[^\\n.;!?]{0,40}? ${place}(?! (?:vault|safe|manager))`,
    25,
  ),
  order('exposure', keeps, 'hard-?cod(?:e|ing)|commit(?:ting)?(?! hooks?)', secret, 30),
  order(
    'grant',
    lends,
    'shar(?:e|ing)|giv(?:e|ing)|send(?:ing)?|tell(?:ing)?|mail(?:ing)?|e-?mail(?:ing)?|hand(?:ing)?(?: over| out)?|lend(?:ing)?|read(?:ing)? out|dictat(?:e|ing)|text(?:ing)?|forward(?:ing)?|pass(?:ing)?(?: on| around)?|lett?(?:ing)?|post(?:ing)?|distribut(?:e|ing)|whatsapp(?:ing)?|leav(?:e|ing)',
    "(?:(?:him|her|them|us|me|everyone|everybody|[A-Z]\\w+|the [\\w-]+(?: [\\w-]+)?|all [\\w-]+) )?(?:use |have |borrow )?(?:the |your |my |his |her |our |their |its |[\\w.-]+['’]s? |a ){0,2}(?:[\\w-]+ ){0,3}?(?:passwords?|passphrases?|credentials?|pin|login|private key|root token|admin (?:token|account|login|access)|(?:api|recovery|master|signing|access|unseal|role|service|admin|secret) keys?|(?:one-time|recovery|sms|verification|backup|security) codes?|smart ?card|badge|session cookie|shared account|service account|otp|tan)(?! (?:is|are|was|reset|policy|manager|page|form|hint|field|request|change|prompt))",
    30,
  ),
  order(
    'grant',
    lends,
    'us(?:e|ing)|sign(?:ing)?(?: off)?|log(?:ging)?[ -]?(?:in|on|into)|sign(?:ing)?[ -]?(?:in|on)|tak(?:e|ing)|borrow(?:ing)?|work(?:ing)?|do(?:ing)? (?:it|this|that)|run(?:ning)?(?: it| this)?|connect(?:ing)?|enter(?:ing)?|authenticat(?:e|ing)|submit(?:ting)?|approv(?:e|ing)|book(?:ing)?|prescrib(?:e|ing)|order(?:ing)?|open(?:ing)?|swip(?:e|ing)|badg(?:e|ing)',
    "(?:(?:with|as|under|via|through|from|in|it) )?(?:(?:my|his|her|their|our|someone(?: else)?['’]?s?|somebody(?: else)?['’]?s?|(?:Dr\\.? |Prof\\.? )?[A-Z][\\w.]+['’]s?|the [\\w-]+['’]s?|(?:your|deinem|a) (?:second|other|test|old|admin|private|zweiten)|the (?:shared|common|generic|group|team|service|admin|root|emergency|break-?glass|old|former|previous|doctor|ward|night|other|second|default|vendor)) )(?:[\\w-]+ ){0,2}?(?:account|login|log-?in|badge|credentials?|password|pin|(?:smart ?|id )?card|token|session|signature|certificate|user id|userid|key ?card|user(?= and|,|\\.| for| until|$)|identity)(?! (?:page|manager|form|expires|number|holder))",
    30,
  ),
  order(
    'grant',
    resets,
    'reset(?:ting)?|chang(?:e|ing)|set(?:ting)?|overwrit(?:e|ing)|writ(?:e|ing)|replac(?:e|ing)|unlock(?:ing)?|re-?enabl(?:e|ing)|reactivat(?:e|ing)|clear(?:ing)?|remov(?:e|ing)|delet(?:e|ing)',
    "(?:the |his |her |their |[\\w.-]+['’]s |a new |an? |all |its ){1,2}(?:[\\w-]+ ){0,3}?(?:password(?:_?hash)?(?! (?:polic|reset|manager|field|page|link|form|prompt|yourself))|pin|hash|mfa (?:device|method|registration)|second factor|authenticator|security questions?|recovery (?:mail|address|phone))(?=[^\\n.;!?]{0,80}\\b(?:directly|and (?:tell|give|send|mail|read|hand|pass|log|use|share|text)|to (?:something|the same|a (?:simple|known|default)|[\"'`\\w]{3,20}\\d|the user ?name|never)|for (?:him|her|them|the)|in the (?:database|table|ldap|directory)|by hand|myself|yourself|of (?:the|all|every|[A-Z])|never|via|as root|so that)\\b)",
    25,
  ),
  order(
    'grant',
    lends,
    'keep(?:ing)?|leav(?:e|ing)|stay(?:ing)?|do(?:ing)? not lock|remain(?:ing)?',
    '(?:the |your |a |that |this )?(?:[\\w-]+ ){0,2}(?:session|terminal|workstation|console|screen|account|shell|vault|door|safe|port|tunnel|hatch)(?: [\\w-]+){0,3} (?:logged in|unlocked|open|unsealed|signed in)|(?:logged|signed) in (?:as|for|at|on)',
    20,
  ),
  command(
    'grant',
    resets,
    /\bset\s{1,3}(?:password\w{0,10}|passwd|pwd\w{0,5}|pin_?hash|mfa\w{0,10}|otp\w{0,10}|failed_\w{1,20}|is_locked|locked)\s{0,3}=/gi,
  ),
]
