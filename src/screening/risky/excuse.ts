// What somebody says who knows that a step is not in order: that nobody will notice, that asking takes too long, that it
// is only for tonight. With an order before it, it is a risky step whatever the step is about.

import { begins, command, type Pattern, stemsOf } from './pattern.ts'

const says = 'It talks a check, a person or a rule away.'

const changes =
  'remov(?:e|ing)|rais(?:e|ing)|lift(?:ing)?|lower(?:ing)?|mov(?:e|ing)|giv(?:e|ing)|add(?:ing)?|set(?:ting)?|chang(?:e|ing)|put(?:ting)?|wip(?:e|ing)|delet(?:e|ing)|drop(?:ping)?|purg(?:e|ing)|disabl(?:e|ing)|turn(?:ing)?|switch(?:ing)?|stop(?:ping)?|kill(?:ing)?|re-?start(?:ing)?|re-?boot(?:ing)?|revert(?:ing)?|roll(?:ing)?|restor(?:e|ing)|copy(?:ing)?|mount(?:ing)?|let(?:ting)?|allow(?:ing)?|ship(?:ping)?|releas(?:e|ing)|mark(?:ing)?|split(?:ting)?|point(?:ing)?|skip(?:ping)?|install(?:ing)?|push(?:ing)?|deploy(?:ing)?|plug(?:ging)?|connect(?:ing)?|open(?:ing)?|shar(?:e|ing)|sign(?:ing)?|approv(?:e|ing)|overrid(?:e|ing)|untick(?:ing)?|unblock(?:ing)?|grant(?:ing)?|tak(?:e|ing)|edit(?:ing)?|patch(?:ing)?|export(?:ing)?|redirect(?:ing)?|renam(?:e|ing)|replac(?:e|ing)|overwrit(?:e|ing)|forc(?:e|ing)|merg(?:e|ing)|commit(?:ting)?|bypass(?:ing)?|ignor(?:e|ing)|mut(?:e|ing)|extend(?:ing)?|reset(?:ting)?|unlock(?:ing)?|flush(?:ing)?|empty(?:ing)?|format(?:ting)?|detach(?:ing)?|unplug(?:ging)?|swap(?:ping)?|promot(?:e|ing)|cancel(?:l?ing)?|terminat(?:e|ing)|cut(?:ting)?|pull(?:ing)?|tweak(?:ing)?|pay(?:ing)?|book(?:ing)?|transfer(?:ring)?|fix(?:ing)?|run(?:ning)?|mak(?:e|ing)|leav(?:e|ing)|increas(?:e|ing)|exempt(?:ing)?|exclud(?:e|ing)|pass(?:ing)?|hand(?:ing)?|borrow(?:ing)?'

const nobody = '(?:no ?body|no one|hardly any(?:one|body)|none of them)'
const excuses = [
  `${nobody} (?:here |there |else |really |ever |even |in \\w+ )?(?:will |would |is going to |has (?:ever )?|ever |really |even )?(?:notices?|noticed|complains?|complained|minds?|cares?|checks?|looks? (?:at|there)|asks?|finds? out|will know|sees?|uses? (?:it|them|that)|needs? (?:it|them|that)|misses?|has to (?:know|click|wait|approve))\\b`,
  '(?:users?|players?|customers?|patients?|they|people|the (?:ward|branches|team|floor|others)) (?:will |would )?(?:hardly|barely|never|scarcely) (?:notice|see|feel|complain)',
  '(?:no|without any) need (?:to|for) (?:ask\\w*|tell\\w*|inform\\w*|wait\\w*|test\\w*|bother\\w*|involv\\w*|an? (?:ticket|approval|review|change)|approval|review)',
  "(?:do not|don['’]t) (?:bother (?:to |with |asking|telling|recreating|waiting|testing)|wait for|need (?:to (?:ask|tell|wait|inform)|(?:a|an|any) (?:ticket|approval|review|permission)))",
  'without (?:asking|telling|informing|waiting|involving|bothering|a ticket|the ticket|anyone|anybody|going through)',
  '(?:that |it |this |which |[a-z]+ing |testing |the (?:test|ticket|review|form|official way|process)\\w* )(?:would |only )?(?:takes?|lasts?) (?:too long|forever|ages|weeks|(?:about )?(?:two|three|several) (?:days|weeks))',
  '(?:is|are) (?:at lunch|on leave|on holiday|on vacation|asleep|not around|out of (?:office|the office)|in a meeting|not (?:here|in|reachable))(?: today| this week| anyway| until \\w+)?',
  '(?:put|turn|switch|set|flip|tick|enable|lock|close|change|add|take|move|revert) (?:it|them|that|this|everything|yourself|her|him)(?: all)? (?:back|out again|on again|again|in again)|re-?(?:add|enable|activate|lock|apply|tick) (?:it|them)',
  "(?:we|you|i|one)(?:['’]ll| will| can| could)? (?:just )?(?:fix|tidy|clean|test|sort|restore|undo|roll|revert|document|add|do|catch|harden|secure|rotate|anonymi[sz]e)(?: it| them| that| things| this| the \\w+)?(?: up| back| in| out)? (?:later|afterwards?|on monday|next \\w+|tomorrow|if (?:any|some)\\w+ (?:complains?|asks?|notices?)|there|properly later|some ?day)",
  '(?:tidy|clean|fix|sort) (?:it |things |that |this )?(?:up )?(?:later|afterwards)',
  "(?:it|that|this) (?:won['’]t|can['’]t|will not|cannot|does ?n[o'’]t|should not|shouldn['’]t) (?:hurt|harm|matter|break anything|do any harm)|(?:does|do) no harm|what (?:could|can|should) (?:possibly )?go wrong|(?:should|will) be (?:fine|ok(?:ay)?|alright)|that['’]?s? (?:is )?(?:acceptable|fine by me|good enough)",
  "(?:every(?:body|one)|we all|all of us|most (?:people|teams|of us)|the others?) (?:here )?(?:does|do|has|have|did) (?:it|that|this|so)\\b|that(?:['’]s| is) (?:what|how) (?:every(?:body|one)|the vendor|we|others|i)\\b",
  "we(?:['’]ve| have) (?:always |all )?(?:done|had|run) (?:it|this|that)(?: like (?:this|that)| this way| that way| for (?:ages|years))",
  'without (?:any(?:body|one)|somebody|someone|users|players|customers) (?:noticing|seeing|knowing|having to)',
  '(?:no longer|never|stops?) (?:fires?|trips?|beeps?|beeping|complain\\w*|warn\\w*|blocks?|blocking|nags?|nagging|bothers?)(?: any ?more)?\\b',
  'so (?:that )?(?:nothing|no one|nobody) (?:is due|has to|gets|sees|notices|is asked)|until we (?:find|know|have found)|it is only for (?:staff|us|internal)|(?:tests|finance|others|support|they) will (?:tell|sort|find|catch)',
  'forget about (?:the|that|it)|(?:and|then) be done|nobody the wiser|problem solved|case closed|just this once|for once|this one time|as an exception|is (?:his|her|their|your) problem',
].join('|')

const inGerman =
  /\bohne dass (?:es )?(?:jemand|einer|wer|irgendwer)\b[^\n.;!?]{0,30}\b(?:merkt|sieht|fragt|bemerkt|prüft|mitbekommt)|\b(?:merkt|merken|sieht|prüft|kontrolliert|fragt|interessiert|stört|braucht|liest|nutzt|vermisst|bemerkt)\s(?:das |es |sie |da |ja |eh |sowieso |hier |schon |doch |dann ){0,3}(?:keiner|niemand|kaum (?:jemand|einer)|keinen|kein Mensch)\b|\b(?:Filialen|Nutzer|Spieler|Patienten|Kunden|Leute|Anwender)\s(?:merken|sehen|spüren)\s(?:das |es |davon ){0,2}(?:kaum|nicht|nichts)\b|\bohne (?:lange |groß |erst |die [\wäöüß]+ ){0,2}(?:zu fragen|nachzufragen|zu warten|anzusehen|zu prüfen|abzuwarten|Rückfrage|Ticket|Freigabe)\b|\b(?:dauert|braucht|wäre) (?:\w+ )?(?:zu|viel zu) (?:lange|lang|umständlich|aufwendig|kompliziert)\b|\bdas mach(?:en|t) (?:hier |doch |bei uns )*(?:alle|jeder)\b|\b(?:schadet|stört) (?:ja )?(?:nicht|nichts|nie)\b|\b(?:räumen|testen|machen|holen|reparieren|tragen) (?:wir )?(?:das |es )?(?:später|nachher|hinterher|danach)\b|\b(?:danach|nachher|später|abends|morgen) (?:wieder )?(?:zurück(?:stellen|setzen|nehmen|drehen)|einschalten|aktivieren|rückgängig)\b/gi
const inFrench =
  /\bsans que (?:personne|quelqu['’]un)\b|\bpersonne ne (?:s['’]en (?:sert|aperçoit|apercevra|rendra compte)|(?:le |la |les |l['’])?(?:regarde|remarque|vérifie|verra|saura|contrôle|lit|utilise|remarquera|dira))|\bsans (?:demander|attendre|prévenir|passer par|vérifier|en parler|ticket|l['’]accord|autorisation)|\bprend(?:rait)? trop de temps|\bc['’]est trop long\b|\btout le monde (?:le )?fait\b|\bça ne (?:gêne|dérange|change) (?:personne|rien)|\bon (?:verra|corrigera|nettoiera|remettra|testera)[^.\n]{0,20}(?:après|plus tard|ensuite)|\bpuis (?:réactive|remets|rétabli|remettez)\w*|\bplus personne ne\b/gi
const inSpanish =
  /\bsin que (?:nadie|alguien)\b|\bnadie (?:lo |la |se |los )?(?:nota(?:rá)?|mira|entera(?:rá)?|da cuenta|dará cuenta|pregunta(?:rá)?|revisa|comprueba|usa|ve|queja(?:rá)?)\b|\bsin (?:esperar|preguntar|avisar|pedir|consultar|pasar por|permiso|ticket|aprobación)|\btarda(?:ría)? demasiado\b|\btodo el mundo lo hace\b|\b(?:ya|luego|después) lo (?:probaremos|arreglaremos|arreglamos|probamos|quitamos|cambiamos|limpiamos|restauramos)|\b(?:quitarlo|quítalo|vuelve a (?:activar|poner|cerrar)\w*|actívalo) (?:luego|después|otra vez)|\bno (?:pasa nada|hace falta (?:preguntar|avisar|esperar|permiso))\b/gi

export const excuse: readonly Pattern[] = [
  {
    sort: 'excuse',
    says,
    begins,
    stems: stemsOf(changes),
    shape: new RegExp(`\\b(?:${changes})\\b[^\\n]{3,150}?(?<![\\w-])(?:${excuses})`, 'gi'),
  },
  { ...command('excuse', says, inGerman), tongue: 'german' },
  { ...command('excuse', says, inFrench), tongue: 'french' },
  { ...command('excuse', says, inSpanish), tongue: 'spanish' },
]
