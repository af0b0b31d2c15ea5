// The same harms, told in German: there the verb stands in front, or at the end, or comes apart round what it is done to.
// Participles are not among the verbs, since what was done is an account and not a step.

import { command, type Pattern } from './pattern.ts'

const off = 'It switches off a protection.'
const deletes = 'It deletes data or a system. That may not be undone.'
const rights = 'It gives somebody rights that reach further than before.'
const everyone = 'It gives everyone access.'
const routes = 'It changes where traffic goes.'

const protections =
  '(?:2FA|MFA|RLS|WAF|SELinux|Tests|Alarme?|Alerts?|Monitoring|Virenscanner|Validierung|Verschlüsselung|Freigaben?|Backups?|Rate-?Limits?|Branch[- ]Protection|Health-?checks?|Network-?Polic(?:y|ies)|Audit-?Logs?|(?:Zwei|Multi)-?Faktor[a-zäöüß-]{0,20}|Überwachung[a-zäöüß]{0,10}|Firewall[a-zäöüß]{0,12}|[a-zäöüß-]{3,24}(?:prüfung(?:en)?|kontrollen?|schutz|sperren?))'
const things =
  '(?:Datenbank(?:en)?|Tabellen?|Buckets?|Volumes?|Backups?|Sicherungen?|Snapshots?|Cluster|Namespaces?|(?:Kunden|Nutzer|Benutzer|Produktions)?daten(?:sätze)?|(?:Benutzer|Nutzer|Kunden)?kont(?:o|en)|Indi(?:z|c)es|Topics?|Queues?|Logs|Repos?(?:itor(?:y|ies))?|Instanz(?:en)?|Server|Branches|Schlüssel|Partitionen?)'
const roles =
  '(?:Admin(?:istrator(?:en)?)?(?:[- ]?(?:rechte|rolle|zugang|zugriff))?|Owner(?:-?rechte)?|Eigentümer(?:rechte)?|Schreib(?:rechte|zugriff)|Vollzugriff|Root(?:-?(?:rechte|zugriff))?|sudo(?:-?rechte)?)'
const open =
  '(?:öffentlich|public|für (?:alle|jeden) (?:lesbar|sichtbar|offen|frei|zugänglich|schreibbar)|von außen erreichbar)'

const begins = '(?<=^|[\\n.!?:;,(–—>][ \\t]{0,3}|(?:und|oder|dann|bitte|einfach|also|am besten)[ \\t])'
const gap = (most: number) => `[^\\n.;!?]{0,${most}}?`
const end = '(?![\\wäöüß])'

/** `first` stands in front of the thing, with its `particle` behind it; `last` stands behind it. */
function orderOf(sort: string, says: string, things: string, first: string, particle: string, last: string): Pattern {
  const object = `(?<![\\wäöüß])${things}${end}`
  const shape = [
    `${begins}(?:${first})[ \\t]${gap(40)}${object}${particle === '' ? '' : `${gap(50)}[ \\t](?:${particle})${end}`}`,
    `${object}${gap(60)}[ \\t](?:${last})${end}`,
    ...(particle === ''
      ? []
      : [`${object}${gap(60)}[ \\t](?:${first})[ \\t](?:[a-zäöüß]{2,8}[ \\t]){1,3}(?:${particle})${end}`]),
  ].join('|')
  return command(sort, says, new RegExp(shape, 'gi'))
}

export const german: readonly Pattern[] = [
  orderOf(
    'check-off',
    off,
    protections,
    'schalt(?:e|et)?|stell(?:e|t)?|nimm|nehmt|schmeiß(?:e|t)?|wirf|werft|mach(?:e|t)?|lass(?:t)?',
    'ab|aus|raus|heraus|weg',
    '(?:ab|aus|raus|heraus|weg)(?:schalten|schaltest|stellen|stellst|nehmen|nimmst|werfen|schmeißen|lassen|machen|machst)|deaktivieren|deaktivierst|umgehen|umgehst|überspringen|überspringst|ignorieren|ignorierst|auskommentieren|entfernen',
  ),
  orderOf(
    'check-off',
    off,
    protections,
    'deaktivier(?:e|t)?|umgeh(?:e|t)?|überspring(?:e|t)?|ignorier(?:e|t)?|entfern(?:e|t)?',
    '',
    'abschaltest|stilllegen',
  ),
  orderOf(
    'deletion',
    deletes,
    things,
    'lösch(?:e|t)?|drop(?:pe|pt)?|leer(?:e|t)?|entfern(?:e|t)?|überschreib(?:e|t)?|formatier(?:e|t)?',
    '',
    'löschen|löschst|droppen|leeren|entfernen|überschreiben|formatieren|wegwerfen|wegwirfst|wegschmeißen|plattmachen|platt machen|zurücksetzen|purgen|wipen|truncaten',
  ),
  orderOf('deletion', deletes, things, 'wirf|werft|schmeiß(?:e|t)?|mach(?:e|t)?', 'weg|platt|leer', 'neu aufsetzen'),
  orderOf(
    'grant',
    rights,
    roles,
    'gib|gebt|vergib|vergebt|verteil(?:e|t)?|mach(?:e|t)?|setz(?:e|t)?',
    '',
    'geben|gibst|vergeben|verteilen|zuweisen|machen|machst|eintragen|setzen|freischalten',
  ),
  orderOf(
    'access-list',
    everyone,
    open,
    'mach(?:e|t)?|stell(?:e|t)?|schalt(?:e|et)?|setz(?:e|t)?',
    '',
    'machen|machst|stellen|stellst|schalten|setzen|freigeben',
  ),
  orderOf(
    'routing',
    routes,
    '(?:Traffic|Verkehr|DNS(?:-?Einträge?|-?Eintrag)?|Load-?balancer)',
    'leit(?:e|et)?|bieg(?:e|t)?|stell(?:e|t)?|schwenk(?:e|t)?',
    'um',
    'umleiten|umleitest|umbiegen|umstellen|umstellst|schwenken|umschwenken',
  ),
]
