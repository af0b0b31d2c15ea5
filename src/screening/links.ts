// Finds links that lead elsewhere than they say: another host than the one in the text, letters that only look Latin, a
// name before the host, a shortener, a scheme that opens something other than a page.

import type { Hit } from './finding.ts'
import { secretShapes } from './secrets.ts'

type Judged = Pick<Hit, 'sort' | 'severity' | 'says'>
const high = (sort: string, says: string): Judged => ({ sort, severity: 'high', says })

const scheme = high('scheme', 'It contains a link that opens something other than a web page.')
const otherHost = high('other-host', 'It contains a link whose text names another place than the one it leads to.')
const login = high('login', 'It contains a link with a name before its host, so that the host is easily misread.')
const lookalike = high('lookalike', 'It contains a link to a host whose letters imitate those of another.')
const punycode: Judged = {
  sort: 'punycode',
  severity: 'note',
  says: 'It contains a link to a host with letters outside the Latin alphabet.',
}
const shortener = high('shortener', 'It contains a shortened link: nobody can see where it leads.')
const address: Judged = {
  sort: 'address',
  severity: 'note',
  says: 'It contains a link to a number instead of a named host.',
}

const passedOn = high('other-host', 'It contains a link that passes on to a place other than the one it names.')
const disguised = high('address', 'It contains a link to a number that is written so that nobody can read it.')

const shorteners = new Set(
  'bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly shorturl.at rb.gy tiny.cc bl.ink t.ly lnkd.in short.io s.id v.gd qr.ae adf.ly dub.sh dub.co tny.im soo.gd clck.ru u.to x.co shrtco.de gg.gg bit.do mcaf.ee trib.al shorte.st'.split(
    ' ',
  ),
)
const schemes = /^(?:https?|mailto|tel)$/

type Link = { readonly url: string; readonly text: string; readonly from: number; readonly to: number }

export function links(text: string): readonly Hit[] {
  return linksIn(text).flatMap((link) => judge(link).map((as) => ({ ...as, from: link.from, to: link.to })))
}

/** The hosts that a text leads to, as a browser reads them. */
export function hostsIn(
  text: string,
): readonly { readonly host: string; readonly from: number; readonly to: number }[] {
  return linksIn(text).flatMap(({ url, from, to }) => {
    const host = parsed(url)?.hostname ?? ''
    return host === '' ? [] : [{ host: host.replace(/\.$/, ''), from, to }]
  })
}

function linksIn(text: string): readonly Link[] {
  const found: Link[] = []
  const take = (shape: RegExp) => {
    for (const match of text.matchAll(shape)) {
      const { url = '', text: words = '' } = match.groups ?? {}
      const [from, to] = [match.index, match.index + match[0].length]
      if (!found.some((one) => one.from < to && from < one.to))
        found.push({ url: url.trim().replace(/[.,;!?]{1,5}$/, ''), text: words, from, to })
      if (found.length > most) return
    }
  }
  take(/!?\[(?<text>[^\]\n]{0,300})\]\(\s{0,3}<?(?<url>[^\s)>]{1,2000})>?(?:\s[^)\n]{0,200})?\)/g)
  take(/<a\s[^>\n]{0,200}?href\s{0,3}=\s{0,3}["']?(?<url>[^"'\s>]{1,2000})["']?[^>\n]{0,200}>(?<text>[^<\n]{0,200})/gi)
  take(/<(?<url>[a-z][a-z0-9+.-]{1,20}:[^\s|>]{1,2000})(?:\|(?<text>[^>\n]{0,300}))?>/gi)
  take(/^\s{0,3}\[(?<text>[^\]\n]{1,100})\]:\s{0,3}<?(?<url>[^\s>]{1,2000})/gm)
  take(/(?<![\w@.+-])(?<url>[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`|)\]]{1,2000})/gi)
  take(/(?<![\w@./+-])(?<url>(?:javascript|data|vbscript|file|blob|about|intent):(?:[^\s<>"'`|)]{3,2000}))/gi)
  return found
}
/** A hostile text could be nothing else. */
const most = 300

function judge({ url, text }: Link): Judged[] {
  const of = /^([a-z][a-z0-9+.-]{0,30}):/i.exec(url.replace(/[\t\n\r]/g, ''))?.[1]?.toLowerCase()
  if (of === undefined) return []
  // A small picture is drawn and not opened.
  if (/^data:image\/(?:png|gif|jpe?g|webp|x-icon)[;,]/i.test(url)) return []
  if (!schemes.test(of)) return opens.test(`${of}:`) ? [scheme] : []
  if (of === 'mailto' || of === 'tel') return []
  const real = parsed(url)
  if (real === undefined) return []
  const host = real.hostname.replace(/\.$/, '').toLowerCase()
  const found: Judged[] = []
  if (real.username !== '' && secretShapes(real.username).length === 0 && !/:\/\/[^/@]{0,100}:[^/@]{1,200}@/.test(url))
    found.push(login)
  if (host.split('.').some((label) => label.startsWith('xn--')))
    found.push(...(imitates(url) ? [lookalike] : isEuropean(url) ? [] : [punycode]))
  if (shorteners.has(host.replace(/^www\./, ''))) found.push(shortener)
  if (/^(?:(?:0x[0-9a-f]{1,8}|\d{1,12})(?:\.|$)){1,4}$/i.test(hostOf(url)) && hostOf(url) !== host)
    found.push(disguised)
  else if (
    /^\d{1,3}(?:\.\d{1,3}){3}$|^\[/.test(host) &&
    !/^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0|169\.254\.|\[::1\]|\[f[cd])/.test(host)
  )
    found.push(address)
  if (passesOn(real)) found.push(passedOn)
  if (namesAnother(text, host)) found.push(otherHost)
  return found
}

/** Schemes of databases and tools are addresses and not links: nobody clicks postgres://. */
const opens =
  /^(?:javascript|data|vbscript|file|blob|about|intent|slack|discord|vscode|vscode-insiders|ms-[\w-]{1,30}|zoommtg|tg|steam|itms[\w-]{0,20}|smb|ftp|ftps|sftp|telnet|ldaps?|gopher|dict|view-source|chrome|chrome-extension|moz-extension|jar|search-ms|shell|callto|skype|facetime|sms|market|magnet|x-apple[\w.-]{0,30}|cursor|jetbrains|obsidian|notion|figma|spotify|web\+\w{1,20}|ipfs|irc):$/

/** The words of a link name a host, and it is not the one it leads to. */
function namesAnother(text: string, host: string): boolean {
  const named = Array.from(
    text
      .toLowerCase()
      .matchAll(/(?:https?:\/\/)?(?:[\w-]{0,60}@)?(?<host>(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})(?![\w.-])/g),
  )
  return named.some((match) => {
    const said = (match.groups?.host ?? '').replace(/^www\./, '')
    if (files.test(said)) return false
    const real = host.replace(/^www\./, '')
    return said !== '' && real !== said && !real.endsWith(`.${said}`) && !said.endsWith(`.${real}`)
  })
}
/** README.md is a file, and in Moldova. */
const files =
  /\.(?:md|txt|json|ya?ml|ts|js|py|sh|rs|go|rb|java|html?|css|toml|lock|log|conf|cfg|ini|sql|csv|pdf|png|jpe?g|svg|zip|gz|tar|exe|xml|env|service|timer|socket|local|internal|svc|io\.\w+|app|name|key|id|host|prod|example)$/

/** Letters of another alphabet beside Latin ones, or a whole name that reads as Latin. */
function imitates(url: string): boolean {
  return hostOf(url)
    .split('.')
    .some((label) => {
      if (/^xn--/i.test(label)) return true
      if (!/[^ -~]/.test(label)) return false
      return (
        (/[a-z]/i.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label)) ||
        /^[аеорсухіјѕԁһԛԝοαρν\d-]{2,}$/u.test(label)
      )
    })
}

/** Letters of Western Europe, which look like nothing else. */
function isEuropean(url: string): boolean {
  return /^[a-z0-9.\-äöüßàâçéèêëîïôùûñåøæ]+$/i.test(hostOf(url))
}

/** The host as it was typed. */
function hostOf(url: string): string {
  return /:\/\/(?:[^/@]{0,300}@)?([^/:?#]{1,255})/.exec(url)?.[1] ?? ''
}

/** A page whose only work is to send people on, to another site. */
function passesOn(url: URL): boolean {
  if (
    !/\/(?:url|redirect|redir|r|l\.php|away|out|link|links|goto|go|exit|leave|click|track|linkfilter|login|signin|logout)(?:\.php)?\/?$/i.test(
      url.pathname,
    )
  )
    return false
  return Array.from(url.searchParams).some(([name, value]) => {
    if (
      !/^(?:url|q|u|to|target|dest|destination|redirect|redir|goto|out|link|continue|next|return|return_?to)$/i.test(
        name,
      )
    )
      return false
    const next = parsed(value.startsWith('//') ? `https:${value}` : value)
    return next !== undefined && /^https?:$/.test(next.protocol) && siteOf(next.hostname) !== siteOf(url.hostname)
  })
}

function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function parsed(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
