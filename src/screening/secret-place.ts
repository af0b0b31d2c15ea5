// Where a secret stands says what it is: in the column of a table, on the line under its name, as an option of a
// command, in a file that holds nothing else. The shapes of secrets are secret-shape.ts, words before them secrets.ts.

import type { Hit } from './finding.ts'
import { isStandIn, looksChosen } from './stand-in.ts'

const says = 'It contains a password. Secrets are never posted; this one should be replaced.'
const of = { sort: 'password', severity: 'forbidden', says } as const

const called =
  '(?:pass(?:word|wd|phrase|code|wort)?s?|kennw(?:ort|örter)|pwd|pw|secrets?|tokens?|api[ _-]?keys?|credentials?|contraseñas?|claves?|mots? de passe|mdp|wachtwoord(?:en)?|pin|psk|pre-?shared key|access[ _-]?keys?|secret[ _-]?keys?|master[ _-]?keys?)'

/** `value` is the secret; each shape is a place. */
const places: readonly RegExp[] = [
  // A name, and the value on the next line.
  new RegExp(
    `(?:(?:^|\\n)[ \\t*_#>-]{0,6}${called}(?: [\\w-]{1,20}){0,2}[*_\`]{0,2}|(?:^|[ \\t*_#>\\n-])${called}(?: [\\w-]{1,20}){0,5}[ \\t]{0,2}:)[*_\`]{0,2}[ \\t]{0,3}\\n(?:[ \\t>]{0,12}\\n)?(?:[ \\t>]{0,12}\`\`\`\\w{0,8}\\n)?[ \\t>\`]{0,12}(?<value>[^\\s\`|]{8,200})[ \\t\`]{0,3}(?=\\n|$)`,
    'gi',
  ),
  new RegExp(
    `<(?:\\w{1,20}[:._-])?(?:\\w{0,20}${called})(?: [^<>\\n]{0,80})?>\\s{0,8}(?<value>[^<>\\s]{6,200})\\s{0,8}</`,
    'gi',
  ),
  new RegExp(`(?:name|key)=["']?\\w{0,30}${called}["']?\\s{1,3}value=["'](?<value>[^"'\\n]{6,200})["']`, 'gi'),
  /\b(?:identified\s{1,3}(?:with\s{1,3}\w{1,30}\s{1,3})?by|password|passphrase|with\s{1,3}password\s{0,3}=?|old_password|set\s{1,3}password\s[^\n;]{0,40}=)\s{0,3}(?:encrypted\s{1,3}|n)?['"](?<value>[^'"\n]{6,120})['"]/gi,
  /\becho\s{1,3}(?:-n\s{1,3})?["']?(?:[\w.-]{1,30}:)?(?<value>[^\s"'|$]{8,200})["']?\s{0,3}\|\s{0,3}(?:sudo\s{1,3})?(?:-S\b|docker|podman|passwd|chpasswd|cryptsetup|gpg|kinit|openssl|sudo|helm|skopeo|az|gh|su\b)/gi,
  /\b(?:redis-cli|valkey-cli)\b[^\n]{0,80}\s-a\s{1,3}["']?(?<value>[^\s"']{6,120})/g,
  /\b(?:smbclient|rpcclient|smbmap|net\s{1,2}rpc)\b[^\n]{0,120}\s-U\s{0,3}["']?[^\s%"']{1,60}%(?<value>[^\s"']{6,120})/g,
  /\b(?:ldap(?:search|modify|add|passwd|delete|whoami))\b[^\n]{0,160}\s-w\s{1,3}["']?(?<value>[^\s"']{6,120})/g,
  /\b(?:psexec|winexe|sqlcmd|bcp|osql|evil-winrm|xfreerdp|rdesktop|mysql|mongosh?|mosquitto_(?:pub|sub)|az\s{1,2}login|sshpass|pscp|plink|vpncmd|kadmin|ipmitool|snmpwalk|isql|clickhouse-client|cypher-shell|influx|7z|zip|unzip|rar|keytool|pg_dump|curl|lftp|ncftp)\b[^\n]{0,160}\s(?:-p|-P|-pw|\/p:|\/pass:|-pass|-w|--pass|-storepass|-keypass|-c)[ =]?["']?(?<value>[^\s"'-][^\s"']{7,120})/g,
  /\bnet\s{1,3}user(?:\s{1,3}\/\w{1,20})?\s{1,3}\S{1,40}\s{1,3}["']?(?<value>[^\s"'/]{6,80})/gi,
  /\bConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?["'](?<value>[^"'\n]{6,120})["']/gi,
  /\b(?:sqlplus|sqlldr|expdp|impdp|exp|imp|rman)\s{1,3}(?:target\s{1,3})?["']?\w{1,40}\/(?<value>[^\s"'@/]{6,80})@/gi,
  /\b-?-?(?:pass(?:in|out|key)?)\s{1,3}pass:(?<value>[^\s"']{6,120})/gi,
  /\bhtpasswd\s{1,3}-\w{0,4}b\w{0,4}\s{1,3}\S{1,80}\s{1,3}\S{1,40}\s{1,3}["']?(?<value>[^\s"']{6,80})/g,
  // The word, and the value right behind it.
  new RegExp(
    `(?<![\\w.-])${called}[ \\t]{1,2}["'\`]?(?<value>(?=[^\\s"'\`]{0,60}\\d)(?=[^\\s"'\`]{0,60}[A-Z])(?=[^\\s"'\`]{0,60}[a-z])[\\w~.!$%&*+^#@-]{10,60})["'\`]?(?=[\\s.,;)]|$)`,
    'gi',
  ),
  // A script that answers a login: the name on one line, and what opens it on the next.
  /\b(?:ftp|telnet|login|user|EXEC|open|sftp|expect|anmeld\w*)\b[^\n]{0,80}\n(?:[^\n]{0,80}\n){0,3}?(?:\w{2,20}\n)(?<value>(?=\S{0,60}\d)(?=\S{0,60}[A-Z])(?=\S{0,60}[a-z])[\w~.!$%&*+^#@-]{12,60})(?=\n|$)/gi,
  // A line of a pgpass, a netrc, a wpa_supplicant, a switch.
  /(?:^|\n)[ \t`>]{0,6}[\w.*-]{1,60}:(?:\d{2,5}|\*):[\w.*-]{1,40}:[\w.*-]{1,40}:(?<value>[^\s:`]{6,120})/g,
  /\bmachine\s{1,3}\S{1,80}\s{1,4}login\s{1,3}\S{1,60}\s{1,4}password\s{1,3}(?<value>\S{6,120})/gi,
  /\b(?:psk|wpa_passphrase|wpa-psk|sae_password)\s{0,2}[=:]\s{0,2}["']?(?<value>[^\s"']{8,80})/gi,
  /\b(?:username\s{1,3}\S{1,40}\s{1,3}(?:privilege\s{1,3}\d{1,2}\s{1,3})?|enable\s{1,3}|(?:tacacs-server|radius-server)\s{1,3}|snmp-server\s{1,3})(?:secret|password|key|community)\s{1,3}(?:\d{1,2}\s{1,3})?(?<value>\S{6,120})/gi,
  // A login and what opens it.
  /\b(?:log(?:ged)?[ -]?(?:in|on)|sign(?:ed)?[ -]?(?:in|on)|login|logins|account|user(?:name)?|benutzer|zugang|anmelden|anmeldung|connect|connexion|identifiant|usuario|acceso|credentials?|zugangsdaten|creds?|wi-?fi|wlan|ssid)\b[^\n;!?]{0,80}?[\s/:,]\s{0,2}["'`]?(?<value>(?=[^\s"'`]{0,60}\d)(?=[^\s"'`]{0,60}[A-Z])(?=[^\s"'`]{0,60}[a-z])[\w~.!$%&*+^#@-]{12,60})["'`]?(?=[\s.,;)]|$)/gi,
]

export function placedSecrets(text: string): readonly Hit[] {
  return [...places.flatMap((shape) => inPlace(text, shape)), ...inColumns(text)]
}

function inPlace(text: string, shape: RegExp): Hit[] {
  return Array.from(text.matchAll(shape)).flatMap((match) => {
    const value = (match.groups?.value ?? '').replace(/[.,;:!?)\]*]{1,3}$/, '')
    if (!isSecret(value)) return []
    const from = match.index + match[0].lastIndexOf(value)
    return [{ ...of, from, to: from + value.length }]
  })
}

function isSecret(value: string): boolean {
  return !/^\w{2,30}=/.test(value) && !isStandIn(value) && looksChosen(value) && !isNumbered(value)
}

/** Digests, identifiers and versions are drawn too, and open nothing. */
function isNumbered(value: string): boolean {
  return /^(?:[0-9a-f]{7,64}|[0-9a-f-]{32,36}|[0-9A-HJKMNP-TV-Z]{26}|v?\d[\d.]+\S{0,12}|sha\d{1,3}[:-]\S+|SHA256:\S+|AAAA[\w+/=]+|pi_\w+|00-[0-9a-f-]+|\d{4}-\d\d\S*|[\w.-]+@[\w.-]+|[\w-]+(?:\.[a-z][\w-]*){2,})$/.test(
    value,
  )
}

/** A table whose head names a secret: what stands below it, between bars or set off by blanks. */
function inColumns(text: string): Hit[] {
  const found: Hit[] = []
  let column: { readonly at: number; readonly bars: boolean } | undefined
  let start = 0
  for (const line of text.split('\n')) {
    const cells = cellsOf(line)
    if (column === undefined) {
      const at = cells.findIndex((cell) => isName.test(cell.text))
      // A head has other names beside, and no value.
      if (at !== -1 && cells.length >= 2) column = { at, bars: line.includes('|') }
    } else if (cells.length < 2 && !/^[\s|:=+-]*$/.test(line)) column = undefined
    else {
      const cell = column.bars === line.includes('|') ? cells[column.at] : undefined
      const value = cell?.text.replace(/^[`"'*]{1,2}|[`"'*]{1,2}$/g, '') ?? ''
      if (cell !== undefined && !/\s/.test(value) && isSecret(value))
        found.push({ ...of, from: start + cell.from, to: start + cell.from + cell.text.length })
    }
    start += line.length + 1
  }
  return found
}

const isName = new RegExp(`^[*_\`]{0,2}(?:\\w{1,20}[ _-])?${called}[*_\`]{0,2}$`, 'i')

function cellsOf(line: string): readonly { readonly text: string; readonly from: number }[] {
  if (line.length > 2_000) return []
  const shape = line.includes('|') ? /[^|]+/g : /\S+(?: \S+)*/g
  const cells = Array.from(line.matchAll(shape), (match) => {
    const text = match[0].trim()
    return { text, from: match.index + match[0].indexOf(text) }
  })
  return line.includes('|') ? cells.filter((cell, index) => cell.text !== '' || index > 0) : cells
}
