// Steps that run what the web sends, without anybody having read it.

import { command, order, type Pattern } from './pattern.ts'

const runs = 'It runs something from the web that nobody has read first.'
const shells =
  '(?:sudo\\s{1,3}(?:-\\S{1,12}\\s{1,3}){0,3})?(?:env\\s{1,3})?(?:/(?:usr/)?bin/)?(?:ba|z|da|k|fi|a|c)?sh|python\\d?(?:\\.\\d{1,2})?|perl|ruby|node|php|tclsh|osascript|pwsh|powershell|iex|invoke-expression|tee\\s|source|xargs|kubectl\\s{1,3}(?:apply|create)|sudo|psql|mysql|tar\\s{1,3}\\S{0,8}x\\S{0,8}\\s{1,3}-C\\s{1,3}/'

export const webPipe: readonly Pattern[] = [
  command(
    'web-pipe',
    runs,
    new RegExp(
      `\\b(?:curl|wget|fetch|http|https|aria2c|lynx|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString)\\b[^\\n|]{0,300}(?:\\|[^\\n|]{0,80}){0,2}\\|\\s{0,3}(?:${shells})(?![\\w-])`,
      'gi',
    ),
  ),
  command(
    'web-pipe',
    runs,
    /\b(?:ba|z|da|k)?sh\s{1,3}(?:-\w{1,4}\s{1,3}){0,2}["']?(?:<\(|\$\(|`)\s{0,3}(?:curl|wget)|\b(?:source|\.|eval|python\d?|perl|ruby|node|php)\s{1,3}(?:-\w{1,4}\s{1,3}){0,2}["']?(?:<\(|\$\(|`)\s{0,3}(?:curl|wget)|<\(\s{0,3}(?:curl|wget)\b/gi,
  ),
  command(
    'web-pipe',
    runs,
    /\b(?:iex|Invoke-Expression)\b[^\n]{0,60}(?:New-Object|iwr|irm|curl|wget|Invoke-WebRequest|DownloadString)|\bDownloadString\(|\bpowershell(?:\.exe)?\s[^\n]{0,80}-e(?:nc|ncodedcommand)?\s{1,3}[A-Za-z0-9+/=]{20}|\bmshta\s{1,3}https?:|\brundll32\s[^\n]{0,60}https?:|\bregsvr32\s[^\n]{0,60}https?:|\bbase64\s{1,3}(?:-d|--decode|-D)\b[^\n|]{0,80}\|\s{0,3}(?:sudo\s{1,3})?(?:ba|z|da)?sh\b|\bexec\(\s{0,3}(?:requests|urllib)[^\n]{0,80}|\beval\(\s{0,3}(?:await\s{1,3}\(?\s{0,3}await\s{1,3}fetch|requests|urllib)/gi,
  ),
  command(
    'web-pipe',
    runs,
    /\b(?:curl|wget)\s[^\n]{0,200}?(?:&&|;)[^\n]{0,120}?(?:\b(?:ba|z|da)?sh\s{1,3}\S{1,80}|chmod\s{1,3}\S{0,6}x\S{0,4}\s|\.\/\S{1,80}|\bdpkg\s{1,3}-i|\brpm\s{1,3}-[iU]|\bpython\d?\s{1,3}\S{1,60}\.py|\binstaller\s{1,3}-pkg)/gi,
  ),
  command(
    'web-pipe',
    runs,
    /\b(?:npx|bunx|pipx|uvx|deno\s{1,3}run|go\s{1,3}run)\s{1,3}(?:-{1,2}[\w-]{1,20}\s{1,3}){0,4}(?:https?:|git\+)|\bkubectl\s{1,4}(?:apply|create|replace)\s[^\n]{0,60}-f\s{0,3}["']?https?:\/\/|\b(?:dpkg|rpm|yum|dnf|apt|apt-get|pip\d?|npm|gem|go|cargo|helm|brew)\s{1,3}(?:-{0,2}[\w-]{1,20}\s{1,3}){1,4}["']?(?:git\+)?(?:http|ftp):\/\/\S|\b(?:rpm|dpkg|yum|dnf)\s{1,3}(?:-{0,2}[\w-]{1,20}\s{1,3}){1,4}["']?https:\/\/|\bpip\d?\s{1,3}install\s[^\n]{0,80}(?:git\+https?:|https?:\/\/|--(?:extra-)?index-url\s|--trusted-host)|\bcurl\s[^\n]{0,120}\|\s{0,3}gpg\s[^\n]{0,40}--import|\bapt-key\s{1,3}adv|\badd-apt-repository\b/gi,
  ),
  order(
    'web-pipe',
    runs,
    'pip(?:e|ing)',
    '(?:in)?to (?:\\w+ ){0,2}[`"\']?(?:bash|sh|zsh|shell|python|sudo|powershell|a shell|the shell|your shell|iex)[`"\']?',
    70,
  ),
  order(
    'web-pipe',
    runs,
    'download(?:ing)?|fetch(?:ing)?|grab(?:bing)?|pull(?:ing)?|copy(?:ing)?|curl|wget|get(?:ting)?|tak(?:e|ing)|install(?:ing)?',
    '(?:and|then|&) (?:(?:then|just|simply|immediately|directly) )?(?:run|runs|running|execut(?:e|ing)|pip(?:e|ing)|sourc(?:e|ing)|eval(?:uating)?|install|paste|pasting|launch) (?:it|them|that|the (?:script|installer|binary|file|result|output)|as root|with sudo|in(?:to)? (?:your|the|a) (?:shell|terminal|console))',
    90,
  ),
  order(
    'web-pipe',
    runs,
    'run(?:ning)?|execut(?:e|ing)|us(?:e|ing)|install(?:ing)?|past(?:e|ing)|copy(?:ing)?',
    '(?:the |this |that |an? )?(?:[\\w-]+ ){0,3}(?:script|installer|one-?liner|binary|snippet|setup|command|patch|fix|package|extension|image) (?:straight |directly )?(?:from|off|found on|posted (?:on|in)|hosted (?:on|at)) (?:the web|the internet|this (?:url|link|gist|site|page|blog)|a (?:url|link|gist|blog|forum|pastebin)|(?:their|the) (?:web ?site|gist|blog|forum|url)|stack ?overflow|github gist|pastebin|reddit|https?:)',
    30,
  ),
]
