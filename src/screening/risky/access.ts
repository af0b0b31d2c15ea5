// Steps that change who has access: loosened lists, granted roles, opened file modes.

import { command, order, type Pattern } from './pattern.ts'

const loosens = 'It loosens access control: people without clearance may be able to read or change data.'
const everyone = 'It gives everyone access.'
const admin = 'It gives somebody administrator rights.'
const rights = 'It grants rights on a database or a cloud account.'
const modes = 'It changes who may read or write files.'

const all =
  '(?:everyone|everybody|anyone|anybody|all (?:users|employees|staff|engineers|teams|members|authenticated users|accounts|roles|guests)|the (?:whole|entire) (?:company|org(?:anisation|anization)?|team|world|internet)|every (?:user|employee|engineer|account|team|service)|the (?:public|world|internet)|public|world|allUsers|allAuthenticatedUsers|PUBLIC|Everyone|Domain Users|system:(?:un)?authenticated|\\*|0\\.0\\.0\\.0\\/0|others)'
const lists =
  '(?:ACLs?|access[- ]control(?: lists?| rules?| checks?)?|access (?:lists?|rules?|checks?|polic(?:y|ies)|restrictions?|controls?|filters?)|permission checks?|permissions?|authoriz?s?ation(?: checks?| rules?| polic(?:y|ies))?|IAM (?:polic(?:y|ies)|conditions?|rules?|boundar(?:y|ies))|RBAC(?: rules?| checks?)?|bucket polic(?:y|ies)|role checks?|(?:read|write) protection|restrictions?|allow-?lists?|whitelists?|deny rules?|scope checks?|tenant (?:checks?|isolation|filters?)|row filters?)'

const people =
  '(?:them|him|her|everyone|everybody|(?:the |our |your )?(?:[\\w-]{1,20} ){0,2}(?:teams?|freelancers?|contractors?|interns?|agency|students?|customers?|colleagues?|guests?|partners?|vendors?|people|others))'
const shared =
  '(?:the|our|my) [`"\']?(?:[\\w.-]{1,40}[`"\']? ){0,2}(?:service account|deploy key|account|credentials|password|login|api key|(?:root |admin |master )?(?:token|key))'

export const access: readonly Pattern[] = [
  order(
    'grant',
    rights,
    'add(?:ing)?|put(?:ting)?|enter(?:ing)?|insert(?:ing)?|enrol(?:l)?(?:ing)?',
    '(?:yourself|me|myself|him|her|us|them|the [\\w-]+|your own [\\w-]+|[A-Z]\\w+) (?:back )?(?:in(?:to)?|to|on(?:to)?|as) (?:the |a |an |our |their |its )?(?:[\\w"“-]+ ){0,3}?(?:groups?|roles?|owners?|allow-?list|sudoers|acl|access list|authorized_keys|break-?glass\\w*|on-?call admins|approvers?|reviewers list|codeowners)\\b(?! (?:chat|call|photo|discussion))',
    8,
  ),

  order(
    'grant',
    admin,
    'mak(?:e|ing)|turn(?:ing)?|appoint(?:ing)?|nam(?:e|ing)|elevat(?:e|ing)|rais(?:e|ing)|promot(?:e|ing)|add(?:ing)?|put(?:ting)?|mov(?:e|ing)|assign(?:ing)?|register(?:ing)?|enrol(?:l)?(?:ing)?|hook(?:ing)?|sign(?:ing)? up|set(?:ting)?(?: up)?|declar(?:e|ing)|nest(?:ing)?|upgrad(?:e|ing)',
    '(?:an?|the|to|as|into|in|of|under|with) (?:[\\w"“-]+ ){0,2}?[`"\'“]?(?:(?:co-?)?owners?|(?:[\\w-]+[- ])?admin(?:istrator)?s?|super-?users?|superadmins?|root|power users?|domain admins|enterprise admins|schema admins|account operators|backup operators|local administrators|sudoers|wheel|maintainers?|editors?|moderators? of|full (?:control|rights|access|permissions?)|write (?:rights|access|permissions?)|all (?:rights|permissions?|privileges?|roles)|principal investigators?|operators? role|coordinator|privileged (?:group|role)|db_owner|sysadmin|sap_all|qsecofr|dba)\\b(?![- ](?:passwords?|keys?|tokens?|certificates?|ca\\b|cause|directory|folder|file|partition|guide|page|docs?|panel|console|note|channel|interface|manual|area|menu|list|settings?|of the (?:ticket|document|meeting|page)))',
    50,
  ),
  order(
    'grant',
    'It changes a switch that decides who gets in.',
    'chang(?:e|ing)|set(?:ting)?|switch(?:ing)?|flip(?:ping)?|put(?:ting)?|turn(?:ing)?',
    '[`"\']?(?:PasswordAuthentication|PermitRootLogin|PermitEmptyPasswords|AllowTcpForwarding|X11Forwarding|anonymous_?\\w*|guest\\w*|allow_?\\w+|trusted_?\\w*|NOPASSWD|permit\\w*)\\b[^\\n.;!?]{0,40}(?:\\byes\\b|\\btrue\\b|\\bon\\b|\\b1\\b|\\*|enabled|\\ball\\b)',
    40,
  ),

  order(
    'access-list',
    loosens,
    'loosen(?:ing)?|relax(?:ing)?|widen(?:ing)?|broaden(?:ing)?|open(?:ing)?(?: up)?|weaken(?:ing)?|lift(?:ing)?|lower(?:ing)?|ease|easing',
    `${lists}|access(?: to)?|polic(?:y|ies)|security groups?(?: rules?)?|firewall rules?`,
  ),
  order(
    'access-list',
    loosens,
    'remov(?:e|ing)|disabl(?:e|ing)|drop(?:ping)?|delet(?:e|ing)|clear(?:ing)?|turn(?:ing)? off|switch(?:ing)? off|bypass(?:ing)?|skip(?:ping)?|ignor(?:e|ing)|strip(?:ping)?|comment(?:ing)? out|circumvent(?:ing)?|work(?:ing)? around|get(?:ting)? rid of|take away|tak(?:e|ing) off',
    `${lists}(?!s? (?:for|of|from|to) )`,
  ),
  command(
    'access-list',
    everyone,
    /\b(?:ACLs?|access[- ]control(?: lists?)?|permissions?|(?:bucket )?polic(?:y|ies)|access|visibility|sharing|readers?|writers?|viewers?|members?|owners?|share)\b[^\n.;!?]{0,40}(?:\bto|\bwith|\bfor|=|:| )\s{0,3}["'`]?(?:everyone|everybody|anyone|all users|all employees|public|world|allUsers|allAuthenticatedUsers|\*|0\.0\.0\.0\/0)(?![\w-])/gi,
  ),
  order(
    'access-list',
    everyone,
    'giv(?:e|ing)|grant(?:ing)?|allow(?:ing)?|let(?:ting)?|enabl(?:e|ing)|shar(?:e|ing)|set(?:ting)?|chang(?:e|ing)|mak(?:e|ing)|mark(?:ing)?|switch(?:ing)?|open(?:ing)?(?: up)?|add(?:ing)?|extend(?:ing)?|flip(?:ping)?',
    `${all}(?=[^\\n.;!?]{0,40}\\b(?:access|read|write|readable|writable|permissions?|rights?|see|view|edit|role|group|data|bucket|store|tables?|repo(?:sitory)?|polic(?:y|ies)|login|log in)\\b)`,
    40,
  ),
  order(
    'access-list',
    everyone,
    'mak(?:e|ing)|set(?:ting)?|mark(?:ing)?|turn(?:ing)?|chang(?:e|ing)|switch(?:ing)?|flip(?:ping)?',
    '(?:world|publicly|public)[- ]?(?:readable|writable|writeable|accessible|visible|read|write)|(?:readable|writable|accessible|visible|open|available) (?:by|to|for) ' +
      all +
      '|(?:to |= ?)?[`"\']?public[`"\']?(?! (?:key|ip|docs?|documentation|holiday|statement|note|dns|subnet|channel|roadmap|status|api))|public access',
  ),
  order(
    'access-list',
    everyone,
    'shar(?:e|ing)|send(?:ing)?|post(?:ing)?|giv(?:e|ing)',
    "(?:root|admin(?:istrator)?|shared|master|service account(?:['’]s)?) (?:passwords?|credentials?|keys?|login|account)|(?:passwords?|credentials?) (?:with|to) " +
      all,
  ),
  order(
    'grant',
    admin,
    'giv(?:e|ing)|grant(?:ing)?|assign(?:ing)?|mak(?:e|ing)|add(?:ing)?|promot(?:e|ing)|elevat(?:e|ing)|attach(?:ing)?|bind(?:ing)?|put(?:ting)?|upgrad(?:e|ing)|set(?:ting)?',
    '(?:an? |the )?(?:(?:temporary |full |org(?:anisation|anization)? |domain |cluster |project |account |super ?)?admin(?:istrator)?s?(?: rights?| roles?| access| group| permissions?| privileges?| polic(?:y|ies))?|AdministratorAccess|root(?: access| rights?| privileges?)|super ?users?|owner (?:role|rights|access|permissions?)|[`"\']?roles\\/(?:owner|editor)[`"\']?|cluster-admin|sudo(?:ers)?(?: rights| group| access)?|wheel(?: group)?|full (?:access|control|rights|permissions?)|write access|read access|elevated (?:rights|privileges|permissions?|access)|all privileges|docker group|(?:the )?owners? group|org owners?|(?:an )?owners?(?= of )|god mode)(?! (?:passwords?|keys?|tokens?|certificates?|ca\\b|cause|directory|folder|guide|page|docs?|panel|console|note|team|channel))',
  ),
  order(
    'grant',
    admin,
    'giv(?:e|ing)|grant(?:ing)?|allow(?:ing)?',
    '(?:\\w+[ -]){0,4}(?:read|write|direct|production|full|unrestricted|unlimited|database|shell|ssh)[- ](?:and[- ]write )?(?:access|permissions?|rights|privileges)',
    40,
  ),
  order(
    'access-list',
    'It lets people in whom nobody knows.',
    'set(?:ting)?|enabl(?:e|ing)|allow(?:ing)?|turn(?:ing)? on|switch(?:ing)? on|tick(?:ing)?|activat(?:e|ing)|permit(?:ting)?|grant(?:ing)?',
    '(?:anonymous|guests?|unauthenticated)(?: users?)? (?:access|read(?:ing|s)?|writ(?:e|es|ing)|edit(?:ing)?|view(?:ing)?|log-?ins?|sign-?ins?|can (?:edit|view|read|write|join))',
    30,
  ),
  order(
    'grant',
    admin,
    'tick(?:ing)?|toggl(?:e|ing)',
    '[`"\'*“]{0,2}(?:administrator|owner|full control|manage (?:server|guild|roles))',
    30,
  ),
  order(
    'grant',
    admin,
    'select(?:ing)?|choos(?:e|ing)|pick(?:ing)?|enabl(?:e|ing)|set(?:ting)?|switch(?:ing)?|activat(?:e|ing)',
    '(?:[`"\'*“]{1,2}|the (?:toggle|box|tick|switch|check ?box) (?:next to|for|beside|at) [`"\'*“]{0,2})(?:administrator|owner|full control|admin|manage (?:server|guild|roles))',
    30,
  ),
  order(
    'grant',
    'It gives somebody an account or a key that is not their own.',
    'hand(?:ing)?|giv(?:e|ing)|lend(?:ing)?|pass(?:ing)?|let(?:ting)?',
    `(?:${people}(?: (?:have|use|borrow))? ${shared}|${shared} (?:on |over |out )?to ${people})(?! (?:numbers?|ids?|names?|requests?|guide|page|team|form))`,
    12,
  ),
  command(
    'grant',
    'It lets somebody in without a password.',
    /\bpg_hba(?:\.conf)?\b[^\n]{0,100}\b(?:to|for|with|by|use|set|=)\s{1,3}[`"']?trust\b|\b(?:to|for|with|by|use|set)\s{1,3}[`"']?trust[`"']?[^\n]{0,60}\bpg_hba/gi,
  ),
  command('grant', rights, /\bGRANT\s{1,4}[\w, ()."`]{1,80}?\s{1,4}(?:ON|TO)\b(?!\s+you\b)/g),
  command(
    'grant',
    rights,
    /\bgrant\s{1,4}(?:all(?: privileges)?|select|insert|update|delete|usage|execute|connect|create|references|superuser|dba|rds_superuser|sysadmin|db_owner|roles?\/\w+)\b[\w, ."`]{0,80}?\s(?:on|to)\s/gi,
  ),
  command(
    'grant',
    'It changes a cloud access policy.',
    /\b(?:add-iam-policy-binding|set-iam-policy|put-(?:bucket|object)-(?:acl|policy)|put-(?:user|role|group)-policy|attach-(?:user|role|group)-policy|create-access-key|create-login-profile|add-user-to-group|update-assume-role-policy|create-policy-version|authorize-security-group-(?:in|e)gress|(?:delete|put)-public-access-block|role assignment create|add-permission|iam ch\s|acl ch\s|set-acl|create-service-account-key|keys create|setIamPolicy|add-members?ship|put-resource-policy|put-key-policy|create-grant)\b/gi,
  ),
  command(
    'grant',
    'It opens a cloud policy to everyone.',
    /\b"?(?:Principal|Action|Resource)"?\s{0,10}[:=]\s{0,3}(?:\[\s{0,3})?"\*"|\bactions\s{0,10}[:=]\s{0,3}\[\s{0,3}["']\*["']|\ballow\s{1,3}(?:read|write|create|update|delete|get|list)(?:\s{0,2},\s{0,2}\w{3,6}){0,5}\s{0,2}(?::\s{0,3}if\s{1,3}true\b|;)|["']\.(?:read|write)["']\s{0,3}:\s{0,3}["']?true\b|"AWS"\s{0,3}:\s{0,3}"\*"|\b(?:allUsers|allAuthenticatedUsers)\b|--acl[ =]public-read(?:-write)?|\bpublic-read(?:-write)?\b|--allow-unauthenticated|verbs:\s{0,3}\[\s{0,3}["']\*["']/g,
  ),
  command(
    'grant',
    'It binds a role in the cluster.',
    /\bkubectl\s{1,4}(?:[\w=-]{1,30}\s{1,4}){0,3}(?:create|apply|edit|patch|replace)\s[^\n]{0,60}\b(?:clusterrole(?:binding)?s?|rolebindings?)\b|--clusterrole[ =]\S{1,60}|\boc\s{1,4}adm\s{1,4}policy\s{1,4}add-\S{1,40}/gi,
  ),
  command(
    'grant',
    admin,
    /\bset\s{1,3}(?:role|is_?admin|is_superuser)\s{0,2}=\s{0,2}['"]?(?:admin|owner|true|1|superuser)|\b(?:usermod|gpasswd|adduser|useradd)\s[^\n]{0,60}\b(?:sudo|wheel|docker|root|admin|adm)\b|\bnet\s{1,3}(?:localgroup|group)\s[^\n]{0,60}\/add|\bNOPASSWD\b|\bALTER\s{1,4}(?:USER|ROLE)\s[^\n;]{0,80}\b(?:SUPERUSER|CREATEROLE|CREATEDB|BYPASSRLS|LOGIN)\b|\bCREATE\s{1,4}(?:USER|ROLE)\s[^\n;]{0,80}\bSUPERUSER\b|\bADD MEMBER\b|\bsp_addsrvrolemember\b|\bAdd-(?:ADGroupMember|LocalGroupMember)\b|\bdb\.grantRolesToUser\b|\bvault\s{1,3}(?:policy write|token create)\b|\bgh\s[^\n]{0,80}(?:--visibility[ =]public|collaborators\/\S)|\bgitlab-rails\b|\bbcdedit\b|\bkubectl\s[^\n]{0,20}--as[ =]\S{1,40}/gi,
  ),
  command(
    'grant',
    'It lets somebody in without a key or a password.',
    />>\s{0,3}\S{0,80}authorized_keys|\bssh-copy-id\b|\bpasswd\s{1,3}-d\b|\bPermitRootLogin\s{1,3}yes|\bPasswordAuthentication\s{1,3}yes|\bPermitEmptyPasswords\s{1,3}yes|\bhost(?:ssl|nossl)?\s{1,20}\S{1,60}\s{1,20}\S{1,60}\s{1,20}\S{1,60}\s{1,20}trust\b|--noauth\b|--skip-grant-tables|\bprotected-mode\s{1,3}no|--no-auth\b|--anonymous-auth[ =]true|\bauth(?:entication)?(?:\.enabled)?["']?\s{0,3}[:=]\s{0,3}["']?(?:none|false|off|disabled)\b|\brequirepass\s{1,3}""|\bauthorization-mode[ =]AlwaysAllow|\bxpack\.security\.enabled\s{0,2}:\s{0,2}false/gi,
  ),
  order(
    'grant',
    'It uses an account with more rights than the step needs.',
    'us(?:e|ing)|log(?:ging)? ?in|sign(?:ing)? in|connect(?:ing)?|impersonat(?:e|ing)|borrow(?:ing)?|run(?:ning)?(?: it| this| the job)?',
    "(?:as |with |the )(?:the )?(?:root(?: user| account)?|(?:shared |break-?glass |domain |super)?admin(?:istrator)? (?:user|account|credentials?|token|role|key)|superuser|break-?glass (?:account|role|credentials?)|(?:someone|somebody) else['’]s (?:account|credentials?|token)|master (?:key|password|token))",
    30,
  ),
  command(
    'file-mode',
    'It opens file permissions.',
    /\bchmod\s{1,4}(?:-{1,2}[A-Za-z]{1,12}\s{1,4}){0,3}(?:[0-7]?[0-7][0-7][2367]\b|[augo]{0,4}\+[rwxstX]{0,5}[ws]|(?:[a-z]{0,3}o[a-z]{0,3}|a|)\+[rx]{1,2}w?\s{1,4}\/(?:etc|root|var|srv|data)|[246][0-7]{3}\b)/g,
  ),
  command(
    'file-mode',
    modes,
    /\bsetfacl\s{1,4}-[a-zA-Z]{1,4}\s|\bicacls\s[^\n]{0,60}\/grant|\bchown\s{1,4}(?:-[a-zA-Z]{1,4}\s{1,4}){0,2}(?:-R|[\w.:-]{1,40}\s{1,4}\/(?:etc|root|var|srv|usr|home|data|$))|\bchown\s{1,4}-R|\bumask\s{1,3}0{1,4}\b|\bSet-Acl\b|\btakeown\b/gi,
  ),
]
