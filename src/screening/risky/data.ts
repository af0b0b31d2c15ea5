// Steps that let data out of the house, or make a record say what did not happen.

import { order, type Pattern } from './pattern.ts'

const leaves = 'It moves data to where others can get it.'
const falsifies = 'It makes a record say what nobody has checked.'
const opens = 'It gives somebody access to data.'
const back = 'It throws away what came after a copy was made.'
const deletes = 'It deletes data or a system. That may not be undone.'
const allAtOnce = 'It changes something for all users at once.'

const kept =
  '(?:[\\w-]*(?:patients?|customers?|clients?|personal|production|prod|live|payroll|salary|salaries|employees?|staff|members?|students?|medical|health|clinical|account|card|transaction|user|player|raw|confidential|internal|unreleased|source|birth|donor)[\\w-]*(?: [\\w-]+){0,2} ?(?:data|records?|lists?|files?|dump|database|db|tables?|extracts?|export|names|dates|numbers|details|images|scans|code|build|assets|share|folder)|(?:the |an? |our )?(?:dump|extract|backup|database|dataset|data set|cohort|charts?|records?|share|mailbox|archive|snapshot|source code|memory image)|data|(?:heap|core|memory|packet|crash|thread) (?:dumps?|captures?|traces?)|pcap|names and [\\w ]+)'
const away =
  '(?:(?:to|on(?:to)?|in(?:to)?|via|through|by|over|with|at) (?:(?:your|my|his|her|their|a|an|the|our|some|me|us|him|that) ){0,2}(?:private |personal |own |home |external |public |free |usb |cloud )*(?:laptops?|usb[\\w -]{0,8}|sticks?|home\\b|phones?|gmail|e-?mail|mail|dropbox|google drive|onedrive|icloud|drive|whatsapp|telegram|discord|pastebin|gist|chatgpt|chat ?bot|wetransfer|file ?sharing\\w*|ftp|web ?server|public\\w*|internet|vendor|freelancers?|contractors?|supplier|agency|journalist|notebook|machine|pc|bucket|link|cloud))'

export const data: readonly Pattern[] = [
  order(
    'exposure',
    leaves,
    'send(?:ing)?|mail(?:ing)?|e-?mail(?:ing)?|copy(?:ing)?|export(?:ing)?|upload(?:ing)?|download(?:ing)?|mov(?:e|ing)|tak(?:e|ing)|dump(?:ing)?|pull(?:ing)?|push(?:ing)?|sync(?:ing)?|put(?:ting)?|past(?:e|ing)|forward(?:ing)?|shar(?:e|ing)|scp|rsync|giv(?:e|ing)|hand(?:ing)?|restor(?:e|ing)|load(?:ing)?|burn(?:ing)?|post(?:ing)?|publish(?:ing)?|mirror(?:ing)?|drop(?:ping)?',
    `${kept}\\b[^\\n.;!?]{0,50}? ${away}`,
    35,
  ),
  order(
    'access-list',
    opens,
    'let(?:ting)?|allow(?:ing)?|hav(?:e|ing)',
    "(?:[\\w’'-]+ ){1,6}?(?:mount|access|read|browse|query|download|connect|see|open|log in|in(?:to)?|write|export|copy|edit|change) (?:to |into |in |on )?(?:the |all |our |any |every |a |his |her )*(?:[\\w-]+ ){0,3}?(?:data|shares?|database|records?|charts?|folders?|drives?|tables?|system|network|servers?|console|cluster|vault|bucket|mailbox|archive|host|dashboard|admin \\w+)",
    12,
  ),
  order(
    'falsified',
    falsifies,
    'mark(?:ing)?|tag(?:ging)?|label(?:l?ing)?|classif(?:y|ying)|flag(?:ging)?|set(?:ting)?|clos(?:e|ing)|declar(?:e|ing)|record(?:ing)?|book(?:ing)?|report(?:ing)?|document(?:ing)?|log(?:ging)?|enter(?:ing)?|resolv(?:e|ing)|put(?:ting)?|chang(?:e|ing)|flip(?:ping)?|confirm(?:ing)?|acknowledg(?:e|ing)',
    '(?:as|to|down as) (?:a |an )?["\'“`«]?(?:false[- ]positives?|benign|safe|trusted|reviewed|checked|verified|approved|executed|paid|passed|compliant|not applicable|accepted risk|risk accepted|known good|known issue|whitelisted|done by|completed|tested|consented|validated|signed|clean|cleared|settled|exempt)\\b(?! (?:once|only (?:when|after|if)|when|after))',
    60,
  ),
  order(
    'falsified',
    falsifies,
    'enter(?:ing)?|fill(?:ing)? in|add(?:ing)?|put(?:ting)?|writ(?:e|ing)|insert(?:ing)?|us(?:e|ing)|paste|copy(?:ing)?|typ(?:e|ing)|sign(?:ing)?|initial(?:l?ing)?|supply(?:ing)?|mak(?:e|ing) up|invent(?:ing)?|guess(?:ing)?|adjust(?:ing)?|smooth(?:ing)?|chang(?:e|ing)|alter(?:ing)?|round(?:ing)?|correct(?:ing)?|amend(?:ing)?',
    "(?:(?:today|yesterday|friday|monday|last \\w+)['’]s date|(?:my|his|her|their|your|[\\w.]+['’]s|the (?:missing|doctor['’]s|patient['’]s|manager['’]s|old|other)) (?:initials|signature|consent)|(?:a|any|some|the) (?:made[- ]up|plausible|random|fake|fictitious|invented|dummy|earlier|older|later) (?:values?|numbers?|dates?|names?|readings?|entr(?:y|ies)|results?|reasons?)|the (?:readings?|results?|timestamps?|time ?stamps?|log entries|measurements?|minutes|grades?|marks|audit (?:entry|log|trail)) (?:by hand|so that|to match|afterwards|retroactively|until))",
    30,
  ),
  order(
    'falsified',
    'It changes where money goes, or how much.',
    'chang(?:e|ing)|updat(?:e|ing)|enter(?:ing)?|swap(?:ping)?|replac(?:e|ing)|edit(?:ing)?|overwrit(?:e|ing)|set(?:ting)?|correct(?:ing)?|adjust(?:ing)?|credit(?:ing)?|transfer(?:ring)?|wir(?:e|ing)|rais(?:e|ing)|increas(?:e|ing)|lift(?:ing)?|remov(?:e|ing)',
    "(?:[\\w’'-]+ ){0,4}?(?:iban|bank (?:details|account|data|connection)|account numbers?|beneficiar(?:y|ies)|payees?|vendor master|supplier master|payment details|(?:payment|transfer|spending|withdrawal|credit|trading|overdraft|transaction|approval|dose|dosage|hard|soft|upper|daily) limits?|wallets?|balances?|drop rates?|exchange rate|interest rate)\\b(?! (?:page|field|form))",
    25,
  ),
  order(
    'check-off',
    'It lifts a hold or a mark that somebody set for a reason.',
    'remov(?:e|ing)|lift(?:ing)?|clear(?:ing)?|tak(?:e|ing)(?: off)?|drop(?:ping)?|delet(?:e|ing)|unset(?:ting)?|releas(?:e|ing)|break(?:ing)?|strip(?:ping)?|reset(?:ting)?|overrid(?:e|ing)|downgrad(?:e|ing)|lower(?:ing)?|un-?block(?:ing)?|un-?ban(?:ning)?|un-?lock(?:ing)?|un-?freez(?:e|ing)|un-?seal(?:ing)?|un-?mask(?:ing)?|de-?classif(?:y|ying)|re-?identif(?:y|ying)|de-?anonymi[sz](?:e|ing)',
    "(?:the |all |any |this |that |its |their |his |her |every )+(?:[\\w’'-]+ ){0,3}?(?:flags?|holds?|blocks?|blocking|embargo(?:es)?|markers?|bans?|suspensions?|labels?|classifications?|seals?|stickers?|lock ?files?|freez(?:e|es)|quarantine|watermarks?|pseudonyms?|masking|records?|accounts?|players?|customers?|patients?|confidential\\w*)(?! (?:icon|picture|printer|maker))",
    12,
  ),
  order(
    'deletion',
    back,
    'revert(?:ing)?|restor(?:e|ing)|roll(?:ing)?(?: back)?|reset(?:ting)?|go(?:ing)? back|rewind(?:ing)?|switch(?:ing)? back|overwrit(?:e|ing)|import(?:ing)?|load(?:ing)?|play(?:ing)? back',
    "(?:[\\w’'-]+ ){0,5}?(?:to|from|with) (?:the |an? |last |yesterday['’]?s? |our )*(?:[\\w’'-]+ ){0,3}?(?:snapshots?|backups?|dumps?|restore point|checkpoint|save|copy of (?:last|yesterday|the)|state of (?:last|yesterday|the))\\b(?![^\\n.;!?]{0,40}(?:staging|test|scratch|laptop|copy))",
    20,
  ),
  order(
    'deletion',
    deletes,
    'wip(?:e|ing)|eras(?:e|ing)|factory[- ]reset(?:ting)?|reset(?:ting)?|format(?:ting)?|re-?imag(?:e|ing)|clear(?:ing)?|delet(?:e|ing)|purg(?:e|ing)|empty(?:ing)?|flush(?:ing)?|drop(?:ping)?|remov(?:e|ing)|throw(?:ing)? (?:out|away)|thin(?:ning)? out|trim(?:ming)?|shorten(?:ing)?|truncat(?:e|ing)|clean(?:ing)? (?:out|up)|kill(?:ing)?|nuk(?:e|ing)|overwrit(?:e|ing)|unmount(?:ing)?|cancel(?:l?ing)?',
    "(?:the |all |any |his |her |their |its |every |both |old |those |these |our |that |this |out |[\\w.-]+['’]s )+(?:[\\w’'/.-]+ ){0,3}?(?:phones?|devices?|tablets?|workstations?|home ?(?:director(?:y|ies)|folders?|dirs?)?|scratch|datasets?|saves?|save ?games?|characters?|inventor(?:y|ies)|recordings?|stud(?:y|ies)|scans|images?|charts?|results?|entries|orders?|invoices?|appointments?|prescriptions?|jobs?|mails?|e-?mails?|mailboxes|shares?|folders?|director(?:y|ies)|archives?|tapes?|journals?|trails?|traces?|evidence|events?|objects?|blobs?|items?|ledgers?|lock ?files?|foreign keys?|triggers?|constraints?|sets?|queues?|backlog|caches? of (?:the )?(?:live|prod)|content|leaderboards?|ranks?|bans?|reports?|attachments?)\\b(?<!this (?:mail|e-?mail))(?! (?:name|title|page|tab|colou?r|icon|view|filter|column|cell|from (?:the|your) (?:view|list|page|slide)))",
    18,
  ),
  order(
    'production',
    allAtOnce,
    'giv(?:e|ing)|grant(?:ing)?|credit(?:ing)?|refund(?:ing)?|ban(?:ning)?|reset(?:ting)?|kick(?:ing)?|mail(?:ing)?|e-?mail(?:ing)?|notif(?:y|ying)|charg(?:e|ing)|send(?:ing)?|run(?:ning)?|execut(?:e|ing)|trigger(?:ing)?|launch(?:ing)?|start(?:ing)?|uninstall(?:ing)?|install(?:ing)?|updat(?:e|ing)|migrat(?:e|ing)|lock(?:ing)?|expir(?:e|ing)|push(?:ing)?',
    "(?:[\\w’'-]+ ){0,5}?(?:on |to |for |in |across |over )?(?:every|all(?: of)?|each)(?: the| our)? (?:[\\w-]+ ){0,2}?(?:accounts?|players?|customers?|users?|clients?|patients?|workstations?|machines?|devices?|hosts?|nodes?|servers?|branches|wards?|tills?|wallets?|tenants?|subscribers?|realms?|shards?|sites|terminals?)\\b",
    25,
  ),
]
