// Lines of code and configuration that take a protection away, in whatever language or product: a certificate that is
// not looked at, an origin that is anybody, a request that needs no login.

import { command, order, type Pattern } from './pattern.ts'

const off = 'It switches off a protection.'
const everyone = 'It gives everyone access.'

/** What a protection is made of, within the name of a setting. */
const guarded =
  '(?:verif|valid|auth|secur|protect|requir|enforc|strict|guard|encrypt|tls|ssl|sign|audit|mfa|2fa|otp|lock|approv|review|polic|firewall|rbac|acl|check|csrf|cors|csp|waf|inspect|scan|sandbox|isolat|confirm)'

export const setting: readonly Pattern[] = [
  // The name of a setting and its new value, in whatever language the sentence is.
  command(
    'check-off',
    off,
    new RegExp(
      `\\b[\\w.-]{0,40}${guarded}[\\w.-]{0,40}["'\`*«»]{0,2}[ \\u00A0](?:à|auf|a|en|to|=>|->|→)[ \\u00A0]["'\`*«]{0,2}(?:false|off|0|none|no|disabled|aus|non|désactivé|nein|deaktiviert|desactivado|falso|ignore|permissive)(?![\\w.])`,
      'gi',
    ),
  ),
  command(
    'check-off',
    off,
    /["“„«`](?=[^"”“»`\n]{0,60}\b(?:accept|allow|ignore|skip|trust|bypass|disable|permit|autoriser|ignorer|zulassen|erlauben|akzeptieren|ignorieren|permitir|ignorar|aceptar))[^"”“»`\n]{3,80}["”“»`]\s(?:to|auf|à|a|en|=)\s["'`“]?(?:yes|true|on|1|always|ja|an|oui|sí|si|immer|continue)\b/gi,
  ),
  command(
    'production',
    'It stops or removes something on every machine of a list.',
    /\bstate:\s{0,2}(?:stopped|absent|killed|restarted|reloaded)\b|\bensure\s{0,3}=>\s{0,3}["']?(?:absent|stopped|purged)\b|\bself_?heal:\s{0,2}false|\breplicas:\s{0,2}0\b/gi,
  ),

  command(
    'check-off',
    off,
    /\b_?create_unverified_(?:https_)?context\b|\bCURLOPT_SSL_VERIFY(?:PEER|HOST)\b["']?\s{0,2}(?:,|=>|=)\s{0,2}(?:false|0|FALSE)|\bServerCertificate(?:Custom)?Validation\w{0,12}\s{0,3}\+?=[^\n]{0,80}\btrue\b|\bDangerousAcceptAny\w{1,40}|\bTrust(?:All|Any)\w{0,30}|\bAllowAll\w{0,12}HostnameVerifier|\bNoopHostnameVerifier\b|\bHostnameVerifier\b[^\n]{0,60}(?:->|return)\s{0,2}true|\bverify_?(?:ssl|tls|peer|certs?|host(?:name)?|certificate|mode)["']?\s{0,3}(?:=>|[:=])\s{0,3}["']?(?:false|False|no|0|off|none|NONE)\b|\bssl[_-]?verif(?:y|ication)["']?\s{0,3}(?:=>|[:=])\s{0,3}["']?(?:false|False|no|0|off|none)\b|\bvalidate_certs?\s{0,3}[:=]\s{0,3}(?:no|false|False)\b|\bdisable_(?:ssl|tls|csrf|auth|verification|host_key|cert)\w{0,30}\s{0,3}[:=]\s{0,3}(?:true|yes|1)|\bhost_key_checking\s{0,3}=\s{0,3}False|\bAutoAddPolicy\b|\bInsecureIgnoreHostKey\b|\bdanger_accept_invalid_\w{1,12}\s{0,2}\(\s{0,2}true|\binsecure\w{0,30}["']?\s{0,3}[:=]\s{0,3}["']?(?:true|yes|1)\b|\bskip_?(?:tls_?)?verif\w{1,10}["']?\s{0,3}[:=]\s{0,3}["']?(?:true|yes|1)\b|\bskipVerify["']?\s{0,3}[:=]\s{0,3}true|\bcsrf\s{0,2}\(\s{0,2}\)?\s{0,2}\.?\s{0,2}(?:disable|\w{1,3}\s{0,2}->)|\bcsrf\s{0,2}\(\s{0,2}AbstractHttpConfigurer::disable|\bskip_before_action\s{1,2}:(?:verify|authenticate|authorize|require)\w{0,40}|\bprotect_from_forgery\s[^\n]{0,20}null_session|\bWTF_CSRF_ENABLED\s{0,2}=\s{0,2}False|\bNODE_OPTIONS[^\n]{0,30}--tls-min-v1\.0|\busesCleartextTraffic\s{0,2}=\s{0,2}"true"|\bNSAllowsArbitraryLoads\b|\ballowUnsafe\w{0,20}\s{0,2}[:=]\s{0,2}true|'unsafe-(?:inline|eval)'|\bdefault-src\s{1,2}\*|\bscript-src\s{1,2}\*|\bdangerouslyDisable\w{1,40}\s{0,2}[:=]\s{0,2}true|\bwebSecurity\s{0,2}:\s{0,2}false|\bcontextIsolation\s{0,2}:\s{0,2}false|\bnodeIntegration\s{0,2}:\s{0,2}true|\bignore_?(?:errors|failed)\s{0,2}:\s{0,2}(?:yes|true)\b[^\n]{0,40}(?:check|verif|valid)|\b(?:audit|security|auth|mfa|tls|ssl|rbac|networkPolic\w{1,3}|podSecurity\w{0,12}|oauth2?|encryption|verification|admission\w{0,10}|gatekeeper|firewall|waf|signature\w{0,12}|acl)(?:\.\w{1,30}){0,2}\.enabled\s{0,2}[=:]\s{0,2}["']?false\b|\b(?:audit|security|auth\w{0,16}|mfa|tls|ssl|rbac|encryption|verification|firewall|waf|acl|backups?|monitoring|alerts?|require\w{0,24}|enforce\w{0,24}|protect\w{0,24}|verify\w{0,24}|deletion_?protection|encrypted|storage_encrypted|enable_(?:key_rotation|logging|log_file_validation|versioning))["']?\s{0,3}[:=]\s{0,3}["']?(?:false|off|disabled?)\b|\binject["']?\s{0,2}[:=]\s{0,2}["']?(?:false|disabled)\b|\breadOnlyRootFilesystem:\s{0,2}false|\brunAsNonRoot:\s{0,2}false|\bhost(?:PID|IPC):\s{0,2}true|\/var\/run\/docker\.sock\b|\bmtls\b[^\n]{0,40}\b(?:DISABLE|PERMISSIVE)\b|\bmode:\s{0,2}(?:DISABLE|PERMISSIVE)\b|\bsignature[\w.-]{0,20}\s{0,2}[:=]\s{0,2}["']?(?:none|off|skip)\b|"alg"\s{0,2}:\s{0,2}"none"|\balgorithms?\s{0,2}[=:]\s{0,2}\[?\s{0,2}["']none["']|\bpam_permit\.so\b|\bnullok\b|\bEnableLUA\b[^\n]{0,30}\b0\b|\bDisable(?:AntiSpyware|Realtime\w{1,12})\b/g,
  ),
  command(
    'exposure',
    everyone,
    /\b(?:anyRequest\(\)\s{0,2}\.)?permitAll\s{0,2}\(\s{0,2}\)|\[AllowAnonymous\]|\bAllowAny(?:Origin)?\b|\bAllowAnonymous\w{0,20}\s{0,2}[:=]\s{0,2}true|\bALLOWED_HOSTS\s{0,2}=\s{0,2}\[\s{0,2}["']\*|\bCORS_(?:ORIGIN_ALLOW_ALL|ALLOW_ALL_ORIGINS)\s{0,2}=\s{0,2}True|\bcors\s{0,2}\(\s{0,2}\)|\borigins?["']?\s{0,2}[:=]\s{0,2}\[?\s{0,2}["']\*["']|\borigin\s{0,2}:\s{0,2}true\b|\ballow[_-]?origins?["']?\s{0,2}[:=]\s{0,2}\[?\s{0,2}["']\*|\bAccess-Control-Allow-Origin\b[^\n]{0,30}(?:\*|\breflect|\brequest(?:'s)? origin|\$http_origin|req\.headers)|\bexposure\.include\s{0,2}=\s{0,2}["']?\*|\bmanagement\.security\.enabled\s{0,2}=\s{0,2}false|\bDEBUG\s{0,2}=\s{0,2}True\b|\bapp\.run\([^\n)]{0,60}0\.0\.0\.0|\b(?:anonymous|guest)(?:_access|_login|Access|Login|_enabled)?["']?\s{0,2}[:=]\s{0,2}["']?(?:true|yes|on|enabled)\b|\[auth\.anonymous\]\s{0,3}\n\s{0,4}enabled\s{0,2}=\s{0,2}true|\bvisibility["']?\s{0,2}[:=]\s{0,2}["']?(?:public|everyone|world)\b|\b(?:acl|access)["']?\s{0,2}[:=]\s{0,2}["']?public[\w-]{0,20}|\bprincipals?["']?\s{0,3}[:=]\s{0,3}\[?\s{0,2}["'](?:\*|everyone|allUsers)|\bmembers?["']?\s{0,3}[:=]\s{0,3}\[?\s{0,2}["'](?:allUsers|allAuthenticatedUsers|\*)|--member[= ]["']?all(?:Authenticated)?Users|\bsubjects?:\s{0,2}\n?\s{0,8}-\s[^\n]{0,60}system:(?:anonymous|unauthenticated|authenticated)|\bNOPASSWD:\s{0,2}ALL\b|\bALL\s{0,2}=\s{0,2}\(ALL(?::ALL)?\)\s{0,2}(?:NOPASSWD|ALL)|\brole["']?\s{0,2}[:=]\s{0,2}["'](?:admin|owner|superuser|root|administrator)["']|\bis_?(?:admin|superuser|staff)["']?\s{0,2}[:=]\s{0,2}["']?(?:true|True|1)\b/g,
  ),
  order(
    'check-off',
    off,
    'remov(?:e|ing)|delet(?:e|ing)|tak(?:e|ing) (?:out|away)|drop(?:ping)?|comment(?:ing)? out|cut(?:ting)?|kick(?:ing)? out|throw(?:ing)? out|strip(?:ping)?',
    '(?:these|this|the|those|that|both|following|two|three|four)[^\\n;!?]{0,110}(?:\\n[^\\n]{0,120}){1,8}?\\n[^\\n]{0,60}\\b(?:required?[_-]?\\w{0,20}|approvals?|approvers?|reviewers?|auth\\w{0,12}|verify\\w{0,12}|validat\\w{1,8}|security\\w{0,10}|protect\\w{0,10}|deny|policy|signature\\w{0,10}|check\\w{0,8}|limit\\w{0,8}|rules?|needs|scan|test\\w{0,4})\\s{0,3}[:={]',
    20,
  ),
  order(
    'check-off',
    off,
    'set(?:ting)?|chang(?:e|ing)|add(?:ing)?|mak(?:e|ing)|let(?:ting)?|us(?:e|ing)|put(?:ting)?|send(?:ing)?|return(?:ing)?',
    "[`\"']?(?:Access-Control-Allow-Origin|Content-Security-Policy|default-src|script-src|X-Frame-Options|Strict-Transport-Security)[`\"']?[^\\n.;!?]{0,40}(?:reflect|\\*|any|all|whatever|off|none|unsafe|wildcard|empty|allowall|request(?:ing|['’]s)? origin)",
    40,
  ),
]
