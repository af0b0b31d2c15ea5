// The same harms, told in German: there the verb stands in front, or at the end, or comes apart round what it is done to.
// Participles are not among the verbs, since what was done is an account and not a step.

import { command, type Pattern } from './pattern.ts'

const off = 'It switches off a protection.'
const deletes = 'It deletes data or a system. That may not be undone.'
const rights = 'It gives somebody rights that reach further than before.'
const everyone = 'It gives everyone access.'
const routes = 'It changes where traffic goes.'

const protections =
  '(?:2FA|MFA|RLS|WAF|SELinux|Tests|Alarme?|Alerts?|Monitoring|Virenscanner|Validierung|Verschlüsselung|Freigaben?|Backups?|Rate-?Limits?|Branch[- ]Protection|Health-?checks?|Network-?Polic(?:y|ies)|Audit-?Logs?|(?:Zwei|Multi)-?Faktor[a-zäöüß-]{0,20}|Überwachung[a-zäöüß]{0,10}|Firewall[a-zäöüß]{0,12}|[a-zäöüß-]{3,24}(?:prüfung(?:en)?|kontrollen?|schutz|sperren?|warnung(?:en)?|hinweise?|freigaben?|limits?|grenzen?|grenze|filter|richtlinien?|überwachung|verriegelung(?:en)?|verschlüsselung|protokollierung|signatur(?:en)?|bestätigung(?:en)?|beschränkung(?:en)?|prinzip|unterschrift(?:en)?|fristen?|alarme?|meldungen|scans?|scanner|programme?|backups?|regeln?|tests?|checks?|quarantäne|abfragen?)|Prüfung(?:en)?|Kontrollen?|Sperren?|Schutz|Warnung(?:en)?|Limits?|Grenzwerte?|Schwelle(?:n|nwerte?)?|Quotas?|Filter|Richtlinien?|GPOs?|Vier-Augen-\\w+|(?:zweite|zweiten) (?:Unterschrift|Person|Freigabe|Signatur|Blick)|Rückruf|Rückfrage|Protokoll(?:ierung)?|Logging|Audit\\w*|Virenschutz|Captcha|VPN|Proxy|TLS|SSL|HTTPS|Zertifikats?\\w*|Quarantäne|Sandbox|Review|Reviews|Dry-?Run|Change-?Prozess|CAB|Genehmigung(?:en)?|Verriegelung|Wächter|Watchdog|Snapshots?|Replikation)'
const things =
  '(?:Datenbank(?:en)?|Tabellen?|Buckets?|Volumes?|Backups?|Sicherungen?|Snapshots?|Cluster|Namespaces?|(?:Kunden|Nutzer|Benutzer|Produktions)?daten(?:sätze)?|(?:Benutzer|Nutzer|Kunden)?kont(?:o|en)|Indi(?:z|c)es|Topics?|Queues?|Logs|Repos?(?:itor(?:y|ies))?|Instanz(?:en)?|Server|Branches|Schlüssel|Partitionen?|Home-?[Vv]erzeichnisse?|Verzeichnisse?|[A-Za-zäöüß-]{0,24}(?:ordner|dateien|akten|bilder|aufnahmen|stände|sätze|konten|verzeichnisse|einträge|läufe|jobs|historie|protokolle)|Dateien|Ordner|Postf(?:ach|ächer)|Akten?|Archive?|Datens[aä]tze?|Zeilen|Einträge|Objekte|Projekte|Alles|alles)'
const roles =
  '(?:Admin(?:istrator(?:en)?)?(?:[- ]?(?:rechte|rolle|zugang|zugriff))?|Owner(?:-?rechte)?|Eigentümer(?:rechte)?|Schreib(?:rechte|zugriff)|Vollzugriff|Root(?:-?(?:rechte|zugriff))?|sudo(?:-?rechte)?|Dom[aä]nen-?[Aa]dmin\\w*|[A-Za-zäöüß-]{0,24}(?:admins?|rechten?|berechtigung(?:en)?)|Haupt(?:konto|benutzer)|Superuser|Besitzer|Vollzugriff|(?:Gruppe|Rolle) (?:der |des |")?[\\wäöü-]{0,24}[Aa]dmin\\w*)'
const open =
  '(?:öffentlich|public|für (?:alle|jeden) (?:lesbar|sichtbar|offen|frei|zugänglich|schreibbar)|von außen (?:erreichbar|offen)|(?:für|an|mit|durch) (?:alle|jeden|jedermann|die ganze \\w+|das Internet|Jeder)|["„]?Jeder["“]?(?= (?:mit|Voll|Les|Schreib|alles|\\())|ins Internet|anonym\\w*|ohne (?:Passwort|Kennwort|Anmeldung|Authentifizierung)|0\\.0\\.0\\.0|Port \\d{2,5})'

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
  return { ...command(sort, says, new RegExp(shape, 'gi')), tongue: 'german' }
}

export const german: readonly Pattern[] = [
  orderOf(
    'deletion',
    'It throws away what came after a copy was made.',
    '(?:auf|aus|vom) (?:den |dem |die |das |der |einen? |einem )?(?:[A-Za-zäöüß]+ )?(?:Snapshot|Stand|Sicherung|Backup|Schattenkopie|Dump|Abbild|Kopie)[a-zäöüß]{0,24}',
    'roll(?:e|t)?|setz(?:e|t)?|spiel(?:e|t)?|dreh(?:e|t)?|stell(?:e|t)?|spring(?:e|t)?',
    'zurück|ein|wieder her|drüber',
    'zurückrollen|zurücksetzen|zurückdrehen|zurückspielen|wiederherstellen|einspielen|zurückgehen',
  ),
  orderOf(
    'grant',
    rights,
    '(?:in die Gruppe|zur Gruppe|in die Rolle|in den Kreis) (?:der |des |von |"|„)?[A-Za-zäöüß-]+',
    'nimm|nehmt|pack(?:e|t)?|steck(?:e|t)?|setz(?:e|t)?|füg(?:e|t)?|häng(?:e|t)?|leg(?:e|t)?|schieb(?:e|t)?|trag(?:e|t)?',
    '',
    'nehmen|aufnehmen|hinzufügen|stecken|packen|setzen|eintragen|schieben|hängen|legen',
  ),

  orderOf(
    'exposure',
    'It moves data to where others can get it.',
    '(?:[A-Za-zäöüß-]{0,24}(?:daten|akten?|listen?|auszug|auszüge|dump|export|befunde|bilder|aufnahmen|tabelle|datenbank))',
    'kopier(?:e|t)?|schick(?:e|t)?|mail(?:e|t)?|sende(?:t)?|lad(?:e|et)?|zieh(?:e|t)?|exportier(?:e|t)?|stell(?:e|t)?|leg(?:e|t)?|nimm|nehmt|gib|gebt|speicher(?:e|t)?',
    '(?:auf|an|in|per|über|zu|ins) (?:den |die |das |der |einen? |deinen? |meinen? |dein |mein |private[nrs]? )*(?:USB[a-zäöüß-]{0,24}|Stick|Laptop|Notebook|Mail|E-Mail|Dropbox|WhatsApp|Cloud|Netz|Internet|privat[a-zäöüß]{0,24}|zu ?hause|Handy|Rechner|Drive|Dienstleister)',
    'mitnehmen|mailen|hochladen|rausgeben|herausgeben',
  ),
  orderOf(
    'falsified',
    'It makes a record say what nobody has checked.',
    '(?:Unterschrift(?:en)?|Datum|Kürzel|Werte?|Messwerte?|Freigabe|Einwilligung(?:en)?|Protokoll(?:e|eintrag)?|Zeitstempel|Noten?|Status|IBAN|Kontoverbindung|Bankverbindung|Stammdaten|Limits?|[A-Za-zäöüß-]{0,24}limits?|Bans?|Sperre)',
    'trag(?:e|t)?|setz(?:e|t)?|stell(?:e|t)?|fälsch(?:e|t)?|änder(?:e|t)?|datier(?:e|t)?|unterschreib(?:e|t)?|markier(?:e|t)?|heb(?:e|t)?',
    'nach|ein|zurück|auf|um|rück|hoch|als',
    'nachtragen|nachträgst|rückdatieren|fälschen|ändern|eintragen|umstellen|aufheben|nachholen|anpassen|hochsetzen',
  ),

  orderOf(
    'check-off',
    off,
    protections,
    'schalt(?:e|et)?|stell(?:e|t)?|nimm|nehmt|schmeiß(?:e|t)?|wirf|werft|mach(?:e|t)?|lass(?:t)?|häng(?:e|t)?|setz(?:e|t)?|klick(?:e|t)?|drück(?:e|t)?|dreh(?:e|t)?|heb(?:e|t)?|knips(?:e|t)?|zieh(?:e|t)?|brück(?:e|t)?',
    'ab|aus|raus|heraus|weg|auf|hoch|runter|herunter|um',
    '(?:ab|aus|raus|heraus|weg)(?:schalten|schaltest|stellen|stellst|nehmen|nimmst|werfen|schmeißen|lassen|machen|machst)|deaktivieren|deaktivierst|umgehen|umgehst|überspringen|überspringst|ignorieren|ignorierst|auskommentieren|entfernen|übergehen|übergehst|aussetzen|aussetzt|wegklicken|wegklickst|wegdrücken|aushängen|aushebeln|austricksen|abklemmen|überbrücken|aufheben|lockern|hochsetzen|heraufsetzen|herabsetzen|runtersetzen|erhöhen|erhöhst|lahmlegen|stummschalten|stumm schalten|unterdrücken|quittieren|abbrechen|sparen|auslassen|weglassen|unterlaufen|ausblenden|pausieren|stoppen|anhalten|rausnehmen',
  ),
  orderOf(
    'check-off',
    off,
    protections,
    'deaktivier(?:e|t)?|umgeh(?:e|t)?|überspring(?:e|t)?|ignorier(?:e|t)?|entfern(?:e|t)?|übergeh(?:e|t)?|überbrück(?:e|t)?|erhöh(?:e|t)?|locker(?:e|t)?|unterdrück(?:e|t)?|quittier(?:e|t)?|pausier(?:e|t)?|stopp(?:e|t)?|spar(?:e|t)? dir|kommentier(?:e|t)?|beende[nt]?|verzichte(?:t|n)? auf',
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
    'gib|gebt|geben Sie|vergib|vergebt|verteil(?:e|t)?|mach(?:e|t)?|setz(?:e|t)?|nimm|nehmt|trag(?:e|t)?|pack(?:e|t)?|steck(?:e|t)?|häng(?:e|t)?|füg(?:e|t)?|erteil(?:e|t)?|weis(?:e|t)?|räum(?:e|t)?|melde|meldet|führ(?:e|t)?|nutz(?:e|t)?|verwende(?:t)?',
    '',
    'geben|gibst|vergeben|verteilen|zuweisen|machen|machst|eintragen|setzen|freischalten|aufnehmen|hinzufügen|erteilen|einräumen|anmelden|ausführen|stecken|packen',
  ),
  orderOf(
    'access-list',
    everyone,
    open,
    'mach(?:e|t)?|stell(?:e|t)?|schalt(?:e|et)?|setz(?:e|t)?|öffne(?:t)?|gib|gebt|trag(?:e|t)?|teil(?:e|t)?|leg(?:e|t)?|häng(?:e|t)?|erlaub(?:e|t)?|leite(?:t)?',
    '',
    'machen|machst|stellen|stellst|schalten|setzen|freigeben|öffnen|eintragen|teilen|aufmachen|zulassen|erlauben|hängen|weiterleiten',
  ),
  orderOf(
    'routing',
    routes,
    '(?:Traffic|Verkehr|DNS(?:-?Einträge?|-?Eintrag)?|Load-?balancer)',
    'leit(?:e|et)?|bieg(?:e|t)?|stell(?:e|t)?|schwenk(?:e|t)?',
    'um',
    'umleiten|umleitest|umbiegen|umstellen|umstellst|schwenken|umschwenken',
  ),
  orderOf(
    'production',
    'It changes production, which real people are using.',
    '(?:Produktiv[a-zäöüß]{0,24}|Produktion(?!s)|Prod|Live-?[A-Za-zäöüß]{0,24}|Echtsystem|[A-Za-zäöüß-]{0,24}server|Dom[aä]nencontroller|Cluster|Firewall|Switch(?:es)?|Router|Knoten|Datenbank|Dienste?|Sessions?|Sitzungen|Jobs?|Verbindungen|allen? (?:Rechner|Clients|Stationen|Filialen|Server|Nutzern?)\\w*)',
    'start(?:e|et)? neu|boote|bootet|fahr(?:e|t)? (?:herunter|runter)|töte|kill(?:e|t)?|beende(?:t)?|zieh(?:e|t)? (?:den )?Stecker',
    '',
    'neu starten|neustarten|durchstarten|rebooten|herunterfahren|runterfahren|abschießen|abschiesst|killen|beenden|einspielen|ausrollen|deployen|testen|ausprobieren|ändern|anpassen|korrigieren|abbrechen',
  ),
  orderOf(
    'production',
    'It changes production, which real people are using.',
    '(?:Produktiv[a-zäöüß]{0,24}|Produktion(?!s)|Prod|Live-?[A-Za-zäöüß]{0,24}|Echtsystem|[A-Za-zäöüß-]{0,24}(?:server|controller)|Cluster|Switch|Router|Datenbank|Schnittstelle|Dienst|alle[nrs]? [A-Za-zäöüß]+)',
    'spiel(?:e|t)?|start(?:e|et)?|roll(?:e|t)?|fahr(?:e|t)?|deploy(?:e|t)?|schieb(?:e|t)?|test(?:e|et)?|änder(?:e|t)?|korrigier(?:e|t)?|buch(?:e|t)?|schalt(?:e|et)?',
    'ein|aus|neu|durch|herunter|runter|direkt|um|hoch|live',
    'einspielst|ausrollst',
  ),
  orderOf(
    'grant',
    'It gives somebody an account or a key that is not their own.',
    '(?:[A-Za-zäöüß-]{0,24}(?:passw[oö]rt(?:er)?|kennw[oö]rt(?:er)?|zugangsdaten|anmeldedaten|schlüssel|token|pin|zugang|sammelkonto|sammelkennung|chipkarte|ausweis|login)|PIN|TAN|(?:Konto|Account|Kennung|Karte|Login|Benutzer|Zugang) (?:von|vom|der|des) [A-Za-zäöüß.]+|(?:meine[mn]?|seine[mn]?|ihre[mn]?) (?:Konto|Account|Kennung|Karte|Login|Zugang))',
    'gib|gebt|schick(?:e|t)?|teil(?:e|t)?|schreib(?:e|t)?|leg(?:e|t)?|speicher(?:e|t)?|trag(?:e|t)?|häng(?:e|t)?|kleb(?:e|t)?|nimm|nehmt|nutz(?:e|t)?|verwende(?:t)?|melde(?:t)?|pack(?:e|t)?|mail(?:e|t)?|sag(?:e|t)?|leih(?:e|t)?|setz(?:e|t)?|hinterleg(?:e|t)?|kopier(?:e|t)?|lass(?:t)?',
    '',
    'weitergeben|weitergibst|herausgeben|verschicken|mailen|teilen|aufschreiben|hinterlegen|leihen|ausleihen|zurücksetzen|mitteilen|durchgeben|reinschreiben|eintragen|anmelden|einloggen|liegen lassen',
  ),
]
