// Commands of large machines and of appliances, whose words are their own: RACF, IBM i, hypervisors, build servers.

import { command, type Pattern } from './pattern.ts'

export const mainframe: readonly Pattern[] = [
  command(
    'grant',
    'It changes who has access on a large machine.',
    /\b(?:RALTER|RDEFINE|PERMIT|ALTUSER|ADDUSER|CONNECT|ALTDSD|ADDSD|RDELETE|DELDSD|PASSWORD)\s{1,3}[A-Z'(*.\d$#@]{2,60}[^\n]{0,120}|\bSETROPTS\s{1,3}\S[^\n]{0,80}|\bUACC\s{0,2}\(\s{0,2}(?:READ|UPDATE|CONTROL|ALTER)\s{0,2}\)|\b(?:GRTOBJAUT|CHGUSRPRF|CRTUSRPRF|CHGOBJOWN|RVKOBJAUT|CHGSYSVAL|EDTOBJAUT|ADDAUTLE)\b[^\n]{0,80}|\bSPCAUT\s{0,2}\([^)\n]{0,60}\*ALLOBJ|\bGRANT\s{1,3}\w[^\n]{0,60}\bTO\s{1,3}PUBLIC\b|\bSAP_ALL\b(?=[^\n]{0,60}\b(?:to|for|an|für|zuweis\w*|assign\w*|vergeb\w*|geben|à|a)\b)/g,
  ),
  command(
    'deletion',
    'It deletes data or a system. That may not be undone.',
    /\b(?:DLTLIB|DLTF|CLRPFM|CLRLIB|DLTUSRPRF|RMVM|INZTAP|ENDSBS|PWRDWNSYS|STRPASTHR)\b[^\n]{0,60}|\bIDCAMS\b[\s\S]{0,200}?\bDELETE\b|\bDISP=\([^)\n]{0,30}DELETE|^\s{0,6}DELETE\s{1,3}'?[A-Z$#@][A-Z\d.$#@*]{3,50}|\bVARY\s{1,3}\S{1,20},\s{0,2}OFFLINE\b|\$P\s{0,2}JES2\b|\bC\s{1,3}U=\S{1,12}\b/gm,
  ),
  command(
    'check-off',
    'It switches off a protection.',
    /\bNO_AUTH\w{0,20}\b|\bUnsecured\s{0,2}\(|\bset(?:SecurityRealm|AuthorizationStrategy|CrumbIssuer|Permissions?)\s{0,2}\(|\bExit\w{0,12}(?:Lockdown|Maintenance|Protected)\w{0,10}\b|\bTime-?Out\w{0,10}["']?\s{1,3}-Value\s{1,3}0\b|\besxcli\s{1,3}(?:network\s{1,3}firewall\s{1,3}set|system\s{1,3}(?:shutdown|settings))|\bvim-cmd\s[^\n]{0,60}(?:destroy|unregister|power\.off)|\bRC4\b[^\n.;!?]{0,40}\b(?:zulassen|erlauben|allow|enable|permit|autoriser|permitir)|\b(?:allow|enable|re-?enable|permit)\w{0,3}\s(?:\w+\s){0,2}(?:RC4|NTLMv?1?|SMBv?1|LM hash\w*|TLS ?1\.0|SSLv[23]|telnet|MD5 auth\w*|basic auth\w*|legacy auth\w*|weak \w+)\b/gi,
  ),
  command(
    'production',
    'It changes a directory, a mail flow or a machine.',
    /\b(?:New|Set|Add|Enable|Update|Move|Rename|Restore|Register|Import|Push|Publish|Unlock|Grant|Revoke|Exit|Switch)-(?!(?:Variable|Location|Item|Object|Content|Alias|Date|TimeSpan|PSDrive|Guid|Type|Member|Module|Event|Job|Host|StrictMode|Clipboard|Window|PSSession|Culture|Random|TypeData|TemporaryFile|CimInstance|CimSession\w*|WebServiceProxy|FormatData|History|PSBreakpoint|PSReadLine\w*|Counter|Csv|Clixml|Time)\b)(?:[A-Z]{1,5}[a-z]+|Az|Mg)[A-Za-z]{2,50}\s{1,3}-\w/g,
  ),
]
