// Steps that are dangerous by what they leave out: a guard on a machine, a signature, a limit, somebody who looks.

import { command, order, type Pattern } from './pattern.ts'

const bare = 'It does something without what would protect it.'
const machine = 'It takes a guard away from a machine, or drives it beyond its limits.'
const unsafeCode = 'It writes code that others can break into.'
const alone = 'It lets something happen that nobody looks at.'

export const reckless: readonly Pattern[] = [
  order(
    'check-off',
    machine,
    'bridg(?:e|ing)|jumper(?:ing)?|tap(?:e|ing)|wedg(?:e|ing)|prop(?:ping)?|short(?:ing)?|clamp(?:ing)?|block(?:ing)?|unscrew(?:ing)?|pull(?:ing)?|tak(?:e|ing)|remov(?:e|ing)|disconnect(?:ing)?|cover(?:ing)?|hold(?:ing)?|unplug(?:ging)?|bend(?:ing)?',
    "(?:the |a |that |its |this )*(?:[\\w’'-]+ ){0,3}?(?:door (?:contact|switch|sensor)|contacts?|sensors?|interlocks?|relays?|fuses?|breakers?|valves?|e-?stops?|emergency (?:stop|exit|door|brake|button)|light (?:curtain|barrier)|fire door|smoke detectors?|detectors?|limit switch(?:es)?|safety \\w+|guards?|lock-?out|tag-?out|seals?|governor|dead ?man\\w*)\\b",
    15,
  ),
  order(
    'check-off',
    machine,
    'rais(?:e|ing)|increas(?:e|ing)|set(?:ting)?|turn(?:ing)?(?: up)?|writ(?:e|ing)|crank(?:ing)?|push(?:ing)?|driv(?:e|ing)|overrid(?:e|ing)|bump(?:ing)?|lower(?:ing)?',
    "(?:[\\w’'-]+ ){0,4}?(?:max(?:imum)?|min(?:imum)?|trip|over-?\\w+|hard|upper|lower|alarm|set ?point|safety)[ -](?:\\w+ )?(?:temperature|pressure|speed|dose|voltage|current|rpm|power|level|flow|limit|value|point|threshold|rate)\\b|0 to (?:register|coil|address)",
    12,
  ),
  order(
    'production',
    machine,
    'put(?:ting)?|switch(?:ing)?|set(?:ting)?|forc(?:e|ing)|download(?:ing)?|flash(?:ing)?|writ(?:e|ing)',
    "(?:[\\w’'-]+ ){0,6}?(?:(?:in(?:to)?|to) (?:program|force|service|manual|test|stop|bypass|debug|override|engineering|recovery) mode|(?:while|as long as) (?:it|the \\w+|they|\\w+) (?:is|are|keeps?) (?:running|open|live|in use|on))",
    50,
  ),
  order(
    'check-off',
    bare,
    'stor(?:e|ing)|send(?:ing)?|ship(?:ping)?|run(?:ning)?|start(?:ing)?|build(?:ing)?|deploy(?:ing)?|releas(?:e|ing)|publish(?:ing)?|sav(?:e|ing)|keep(?:ing)?|transmit(?:ting)?|connect(?:ing)?|mount(?:ing)?|launch(?:ing)?|us(?:e|ing)|expos(?:e|ing)|accept(?:ing)?|creat(?:e|ing)|issu(?:e|ing)|mak(?:e|ing)|set(?:ting)?(?: up)?|install(?:ing)?|import(?:ing)?|export(?:ing)?|serv(?:e|ing)|writ(?:e|ing)|configur(?:e|ing)|log(?:ging)? in|call(?:ing)?|sync(?:ing)?',
    'without (?:it\\b(?=[.,]|$)|them\\b(?=[.,]|$)|(?:the |a |any |an |its )*(?:[\\w-]+ )?(?:sign(?:ing|ature)\\w*|encrypt\\w*|valid\\w*|auth\\w*|verif\\w*|checks?|checking|pinning|tls|ssl|https|passwords?|limits?|backups?|logging|logs?|monitoring|expiry|quota|mfa|2fa|review|tests?|gloves|permit|guard|filter|scan\\w*|sandbox|end date|expiration|login))\\b',
    60,
  ),
  order(
    'check-off',
    alone,
    'let(?:ting)?|allow(?:ing)?|mak(?:e|ing)|hav(?:e|ing)|configur(?:e|ing)|set(?:ting)?',
    "(?:the |a |our )?(?:[\\w’'-]+ ){1,4}?(?:merge|deploy|approve|publish|release|delete|pay|post|push|apply|restart|install|update|answer|decide|upgrade|roll out|close|send|grant)\\b[^\\n.;!?]{0,40}(?:by itself|by themselves|on its own|on their own|automatically|unattended|without (?:a |any )?(?:human|person|review|approval|asking))",
    5,
  ),
  order(
    'check-off',
    alone,
    'split(?:ting)?|cut(?:ting)?|break(?:ing)?|divid(?:e|ing)|spread(?:ing)?',
    '[^\\n.;!?]{3,80}\\b(?:approv\\w+|second (?:signature|person|pair)|limit|threshold|reporting|below|under the|stay(?:s)? under|notice|radar)',
    5,
  ),
  order(
    'check-off',
    alone,
    'skip(?:ping)?|omit(?:ting)?|leav(?:e|ing) out|drop(?:ping)?',
    '(?:the |this |that )(?:[\\w-]+ ){1,4}?(?:this (?:time|month|week|year|once|quarter|one)|for once|today|tonight|for (?:this|now|today)|in this case|just this)\\b',
    5,
  ),
  order(
    'check-off',
    'It lets something be valid far too long.',
    'set(?:ting)?|extend(?:ing)?|rais(?:e|ing)|chang(?:e|ing)|increas(?:e|ing)|put(?:ting)?|mak(?:e|ing)|issu(?:e|ing)|giv(?:e|ing)|creat(?:e|ing)',
    "(?:[\\w’'-]+ ){0,4}?(?:expiry|expiration|lifetime|ttl|time-?out|validity|max[- ]age|tokens?|sessions?|certificates?|links?)\\b[^\\n.;!?]{0,40}(?:\\b(?:\\d+|ten|five|twenty|hundred|thirty|99|several) (?:years|decades)\\b|\\b\\d{3,} days|forever|infinit\\w+|never expir\\w+|no (?:expiry|expiration|end))",
    12,
  ),
  order(
    'exposure',
    unsafeCode,
    'us(?:e|ing)|call(?:ing)?|add(?:ing)?|switch(?:ing)? to|set(?:ting)?|pass(?:ing)?|replac(?:e|ing)|render(?:ing)?|run(?:ning)?|just',
    '[`"\']?(?:eval\\b|exec\\(|pickle\\.?\\w*|shell=True|dangerouslySetInnerHTML|innerHTML|yaml\\.load\\b|unserialize|ObjectInputStream|md5 for|sha-?1 for|ECB\\b|DES\\b|RC4\\b|Math\\.random|strcpy|system\\(|raw sql|string concatenation|v-html|\\|\\s?safe\\b|bypassSecurityTrust\\w*)',
    35,
  ),
  order(
    'exposure',
    unsafeCode,
    '(?:string-?)?concatenat(?:e|ing)|interpolat(?:e|ing)|glu(?:e|ing)|build(?:ing)?|paste|past(?:e|ing)|insert(?:ing)?|put(?:ting)?',
    "(?:[\\w’'-]+ ){0,6}?(?:(?:in(?:to)?|to) (?:the |a )?(?:sql|query|statement|shell|command|html|template)\\b(?! editor)|the (?:where clause|query|sql|statement|command line)(?! editor))",
    15,
  ),
  order(
    'exposure',
    'It writes into a log what must not stand there.',
    'log(?:ging)?|print(?:ing)?|dump(?:ing)?|trac(?:e|ing)|echo(?:ing)?|record(?:ing)?|captur(?:e|ing)|writ(?:e|ing)',
    "(?:the |all |every |out |full |whole |entire |raw |complete )+(?:[\\w’'-]+ ){0,3}?(?:request bod(?:y|ies)|bod(?:y|ies)|headers?|card (?:number|data)s?|passwords?|tokens?|credentials?|payloads?|cookies?|traffic|packets|key ?strokes|environment|cvc|pin|personal data)\\b",
    12,
  ),
  order(
    'falsified',
    'It makes things look other than they are.',
    'hid(?:e|ing)|conceal(?:ing)?|cover(?:ing)? up|mask(?:ing)?|pretend(?:ing)?|show(?:ing)? (?:last|old|other)|doctor(?:ing)?|massag(?:e|ing)|cook(?:ing)?|under-?stat(?:e|ing)|over-?stat(?:e|ing)|declar(?:e|ing)|embellish(?:ing)?|polish(?:ing)? up|play(?:ing)? down|clean(?:ing)? up',
    "(?:the |a |our |it |them |that |this )+(?:[\\w’'-]+ ){0,6}?(?:from (?:the )?(?:auditors?|inspect\\w+|customers?|users?|regulators?|manager\\w*|report|board|team|ward|patient\\w*)|for the (?:audit|inspection|visit|auditors?)|red line|incident|outage|error rate|breach|numbers|figures|values|trail|tracks|logs?|as (?:a gift|low|harmless))\\b",
    12,
  ),
  order(
    'grant',
    'It gets somebody in where they may not be.',
    'tail-?gat(?:e|ing)|piggy-?back(?:ing)?|shoulder-?surf(?:ing)?|social-?engineer(?:ing)?|impersonat(?:e|ing)|pretext(?:ing)?|jailbreak(?:ing)?|sniff(?:ing)?|eavesdrop(?:ping)?|brute-?forc(?:e|ing)',
    '[\\w"\'`*.-]+',
    3,
  ),
  order(
    'deletion',
    'It forces what refused to happen, or uses again what holds data.',
    'run(?:ning)?|retry(?:ing)?|re-?run(?:ning)?|repeat(?:ing)?|start(?:ing)?|apply(?:ing)?|push(?:ing)?|us(?:e|ing)|call(?:ing)?|add(?:ing)?|pass(?:ing)?|re-?us(?:e|ing)|re-?purpos(?:e|ing)|recycl(?:e|ing)|unmount(?:ing)?|forget(?:ting)?|append(?:ing)?',
    '[^\\n.;!?]{0,60}(?<![\\w-])--force(?:[- ]\\w+)?(?!-reinstall|-rm)|(?:the |those |these |old |its )+(?:[\\w-]+ ){0,2}(?:disks?|tapes?|drives?|volumes? again)|(?:the )?resources? with state rm|/(?:backups?|archive|data|srv)\\b',
    20,
  ),
  command(
    'check-off',
    bare,
    /--(?:no-require|allow-(?:blob-)?public|no-(?:\w{1,12}-)?(?:encrypt\w*|verif\w*|auth\w*|protect\w*|signature\w*|password\w*|confirm\w*|quota|limit|login|sandbox\w*)|disable-(?:\w{1,12}-)?(?:encrypt\w*|verif\w*|auth\w*|protect\w*|security\w*|firewall\w*|audit\w*|log\w*|sandbox\w*|safe\w*|limit\w*)|skip-(?:\w{1,12}-)?(?:verif\w*|valid\w*|check\w*|auth\w*|sign\w*|approv\w*|backup\w*|confirm\w*|safe\w*)|ignore-(?:\w{1,12}-)?(?:check\w*|error\w*|valid\w*|warning\w*|lock\w*|constraint\w*|conflict\w*)|override-\w{3,30}|bypass-\w{3,30}|unsafe\w{0,20}|insecure\w{0,20}|authorized-networks[= ]0\.0\.0\.0|public-access(?:[= ](?:true|enabled|on))?|force-(?:yes|push|overwrite|unlock|delete|replace|remove|update))[\w-]{0,30}|\benforce=privileged\b|\b(?:anyuid|hostaccess|hostnetwork)\b(?=[^\n]{0,40}-z|\s{0,3}$)|\badd-scc-to-\w{4,5}\b|\bpromisc\s{1,2}on\b|\brandomize_va_space\s{0,2}=\s{0,2}0|\bstate\s{1,2}rm\s{1,2}\S|\bgrant\s{1,3}\w{3,40}(?:\s{0,2},\s{0,2}\w{1,40}){0,4}\s{1,3}to\s{1,3}\w{2,40}\s{0,2}[;"'`]/gi,
  ),
  command(
    'check-off',
    bare,
    /(?<![\w./-])(?=\w{0,40}[_/.]\w)[\w./][\w./-]{0,60}(?:check|verif|valid|auth|secur|protect|enforc|guard|encrypt|audit|mfa|firewall|policy|limit|lock|approv|fraud|safe|scan|strict)[\w.-]{0,30}[ \t=]{1,3}(?:off|disabled|false)(?![\w.])/gi,
  ),
]
