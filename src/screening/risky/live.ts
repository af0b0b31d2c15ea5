// Steps on what people work with at this moment, when it is not called production: the database itself, running jobs,
// the machines on which others depend.

import { command, order, type Pattern } from './pattern.ts'

const changes = 'It changes data that people work with.'
const stops = 'It stops or restarts something that people use at this moment.'

const machines =
  '(?:[\\w-]+ )?(?:servers?|hosts?|machines?|nodes?|clusters?|controllers?|dcs?|domain controllers?|switch(?:es)?|routers?|gateways?|firewalls?|hypervisors?|databases?|db|instances?|primary|primaries|master|replicas?|brokers?|interface engines?|engines?|services?|daemons?|pods?|containers?|workers?|queues?|schedulers?|realms?|shards?|lobb(?:y|ies)|matchmak(?:er|ing)|pacs|his|ris|lis|ehr|emr|scanner|modality|ventilators?|pumps?|monitors?|gantry|mainframe|lpars?|hsms?|atms?|ledger|core banking|payment (?:hub|switch|engine)|swift[\\w ]{0,12}|file ?servers?|nas|san|storage|arrays?|load ?balancers?|vpn|proxy|dns|dhcp|ldap|kdc|exchange|mail server|print server|slurmctld|slurmdbd|head node|login nodes?|compute nodes?|partition|farm|fleet|everything|rack|ups|pdu)'

export const live: readonly Pattern[] = [
  order(
    'production',
    stops,
    're-?start(?:ing)?|re-?boot(?:ing)?|bounc(?:e|ing)|power[- ]?cycl(?:e|ing)|power(?:ing)? (?:off|down)|shut(?:ting)? ?down|hard[- ]reset(?:ting)?|kill(?:ing)?|stop(?:ping)?|halt(?:ing)?|pull(?:ing)? the (?:plug|cable|power)|unplug(?:ging)?|fail(?:ing)? ?over|promot(?:e|ing)|demot(?:e|ing)|fenc(?:e|ing)|evict(?:ing)?|drain(?:ing)?|recycl(?:e|ing)|cycl(?:e|ing)',
    `(?:the |all |both |each |every |our |that |this |its |one of the |\\w+ of the )+(?:[\\w’'./-]+ ){0,3}?${machines}(?! (?:page|test|log|list|timer|guide|docs?))`,
    20,
  ),
  order(
    'production',
    stops,
    'kill(?:ing)?|terminat(?:e|ing)|cancel(?:l?ing)?|abort(?:ing)?|disconnect(?:ing)?|kick(?:ing)?|log(?:ging)? (?:off|out)|end(?:ing)?',
    "(?:all |every |the |his |her |their |those |these |any |other |[\\w.-]+['’]s )+(?:[\\w’'-]+ ){0,3}?(?:sessions?|connections?|backends?|quer(?:y|ies)|transactions?|jobs?|process(?:es)?|users?|players?|pids?|threads?|tasks?|runs?|logins?|calls?)(?! (?:of (?:your|my) own|you started))",
    25,
  ),
  order(
    'production',
    changes,
    'roll(?:ing)?|push(?:ing)?|ship(?:ping)?|deploy(?:ing)?|releas(?:e|ing)|appl(?:y|ying)|play(?:ing)?|bring(?:ing)?|get(?:ting)?|put(?:ting)?|hotfix(?:ing)?|patch(?:ing)?|switch(?:ing)?|turn(?:ing)?|enabl(?:e|ing)|activat(?:e|ing)|install(?:ing)?|distribut(?:e|ing)|send(?:ing)?',
    '(?:out |live |it |on |this |that )*(?:to|on|for|onto|across|at) (?:all|every|the whole|everybody|everyone|the entire)(?:thing)?(?: (?:the|our|of))?(?: [\\w-]+){0,2}? ?(?:realms?|shards?|regions?|servers?|players?|users|customers|patients|wards?|branches|clients?|devices?|workstations?|machines?|hosts?|nodes?|sites?|tills?|terminals?|atms?|tenants?|accounts?|platforms?)?(?=[ .,;:]|$)',
    60,
  ),
  order(
    'production',
    changes,
    'post(?:ing)?|book(?:ing)?|correct(?:ing)?|chang(?:e|ing)|edit(?:ing)?|fix(?:ing)?|patch(?:ing)?|test(?:ing)?|try(?:ing)?|run(?:ning)?|import(?:ing)?|updat(?:e|ing)|insert(?:ing)?|alter(?:ing)?|do(?:ing)?|work(?:ing)?|debug(?:ging)?|experiment(?:ing)?|adjust(?:ing)?|set(?:ting)?|add(?:ing)?|modify(?:ing)?|mov(?:e|ing)|copy(?:ing)?|mak(?:e|ing)|start(?:ing)?|grant(?:ing)?',
    '(?:(?:directly|straight|right|first|only|again) )?(?:in|on|against|into|at|to|from) (?:the |our )?(?:(?:productive|live|real|running|main|central|active|customer[- ]facing|patient|trading) (?:system|client|tenant|database|db|server|instance|cluster|environment|realms?|shards?|data|ledger|site|table|service|one|network|game|account|machine|copy)|(?:cluster|system|database|one|server|site) (?:the |that |our )?(?:customers|users|players|patients|wards?|clients|people) (?:use|are on|play on|see)|prd\\b|prod\\b|production\\b(?! (?:rate|rule)))',
    70,
  ),
  command(
    'production',
    changes,
    /\bUPDATE\s{1,4}(?:(?:ONLY|IGNORE|LOW_PRIORITY)\s{1,3})?["'`[]?[A-Za-z_][\w."`[\]]{0,80}(?:\s{1,3}(?:AS\s{1,3})?[a-z]\w{0,10})?\s{1,6}SET\s{1,6}["'`[]?[A-Za-z_][\w."`[\]]{0,60}\s{0,3}=/g,
  ),
  command(
    'production',
    changes,
    /\bupdate\s{1,4}["'`[]?[a-z_][\w."`[\]]{0,80}\s{1,6}set\s{1,6}["'`[]?[a-z_][\w."`[\]]{0,60}\s{0,3}=(?=\s{0,3}['"\d(]|\s{0,3}\w)/g,
  ),
  command(
    'production',
    changes,
    /\bINSERT\s{1,3}INTO\s{1,3}["'`[]?[\w."`]{0,40}(?:role|grant|permission|admin|group_member|sudo|acl|privilege|authorized|user)\w{0,20}\b|\bMERGE\s{1,3}INTO\s{1,3}\w|\bREPLACE\s{1,3}INTO\s{1,3}\w|\bEXEC(?:UTE)?\s{1,3}(?:sp_(?:configure|addrolemember|password|addlogin|dropuser|rename)|xp_cmdshell)\b|\bALTER\s{1,3}(?:LOGIN|DATABASE|SERVER\s{1,2}ROLE|AVAILABILITY\s{1,2}GROUP|PROFILE|RESOURCE\s{1,2}COST)\s|\bSHUTDOWN\s{1,3}(?:ABORT|IMMEDIATE)\b|\bSET\s{1,3}TRUSTWORTHY\s{1,3}ON\b|\bCONFIG\s{1,3}SET\s{1,3}\w|\bSLAVEOF\s{1,3}NO\b|\bREPLICAOF\s{1,3}NO\b|\bNOAUDIT\s{1,3}\w|\bset\s{1,3}global\s{1,3}\w|\bdb\.(?:\w{1,40}\.)?(?:update(?:Many|One)?|remove|deleteMany|drop(?:Index(?:es)?)?|createUser|grantRolesToUser|shutdownServer|fsyncLock)\s{0,2}\(/gi,
  ),
]
