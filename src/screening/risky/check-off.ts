// Steps that switch off something that protects: checks of access, certificates, signatures, tests, alerts.

import { command, order, type Pattern } from './pattern.ts'

const off = 'It switches off a protection.'

const protections =
  '(?:[\\w-]{1,20} )?(?:MFA|2FA|two[- ]factor(?: auth\\w*)?|multi[- ]factor(?: auth\\w*)?|SSO|login(?: checks?)?|auth(?:entication)?(?: checks?| middleware)?|row[- ]level security|RLS|firewalls?(?: rules?)?|WAF|web application firewall|(?:tls|ssl|certificate|cert|hostname|host[- ]key|signature|checksum|hash|integrity|image|license|schema|input|identity|token|email|age|captcha|safety|security|sanity|pre-?flight|admission|health|liveness|readiness|status|quality|validation|webhook) (?:checks?|checking|verification|validation|pinning|gates?|probes?|scans?|scanning|controls?|features?|hooks?|polic(?:y|ies)|tools?|agents?|software|groups?)|ssl|tls|https(?!:\\/)|validation|verification|branch protections?(?: rules?)?|code review|reviews?|approvals?(?: steps?| gates?| rules?)?|required (?:checks?|reviews?|reviewers?|approvals?)|change (?:control|freeze|management|window)|the (?:freeze|checks?|gate|guard|safeguards?|review|approval|alarms?|alerts?|monitor(?:ing)?|tests?|linter|pipeline|hook|validator|watchdog|limits?|quota|lock|policy|proxy|vpn|scan(?:ner)?|antivirus|agent|admission controller|interlock)|(?:certificate|cert|ssl|tls|security|host[- ]key|browser|safety|deprecation) (?:warnings?|errors?|alerts?|prompts?)|guard ?rails?|safeguards?|safety (?:checks?|limits?|net)|pre-?commit(?: hooks?)?|pre-?receive hooks?|(?:ci|unit|integration|smoke|regression|failing|the) tests?|ci(?: checks?| pipeline)?|linters?|alerts?|alerting|alarms?|monitoring|monitors?|paging|pagers?|audit(?:ing)?(?: logs?| logging| trail)?|logging|log collection|rate[- ]limit(?:s|ing|er)?|throttling|quotas?|circuit breakers?|encryption(?: at rest| in transit)?|csrf(?: protection| checks?)?|cors(?: checks?)?|csp|content security policy|xss (?:filter|protection)|sandbox(?:ing)?|SELinux|AppArmor|seccomp|antivirus|anti-?malware|EDR|endpoint protection|(?:windows )?defender|crowdstrike|falcon|intrusion detection|IDS|IPS|DLP|backups?(?: jobs?)?|replication|versioning|point[- ]in[- ]time recovery|PITR|deletion protection|termination protection|delete protection|object lock|retention(?: polic(?:y|ies)| locks?)?|legal hold|soft delete|locks?|fsync|foreign key checks?|constraints?|foreign keys?|triggers?|transaction log|journaling|secure boot|gatekeeper|SIP|password (?:polic(?:y|ies)|prompt)|session timeouts?|lockouts?|ip (?:checks?|allow-?list)|fencing|quorum|pod ?disruption ?budgets?|PDBs?|network polic(?:y|ies)|admission (?:controllers?|webhooks?)|polic(?:y|ies) (?:enforcement|engine|checks?)|OPA|kyverno|content filters?|moderation|spam filters?|dependabot|secret scanning|virus scan(?:ner|ning)?|safe mode|strict mode|confirmation(?: prompts?)?|human review|dry[- ]run)'

/** What is over: “ignore the alert of 04:10”. */
const over = '(?! (?:of|from|at) (?:\\d|yesterday|last|this|the (?:night|morning)))'

export const checkOff: readonly Pattern[] = [
  order('check-off', off, 'stop(?:ping)?|quit', '(?:checking|verifying|validating|enforcing|auditing|scanning)', 3),
  order(
    'check-off',
    off,
    'disabl(?:e|ing)|turn(?:ing)? (?:off|down)|switch(?:ing)? off|bypass(?:ing)?|skip(?:ping)?|ignor(?:e|ing)|overrid(?:e|ing)|silenc(?:e|ing)|mut(?:e|ing)|suppress(?:ing)?|suspend(?:ing)?|circumvent(?:ing)?|deactivat(?:e|ing)|comment(?:ing)? out|work(?:ing)? around|stop(?:ping)?|paus(?:e|ing)|kill(?:ing)?|remov(?:e|ing)|get(?:ting)? (?:around|rid of|past)|tak(?:e|ing) (?:off|down)|relax(?:ing)?|snooz(?:e|ing)|unset(?:ting)?|lift(?:ing)?|drop(?:ping)?|delet(?:e|ing)|uninstall(?:ing)?|evad(?:e|ing)|sidestep(?:ping)?|dodge|defeat(?:ing)?|without|shut(?:ting)? (?:off|down)|acknowledge all',
    protections + over,
    45,
  ),
  order(
    'check-off',
    off,
    'turn(?:ing)?|switch(?:ing)?|set(?:ting)?',
    `(?:the )?${protections}[^\\n.;!?]{0,30}? (?:off|to (?:off|false|none|0|permissive|disabled?|warn|audit|report-only|dry-?run))`,
    30,
  ),
  order(
    'check-off',
    off,
    'merg(?:e|ing)|push(?:ing)?|deploy(?:ing)?|ship(?:ping)?|releas(?:e|ing)|commit(?:ting)?|approv(?:e|ing)|go(?:ing)?|land(?:ing)?|roll(?:ing)? (?:it )?out|proceed|publish',
    '(?:without (?:waiting for |any |a |the )*(?:review|approvals?|tests?|ci|checks?|testing|backups?|sign-?off|validation|verification|change (?:request|ticket))|straight to (?:main|master|trunk)|directly to (?:main|master|trunk)|before (?:ci|the tests?|review)|past the (?:freeze|gate|checks?)|through the (?:change )?freeze|(?:your|his|her|their|its|my|our) own (?:pull requests?|merge requests?|prs?|changes?|commits?))',
    60,
  ),
  order(
    'check-off',
    off,
    'accept(?:ing)?|trust(?:ing)?|allow(?:ing)?|tolerat(?:e|ing)|permit(?:ting)?|set(?:ting)?|us(?:e|ing)|put(?:ting)?',
    '(?:any |all |self-signed |invalid |expired |untrusted |unsigned |insecure )+(?:certificates?|certs?|signatures?|hosts?|host keys?|packages?|images?|connections?|http)|(?:selinux|it) (?:to|in(?:to)?) permissive(?: mode)?|permissive mode|privileged (?:mode|container)|--?insecure',
    40,
  ),
  order(
    'check-off',
    'It lets a script go on after an error.',
    'add(?:ing)?|append(?:ing)?|put(?:ting)?|make|making|us(?:e|ing)|set(?:ting)?|insert(?:ing)?|stick(?:ing)?|writ(?:e|ing)|chang(?:e|ing)',
    '[`"\']?(?:set \\+(?:e|o (?:errexit|pipefail|nounset))|\\|\\|\\s{0,2}(?:true|:)(?=[^\\n.;!?]{0,40}\\b(?:checks?|tests?|migrations?|deploy\\w*|verif\\w+|gates?|scans?|lint\\w*|roll-?out)\\b))',
    30,
  ),
  order(
    'check-off',
    'It lets a script go on after an error.',
    'remov(?:e|ing)|tak(?:e|ing)|delet(?:e|ing)|drop(?:ping)?|comment(?:ing)? out|get(?:ting)? rid of|strip(?:ping)?',
    '[`"\']?(?:set -\\w{0,4}e\\w{0,3}(?: pipefail)?|errexit|pipefail)',
    20,
  ),
  command(
    'check-off',
    off,
    /\b(?:SKIP|DISABLE|BYPASS|IGNORE|NO)_(?:[A-Z]{1,20}_){0,3}(?:TESTS?|CHECKS?|CHECKSUMS?|VERIF\w{1,12}|VALIDAT\w{1,8}|AUTH\w{0,12}|SCANS?|LINT|REVIEWS?|APPROVALS?|SSL|TLS|CI|HOOKS?|SIGNATURES?|POLIC\w{1,4}|GUARDS?|BACKUPS?)(?:_[A-Z]{1,20}){0,3}["']?\s{0,2}[=:]\s{0,2}["']?(?:1|true|yes|on)\b|\b(?:VERIFY|VALIDATE|CHECK|REQUIRE|ENFORCE)_[A-Z_]{2,40}["']?\s{0,2}[=:]\s{0,2}["']?(?:0|false|no|off)\b/g,
  ),
  command(
    'check-off',
    off,
    /--(?:force-(?:new-cluster|bootstrap|delete|destroy|remove|overwrite|failover|promote|unlock|leave)|unsafe-[\w-]{3,40}|(?:accept|allow)-data-loss)\b/gi,
  ),
  command(
    'check-off',
    off,
    /\bsetenforce\s{1,4}0|\bufw\s{1,4}(?:--force\s{1,3})?(?:disable|reset)|\b(?:ip6?tables|nft)\s{1,4}(?:-F|--flush|flush)|\bSELINUX=(?:disabled|permissive)|\bDISABLE ROW LEVEL SECURITY|\bNO FORCE ROW LEVEL SECURITY|\bDISABLE TRIGGER\b|\bset(?:\s{1,3}(?:global|session))?\s{1,3}(?:foreign_key_checks|sql_safe_updates|unique_checks)\s{0,3}=\s{0,3}0|\bsession_replication_role\b[^\n]{0,12}replica|\bfsync\s{0,3}=\s{0,3}off|\bfull_page_writes\s{0,3}=\s{0,3}off|\bsynchronous_commit\s{0,3}=\s{0,3}off|\barchive_mode\s{0,3}=\s{0,3}off/gi,
  ),
  command(
    'check-off',
    off,
    /--no-verify\b|--insecure(?:-skip-tls-verify)?\b|--no-check-certificate\b|--no-gpg-checks?\b|--nogpgcheck\b|--allow-unauthenticated\b|--allow-insecure\S{0,30}|--no-sandbox\b|--privileged\b|-v\s{1,2}\/:\/|--cap-add[ =](?:SYS_ADMIN|ALL|NET_ADMIN)|\b(?:seccomp|apparmor)[=:]unconfined|--security-opt[ =]\S{0,20}(?:unconfined|disable)|--disable-(?:web-security|tls|auth\w*|ssl|validation|verification|content-trust|admission-plugins|host-check|checks?|csrf|rbac|policy\w*)\b|--skip-(?:ssl\S{0,12}|tls\S{0,12}|tests?|checks?|validation|verify|verification|auth\w*|signature\S{0,12}|preflight\S{0,12}|hooks?|ci|backup)\b|--no-(?:auth|validate|checks?|tls|ssl|check|strict|audit|lock|backup|checksum)\b|--ignore-(?:preflight-errors|certificate-errors|checks?|validation|ssl\S{0,12}|not-found=x)\b|--force-yes\b|--yes-i-really-mean-it\b|--i-know-what-i-am-doing\b|--admin\b(?=[^\n]{0,30}(?:merge|--squash|$))|--dangerously-\S{1,40}|--break-system-packages\b|--disable-eviction\b|--validate=false\b|--lock=false\b|--tls-verify=false\b|--verify=false\b|--no-deletion-protection\b|--deletion-protection[ =](?:false|off)/gi,
  ),
  command(
    'check-off',
    off,
    /\bcurl\s(?:[^\n|]{0,160}\s)?-[a-jl-zA-Z]{0,5}k[a-zA-Z]{0,4}\s|\bverify\s{0,3}=\s{0,3}False\b|\bNODE_TLS_REJECT_UNAUTHORIZED["']?\]?\s{0,3}[=:]\s{0,3}["']?0|\brejectUnauthorized\s{0,3}:\s{0,3}false|\bInsecureSkipVerify\s{0,3}[:=]\s{0,3}true|\binsecure_skip_verify\s{0,3}[:=]\s{0,3}true|\bStrictHostKeyChecking[ =]["']?no\b|\bUserKnownHostsFile[ =]\/dev\/null|\bsslmode[= ]{1,3}(?:disable|allow)\b|\bGIT_SSL_NO_VERIFY\s{0,2}=|\bhttp\.sslVerify[ =]["']?false|\bstrict-ssl[ =]{1,3}["']?false|\bPYTHONHTTPSVERIFY=0|\bssl_verify\s{0,3}[:=]\s{0,3}["']?(?:false|none)|\bCERT_NONE\b|\bVERIFY_NONE\b|\bcheck_hostname\s{0,3}=\s{0,3}False|\bTrustServerCertificate\s{0,3}=\s{0,3}true|\bskip_final_snapshot\s{0,3}=\s{0,3}true|--skip-final-snapshot\b|\b(?:deletion|termination)_?[pP]rotection\s{0,3}[=:]\s{0,3}(?:false|off)|\bprevent_destroy\s{0,3}=\s{0,3}false|\bHUSKY=0\b|\bSKIP=\S{1,40}\s{1,3}git|\[(?:skip ci|ci skip)\]|-DskipTests\b|-Dmaven\.test\.skip|\bcsrf_exempt\b|\b@(?:Permit|Allow)All\b|\bhostNetwork:\s{0,2}true|\bprivileged:\s{0,2}true|\brunAsUser:\s{0,2}0\b|\ballowPrivilegeEscalation:\s{0,2}true|\bfailurePolicy:\s{0,2}Ignore/g,
  ),
  command(
    'check-off',
    off,
    /\b(?:systemctl|service)\s{1,3}(?:(?:stop|disable|mask)\s{1,3}(?:--now\s{1,3})?)?(?:firewalld|ufw|auditd|apparmor|fail2ban|iptables|nftables|falcon-sensor|clamav\S{0,10}|sssd|ossec\S{0,10}|wazuh\S{0,10}|rsyslog|chronyd|crowdstrike)(?:\s{1,3}(?:stop|disable))?\b|\bauditctl\s{1,3}-[eD]\s{0,3}0?|\baa-(?:disable|complain|teardown)\b|\bSet-MpPreference\b[^\n]{0,80}\bDisable|\bSet-ExecutionPolicy\s[^\n]{0,40}(?:Bypass|Unrestricted)|-ExecutionPolicy\s{1,3}(?:Bypass|Unrestricted)|\bspctl\s{1,3}--master-disable|\bcsrutil\s{1,3}disable|\bdelete-trail\b|\bstop-logging\b|\bput-retention-policy\b|\bdelete\s{1,3}(?:validating|mutating)webhookconfigurations?\b|\bamtool\s{1,3}silence\s{1,3}add|\bkubectl\s[^\n]{0,40}delete\s{1,3}(?:networkpolicy|netpol|pdb|psp)|\bupdate-branch-protection\b|branches\/\S{1,60}\/protection|\bunset\s{1,3}HISTFILE\b|\bset\s{1,3}\+o\s{1,3}history\b|\bswapoff\b|\bkubectl\s[^\n]{0,80}--(?:force|grace-period[ =]0)/gi,
  ),
]
