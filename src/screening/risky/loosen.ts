// Steps that take a protection away without naming a command: a box that is unticked, an exception that is made, a
// value that means “off”, whatever the product calls it.

import { command, order, type Pattern } from './pattern.ts'

const off = 'It switches off a protection.'
const excepts = 'It makes an exception to a rule that protects.'

/** What words about protections are made of, in any product. */
const guards =
  "(?:[\\w’'-]*(?:verif|validat|authenti|authori[sz]|encrypt|encipher|protect|secur|signature|signing|certificat|checksum|integrity|approv|firewall|virus|malware|defender|monitor|alarm|audit|quarantine|isolat|hardening|confirmation|compliance|interlock|watchdog|fail-?safe|captcha|consent|watermark|attestation|segregation|blocklist|denylist)[\\w-]*|(?:signed|mandatory|enforced?|required|automatic) [\\w-]+|(?:two|four|dual|second|multi)[- ](?:person|eyes?|factor|step|control|signature|man|pair)[\\w-]*|reviews?|reviewers?|alerts?|backups?|locks?|lockout|limits?|limiter|quotas?|polic(?:y|ies)|guards?|guard ?rails?|restrictions?|permissions?|sandbox|mfa|2fa|otp|sso|gpos?|acls?|rbac|waf|ids|ips|dlp|edr|siem|csp|cors|csrf|tls|ssl|https(?!:)|vpn|proxy|inspection|checks?|checking|gates?|warnings?|prompts?|retention|legal hold|journal(?:ing)?|journal|replication|snapshots?|anti-?cheat|overrides?|screening|sanctions?|kyc|aml|fraud rules?|fraud engine|embargo|scans?|scanner|scanning|agents?|antispam|spam filters?|content filters?|filtering|rules?|logging|logs?|versioning|rate limits?|throttle|throttling|fencing|stonith|quorum|selinux|apparmor|uac|smartscreen|bitlocker|secure boot|tamper\\w*|expiry|expiration|time-?outs?|tests?|probes?|health ?checks?|safety\\s[\\w-]+|plausibility\\s[\\w-]+|double[- ]check\\w*|cross[- ]?check\\w*|allerg\\w+|interaction[\\w ]{0,12}|dose \\w+)"

const whatever = '[^\\n.;!?]{0,60}?'
/** Said of a page or a picture these words protect nobody. */
const only =
  '(?! (?:of|from|at) (?:\\d|yesterday|last|this))(?! (?:page|tab|panel|sections?|lists?|numbers?|colou?rs?|icons?|e-?mails?|mails?|of (?:last|yesterday|this|the (?:day|week|old))|of \\d))'

export const loosen: readonly Pattern[] = [
  order(
    'check-off',
    off,
    'disabl(?:e|ing)|turn(?:ing)? off|turn(?:ing)? (?=[^\\n.;!?]{1,40} off\\b)|switch(?:ing)? off|switch(?:ing)? (?=[^\\n.;!?]{1,40} off\\b)|deactivat(?:e|ing)|bypass(?:ing)?|circumvent(?:ing)?|overrid(?:e|ing)|suspend(?:ing)?|mut(?:e|ing)|silenc(?:e|ing)|suppress(?:ing)?|unhook(?:ing)?|unlink(?:ing)?|skip(?:ping)?|defeat(?:ing)?|get(?:ting)? around|work(?:ing)? around|neutrali[sz](?:e|ing)|tak(?:e|ing) down|shut(?:ting)? off|click(?:ing)? (?:through|past|away)|dismiss(?:ing)?|wav(?:e|ing) through|jumper(?:ing)?|bridg(?:e|ing)(?: out)?|leav(?:e|ing) out|do(?:ing)? without|dispens(?:e|ing) with|stop(?:ping)? enforcing|relax(?:ing)?|weaken(?:ing)?|loosen(?:ing)?|lift(?:ing)?|snooz(?:e|ing)|paus(?:e|ing)|stop(?:ping)?',
    guards + only,
    55,
  ),
  order(
    'check-off',
    off,
    'remov(?:e|ing)|tak(?:e|ing) (?:out|off)|tak(?:e|ing) (?=[^\\n.;!?]{1,40} out\\b)|delet(?:e|ing)|drop(?:ping)?|comment(?:ing)? out|strip(?:ping)?|cut(?:ting)?|uninstall(?:ing)?|get(?:ting)? rid of|kill(?:ing)?|unset(?:ting)?|unload(?:ing)?',
    `(?:[\\w’'-]*(?:verif|validat|authenti|authori[sz]|encrypt|protect|secur(?!it(?:y|ies) team)|signature|checksum|approv|firewall|virus|malware|quarantine|isolat|hardening|interlock|watchdog|captcha|attestation)[\\w-]*|(?:two|four|dual|second)[- ](?:person|eyes?|factor|step|control|signature)[\\w-]*|required[_ -]?\\w+|reviewers?|health ?checks?|audit[\\w -]{0,12}|(?:scan|scanning|check|checking|inspection|filter|test|review|approval)(?: (?:step|stage|job|task|rule))?s?|gates?|guards?|guard ?rails?|polic(?:y|ies)|restrictions?|limits?|quotas?|mfa|2fa|acls?|rbac|csp|csrf|edr|gpos?|anti-?cheat|alarms?|alerts?|monitoring|backups?|locks?|interlocks?|deny\\b[\\w -]{0,12}|agent)(?! (?:page|tab|lists?|icons?|e-?mails?|mails?|badge))`,
    40,
  ),
  // A box with a name, wherever it stands.
  order(
    'check-off',
    off,
    'disabl(?:e|ing)(?= ["\'“„«`*])|turn(?:ing)? off(?= ["\'“„«`*])|switch(?:ing)? off(?= ["\'“„«`*])|untick(?:ing)?|un-?check(?:ing)?|deselect(?:ing)?|un-?select(?:ing)?|clear(?:ing)? (?:the )?(?:tick|check)(?:box| ?mark)?|remov(?:e|ing) the (?:tick|check ?mark)|unmark(?:ing)?',
    `["'“„«*\`]{0,2}(?:[\\w’'-]+ ){0,4}?(?:require|enforce|verify|validate|check|protect|block|restrict|encrypt|sign|scan|prompt|confirm|ask|limit|deny|prevent|force|mandatory|only|lock|log|audit|secure|inspect|detect|filter|authenticate|quarantine|warn|approv)[\\w]*|${guards}`,
    30,
  ),
  order(
    'check-off',
    'It ticks what opens or skips something.',
    'tick(?:ing)?|check(?:ing)?|select(?:ing)?|choos(?:e|ing)|pick(?:ing)?|enabl(?:e|ing)|activat(?:e|ing)|click(?:ing)?(?: on)?|press(?:ing)?|hit(?:ting)?|switch(?:ing)?|turn(?:ing)?|flip(?:ping)?|toggl(?:e|ing)|us(?:e|ing)|answer(?:ing)?|set(?:ting)? (?:it|this|that|them)? ?(?:to)?',
    "[\"'“„«*`]{1,2}(?:allow (?!list|me)[\\w-]+|(?:always (?:trust|allow)|ignore|skip|bypass|disable) ?[\\w-]*|override|proceed|continue anyway|accept (?:the )?risk|i understand the risk|run anyway|keep anyway|trust|never (?:ask|expire|lock|prompt)|no (?:authentication|encryption|password|verification)|none[\"'”»*`] (?:for|as|under) (?:auth|security|encrypt)|anyone|everyone|anonymous|guest|full (?:control|access)|public\\b|unrestricted|without|don['’]t (?:ask|verify|check|require)|do not (?:ask|verify|check|require)|yes, (?:all|i am sure)|permit (?:any|all)|all users|enable (?:content|macros|editing)|force|world|open to|insecure|unsafe|less secure)",
    40,
  ),
  order(
    'check-off',
    excepts,
    'exclud(?:e|ing)|exempt(?:ing)?|except(?:ing)?|carv(?:e|ing) out|leav(?:e|ing) out|spar(?:e|ing)|waiv(?:e|ing)|tak(?:e|ing) (?=[^\\n.;!?]{1,50} out of)|remov(?:e|ing)|pull(?:ing)?|tak(?:e|ing)|unenrol(?:l)?(?:ing)?',
    `(?:from|out of) (?:(?:the|all|any|every|this|our|its|their) ){0,2}(?:[\\w-]+ ){0,3}?(?:${guards}|conditional access|two-?person[\\w ]*|intune|mdm|management|patching|updates|domain polic(?:y|ies)|ou\\b|baseline|inventory)(?! (?:page|chart|count|report|list of))`,
    60,
  ),
  order(
    'check-off',
    excepts,
    'exempt(?:ing)?|whitelist(?:ing)?|allow-?list(?:ing)?|white-list(?:ing)?|greenlist(?:ing)?|grandfather(?:ing)?|safelist(?:ing)?',
    '[\\w/"\'`*.-]+',
    3,
  ),
  order(
    'check-off',
    excepts,
    'add(?:ing)?|put(?:ting)?|mak(?:e|ing)|creat(?:e|ing)|append(?:ing)?|enter(?:ing)?|appl(?:y|ying)|insert(?:ing)?|set(?:ting)? up|place|placing|giv(?:e|ing)|grant(?:ing)?|us(?:e|ing)',
    '(?:an? |the |some |temporary |permanent |blanket |another ){0,3}(?:exceptions?|exclusions?|exemptions?|bypass(?:es)?|waivers?)\\b(?! (?:handler|class|type|to the text|page|list of))|(?:to|on(?:to)?|in(?:to)?) (?:the |our |its |their ){0,1}(?:[\\w-]+ ){0,3}?(?:allow-?list|white-?list|exception list|exclusions?(?: list)?|exclude list|ignore list|safe[- ]?(?:list|senders?)[\\w ]{0,8}|trusted (?:sites|zone|hosts|publishers?|list|root\\w*|senders?|sources|devices)|bypass list|trust store|skip list|vip list|permit list|acl|access list)',
    60,
  ),
  // “Set the session lifetime to unlimited”: the value says enough.
  order(
    'check-off',
    off,
    'set(?:ting)?|chang(?:e|ing)|switch(?:ing)?|put(?:ting)?|turn(?:ing)?|mov(?:e|ing)|flip(?:ping)?|mak(?:e|ing)|mark(?:ing)?|configur(?:e|ing)|edit(?:ing)?|reconfigur(?:e|ing)|downgrad(?:e|ing)|rais(?:e|ing)|extend(?:ing)?|increas(?:e|ing)|lower(?:ing)?|drop(?:ping)?|downshift(?:ing)?|declar(?:e|ing)|relax(?:ing)?',
    `(?:(?:to|in(?:to)?|as|on|=) ["'“*\`]{0,2}(?:never (?:expire|ask|lock|prompt)|unlimited|permissive|permit[- ]?(?:any|all)|allow[- ]?(?:any|all)\\b|any[/ -]any|always trust|trust all|report[- ]only|log[- ]only|audit[- ]only|monitor[- ]only|detect(?:ion)?[- ]only|learning mode|maintenance mode|unauthenticated|anonymous|insecure|unrestricted|world-?\\w+|fail-?open|open (?:access|relay|mode)|no[- ]?auth\\w*|plain ?text|clear ?text|bypass|public|open(?=[.,;]|$))\\b|from ["'\`*]{0,2}(?:strict|enforc\\w*|block|deny|required?|mandatory|restrict\\w*|private|closed|verify\\w*|encrypted)["'\`*]{0,2} to\\b|never expires?)(?! (?:key|ip|holiday|statement|roadmap|docs?|status|relations))`,
    60,
  ),
  order(
    'check-off',
    off,
    'set(?:ting)?|chang(?:e|ing)|switch(?:ing)?|put(?:ting)?|turn(?:ing)?|flip(?:ping)?|mak(?:e|ing)|configur(?:e|ing)|reduc(?:e|ing)|lower(?:ing)?|mov(?:e|ing)|rais(?:e|ing)|export',
    `["'\`*]{0,2}[\\w.:/-]{0,40}(?:verif|valid|auth|secur|protect|requir|enforc|strict|safe|guard|encrypt|tls|ssl|sign|audit|mfa|2fa|otp|lock|approv|review|polic|firewall|rbac|acl|quota|limit|alarm|alert|backup|retention|threshold|expir|timeout|check|csrf|cors|csp|waf|inspect|scan|sandbox|isolat|confirm|prompt|debug|confinement)[\\w.-]*["'\`*]{0,2}${whatever}(?:\\bto|=|:|\\bat)[ ]{0,2}["'“*\`]{0,2}(?:off|none|false|0|zero|disabled?|no|nothing|optional|not required|\\*|all|any|1 (?:year|day)|7 ?d(?:ays)?|one day|(?:the )?(?:minimum|maximum))(?![\\w.])`,
    50,
  ),
  command(
    'check-off',
    off,
    /\b(?:from|=|:)\s{0,2}["'`]?(?:STRICT|ENFORCE|ENFORCING|REQUIRED?|BLOCK|DENY)["'`]?\s{1,2}(?:to|->|→)\s{1,2}["'`]?(?:DISABLED?|PERMISSIVE|NONE|OFF|ALLOW|AUDIT|WARN|OPTIONAL|LOG)\b/gi,
  ),
  order(
    'check-off',
    'It turns a guard of this system into one that lets pass.',
    'let(?:ting)?|mak(?:e|ing)|hav(?:e|ing)|tell(?:ing)?|allow(?:ing)?|instruct(?:ing)?|teach(?:ing)?|writ(?:e|ing)|add(?:ing)?',
    `(?:the |a |an |our |it )(?:[\\w-]+ ){0,5}?(?:skip|ignore|bypass|swallow|accept (?:any|all|every)|trust (?:any|all|every)|return (?:true|ok|success|allow)|let (?:everything|everyone|all|any\\w*) (?:pass|through|in)|always (?:pass|succeed|allow|return true)|pass without|go straight through)\\b`,
    50,
  ),
  // Told without saying who: “can be wiped”.
  command(
    'check-off',
    'It says that something can be deleted, opened or switched off.',
    /\b(?:can|could|should|may|might|must|has to|have to|needs? to|only (?:has|needs) to)\s(?:\w+ly\s|just\s|all\s|also\s|then\s|always\s|be\s){0,3}?be\s(?:\w+ly\s){0,2}(?:wiped|deleted|dropped|purged|truncated|erased|disabled|switched off|turned off|bypassed|circumvented|skipped|muted|silenced|formatted|restarted|rebooted|killed|loosened|relaxed|opened up|made public|exposed|whitelisted|exempted|excluded from|taken down|shut down|force-?merged|backdated)\b/gi,
  ),
  command(
    'production',
    'It stops or restarts something that people use at this moment.',
    /\b(?:an?|quick|short|ein(?:en)?|une?|un)\s(?:\w{1,12}\s){0,2}(?:restart|reboot|power[- ]cycle|Neustart|redémarrage|reinicio)\s(?:of|des|der|vom|von|du|de|del)\s[^\n.;!?]{1,60}?\b(?:is enough|suffices|helps|will do|does (?:it|the trick)|fixes|cures|reicht|genügt|hilft|behebt|suffit|basta)(?!\w)/gi,
  ),
  order(
    'web-pipe',
    'It runs something whose maker nobody has checked.',
    'install(?:ing)?|run(?:ning)?|download(?:ing)?|us(?:e|ing)|tak(?:e|ing)|get(?:ting)?|grab(?:bing)?|open(?:ing)?|execut(?:e|ing)|load(?:ing)?|start(?:ing)?|add(?:ing)?',
    '(?:from|off|at|in|on) (?:the |a |an |this |that |his |her |their |my |some )*(?:[\\w-]+ ){0,2}?(?:forum|usb stick|stick|dropbox|drive|gist|reddit|discord|torrent|random|unofficial|mirror in|attachment|mail (?:from|of)|blog|pastebin|third[- ]party (?:site|repo|repository|source))\\b(?! (?:folder|letter))',
    45,
  ),
  order(
    'check-off',
    'It clicks a warning away.',
    'click(?:ing)?|press(?:ing)?|hit(?:ting)?|choos(?:e|ing)|select(?:ing)?|confirm(?:ing)?|tap(?:ping)?|answer(?:ing)?',
    '["\'“`]?(?:(?:run|continue|proceed|keep|install|accept|open|send|allow|yes|trust|enable)[ ,]?(?:it )?(?:anyway|to all|content|macros|risk)|it (?:away|through)|them (?:away|through)|through (?:the|any|all))\\b',
    25,
  ),
  // As politely as it may be put: “that the isolation be lifted”.
  command(
    'check-off',
    off,
    /\b(?:isolation|exemption|restriction|limit|check|scan|scanning|inspection|quarantine|polic(?:y|ies)|approval|review|embargo|firewall|filter|lock|hold|block|quota|requirement|alarm|alert|audit\w*|verification|rule|segmentation|encryption|protection)s?\b[^\n.;!?]{0,50}(?<!\b(?:not|never|only|cannot)\s)\bbe\s(?:lifted|removed|waived|suspended|relaxed|dropped|set aside|loosened|raised|paused|widened|taken (?:off|out)|(?:entered|granted|extended) without)\b(?! (?:only|by|if|when|once|after))/gi,
  ),
  order(
    'deletion',
    'It lets data expire by themselves.',
    'add(?:ing)?|creat(?:e|ing)|set(?:ting)?(?: up)?|put(?:ting)?|configur(?:e|ing)|appl(?:y|ying)|attach(?:ing)?|legt?|leg|richtet?|setzt?|ajout(?:e|ez|er)|crea|crear|mets|mettez',
    "(?:[\\w’'äöüéè-]+ ){0,8}?(?:lifecycle|life-cycle|expiration|expiry|ttl|retention|auto-?delete|auto-?purge|self-?destruct)[\\w-]*(?: (?:rule|policy|regel|job|règle|regla)s?)?(?=[^\\n;!?]{0,80}\\b(?:1|one|two|\\d{1,2}) ?(?:d|day|tag|jour|día|h|hour|minute)s?\\b)",
    30,
  ),
]
