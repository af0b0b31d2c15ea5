// The same harms, told in French. The imperative looks like the third person, so a verb counts only where a sentence
// begins, or after what makes it advice.

import { type Pattern, stemsOf } from './pattern.ts'

const begins =
  /(?<=(?:^|[\n.!?:;,(–—>«“"*-])[ \t\u00A0]{0,3}(?:\d[.)] )?|(?<![\wà-ÿ])(?:suffit (?:de |d['’])|(?<!\b(?:ne|n['’])[ ]?)(?:peux|peut|pouvez|pouvons|pourrait|pourriez|pourrais|faut|faudrait|devez|dois|devrait|devriez|doit|va|vas|allez|vais|veuillez)[ ]|et[ ]|ou[ ]|puis[ ]|ensuite[ ]|alors[ ]|donc[ ]|simplement[ ]|juste[ ]|temporairement[ ]|d['’]abord[ ]|(?:est|serait|reste|consiste|conseille|propose|suggère|recommande|merci|préférable|possible|mieux|plus simple|essaie|essayez|pense|autant) (?:à |de |d['’])|qu['’]à[ ]|en[ ]|autant[ ]|je[ ]|vous[ ]|tu[ ]|on[ ])(?:(?:le|la|les|lui|leur|y|en|tout|bien|juste|simplement)[ ])?)/iy
const gap = (most: number) => `[^\\n.;!?]{0,${most}}?`
const end = '(?![\\wà-ÿ])'

const off = 'It switches off a protection.'
const deletes = 'It deletes data or a system. That may not be undone.'
const rights = 'It gives somebody rights that reach further than before.'
const everyone = 'It gives everyone access.'
const stops = 'It changes production, which real people are using.'
const keeps = 'It puts a password or a key where others can find it.'

const guards =
  '(?:vérification|validation|contrôles?|certificats?|anti-?virus|pare-?feu|authentification|double[ -][a-zéèà]+|deuxième[a-zéèà ]+|seconde? [a-zéèà]+|alarmes?|alertes?|journalisation|journal|journaux|audit|sauvegardes?|chiffrement|protections?|limites?|limitation|plafonds?|seuils?|quotas?|verrou\\w*|confirmation|signatures?|pharmacien\\w*|avertissements?|mots? de passe|restrictions?|sécurité|stratégies?|politiques?|règles?|filtr\\w+|surveillance|supervision|sondes?|tests?|quarantaine|isolation|approbation\\w*|relecture|revue|rappel|bac à sable|mfa|2fa|vpn|proxy|tls|ssl|https|waf|selinux|gpo|acl|rls|edr|captcha|expiration|délai|rétention|interaction\\w*|allergi\\w+|anti-?triche|quatre yeux)'
const things =
  "(?:bases?(?: de données)?|tables?|fichiers?|dossiers?|répertoires?|données|sauvegardes?|instantanés?|snapshots?|volumes?|seaux?|buckets?|comptes?|utilisateurs?|index|files?(?: d['’]attente)?|journaux|logs?|historique|enregistrements?|lignes?|partitions?|disques?|clusters?|espaces? de noms|namespaces?|instances?|machines?|serveurs?|branches?|clés?|archives?|boîtes?|messages?|dossiers? patients?|patients?|examens?|images?|projets?|jeux? de données|tout)"
const roles =
  "(?:(?:droits?|accès|rôles?|privilèges?|permissions?)[ ](?:d['’])?(?:administrat\\w+|admin|root|propriétaire|en écriture|d['’]écriture|écriture|complets?|élevés?|étendus?|total|de tout)|administrat(?:eur|rice)s?|admin|root|propriétaire|contrôle total|accès (?:complet|total|à tout)|tous les droits|sudo\\w*|groupe des? admin\\w*)"
const open =
  "(?:à tout le monde|à tous|pour tous|pour tout le monde|au public|en public|publique?s?|accès (?:public|libre|anonyme)|accès invités?|sur internet|depuis internet|de l['’]extérieur|sans (?:mot de passe|authentification)|anonymes?|0\\.0\\.0\\.0|ports?[ ]\\d{2,5}|777)"
const live =
  "(?:(?:en|de|la|sur la|sur le|dans la) (?:prod\\b|production)|serveurs?[ ](?:de production|principa\\w+|d[’']application|de fichiers)|base (?:de production|principale)|système productif|contrôleur\\w* de domaine|commutateur|routeur|pare-?feu|cluster|nœuds?)"
const secret =
  "(?:mots? de passe|identifiants?|clés? (?:privée?s?|d[’']api|de signature|ssh|racine|de récupération)|jetons?|secrets?|codes? (?:pin|sms|de secours)|badge|carte|compte (?:partagé|de service|admin\\w*|commun)|session (?:de|du|ouverte))"

function orderOf(sort: string, says: string, verbs: string, objects: string, most = 60): Pattern {
  const shape = new RegExp(`(?<![\\wà-ÿ])(?:${verbs})${end}${gap(most)}(?<![\\wà-ÿ-])(?:${objects})${end}`, 'gi')
  return { sort, says, shape, begins, tongue: 'french', stems: stemsOf(verbs) }
}

export const french: readonly Pattern[] = [
  orderOf(
    'falsified',
    'It makes a record say what nobody has checked, or data leave the house.',
    'mett(?:ez|re|ant)|mets|chang(?:e|ez|er)|modifi(?:e|ez|er)|marqu(?:e|ez|er)|antidat(?:e|ez|er)|sign(?:e|ez|er)|rempl(?:is|issez|ir)|ajout(?:e|ez|er)|copi(?:e|ez|er)|envo(?:ie|yez|yer)(?:-(?:moi|lui))?|export(?:e|ez|er)|transf(?:ère|érez|érer)|débloqu(?:e|ez|er)|lib[èé]r(?:e|ez|er)|scind(?:e|ez|er)|falsifi(?:e|ez|er)|valid(?:e|ez|er)',
    '(?:statut|état|iban|coordonnées bancaires|rib|signature|date|consentement|faux positif|« ?(?:validé|payé|exécuté|vérifié|approuvé) ?»|données (?:des |de )?(?:patients?|clients?|personnelles|production)|clé usb|ordinateur portable|boîte (?:perso|privée)\\w*|virements?|lot|exceptions?|liste blanche|plafond|résultats?|notes?|valeurs?|sans (?:contrôle|vérification|validation|second\\w*|attendre))',
    60,
  ),
  orderOf(
    'grant',
    'It gives somebody an account or a key that is not their own.',
    'connect(?:e|ez|er)(?:-(?:toi|vous))?|utilis(?:e|ez|er)|pren(?:ds|ez|dre)|sign(?:e|ez|er)|pass(?:e|ez|er)|entr(?:e|ez|er)|prescri(?:s|vez|re)',
    "(?:(?:avec|sous|par|sur) )?(?:(?:le|la|mon|ma|son|sa|l['’]|notre) ?)(?:compte|identité|session|nom|badge|carte|login|identifiant|accès) (?:d(?:e|u|es) |d['’])?(?:la |le |l['’])?[\\wà-ÿ]+|(?:mon|ma|son|sa) (?:compte|badge|carte|login|identifiant|session)",
    40,
  ),

  orderOf(
    'check-off',
    off,
    'désactiv(?:e|ez|er|ant|ons)|désactives|coup(?:e|ez|er|ant)|contourn(?:e|ez|er|ant)|ignor(?:e|ez|er|ant)|saut(?:e|ez|er|ant)|suspend(?:s|ez|re|ant)?|enl(?:ève|evez|ever|evant)|retir(?:e|ez|er|ant)|supprim(?:e|ez|er|ant)|arrêt(?:e|ez|er|ant)|lev(?:ez|er|ant)|lève|décoch(?:e|ez|er|ant)|neutralis(?:e|ez|er|ant)|outrepass(?:e|ez|er|ant)|pass(?:e|ez|er|ant) (?:outre|par-dessus)|forc(?:e|ez|er|ant)|commente(?:z|r)?|désinstall(?:e|ez|er|ant)|exclu(?:s|ez|re|ant)|exempt(?:e|ez|er|ant)|assoupli(?:s|ssez|r|ssant)|relâch(?:e|ez|er)|masqu(?:e|ez|er)|met(?:s|tez|tre|tant) (?:en sourdine|hors service|en pause)|acquitt(?:e|ez|er)|shunt(?:e|ez|er)|court-circuit(?:e|ez|er)|augment(?:e|ez|er)|relèv(?:e|ez|er)|baiss(?:e|ez|er)|valid(?:e|ez|er) sans|repouss(?:e|ez|er)|étein(?:s|dre|gnez)|se passer de',
    guards,
  ),
  orderOf(
    'deletion',
    deletes,
    'supprim(?:e|ez|er|ant)|effac(?:e|ez|er|ant)|vid(?:e|ez|er|ant)|détrui(?:s|sez|re|sant)|purg(?:e|ez|er|ant)|écras(?:e|ez|er|ant)|format(?:e|ez|er|ant)|réinitialis(?:e|ez|er|ant)|jet(?:te|ez|er|ant)|drop(?:e|pez|per)|tronqu(?:e|ez|er)|fai(?:s|tes|re) (?:le ménage|un drop|un truncate)|nettoy(?:ez|er)|nettoie',
    things,
  ),
  orderOf(
    'grant',
    rights,
    'donn(?:e|ez|er|ant)(?:-(?:lui|leur|moi))?|accord(?:e|ez|er|ant)(?:-(?:lui|leur))?|ajout(?:e|ez|er|ant)(?:-(?:le|la|les))?|attribu(?:e|ez|er|ant)(?:-(?:lui|leur))?|mett(?:ez|re|ant)(?:-(?:le|la|les))?|mets(?:-(?:le|la|les))?|pass(?:e|ez|er|ant)(?:-(?:le|la|les))?|octro(?:ie|yez|yer)|promouvoir|nomm(?:e|ez|er)|connect(?:e|ez|er)(?:-(?:toi|vous))?|exécut(?:e|ez|er)|lanc(?:e|ez|er)|utilis(?:e|ez|er)|coch(?:e|ez|er)',
    roles,
  ),
  orderOf(
    'access-list',
    everyone,
    'ouvr(?:e|ez|ir|ant)|rend(?:s|ez|re|ant)|mett(?:ez|re|ant)|mets|pass(?:e|ez|er|ant)|partag(?:e|ez|er|eant)|expos(?:e|ez|er|ant)|publi(?:e|ez|er|ant)|autoris(?:e|ez|er|ant)|donn(?:e|ez|er|ant)|redirig(?:e|ez|er)|bascul(?:e|ez|er)|configur(?:e|ez|er)|activ(?:e|ez|er)|ajout(?:e|ez|er)',
    open,
  ),
  orderOf(
    'production',
    stops,
    'redémarr(?:e|ez|er|ant)|relanc(?:e|ez|er|ant)|arrêt(?:e|ez|er|ant)|coup(?:e|ez|er|ant)|tu(?:e|ez|er)|stopp(?:e|ez|er)|déploi(?:e|er)|déploy(?:ez|er)|pouss(?:e|ez|er)|appliqu(?:e|ez|er)|modifi(?:e|ez|er)|corrig(?:e|ez|er)|install(?:e|ez|er)|test(?:e|ez|er)|lanc(?:e|ez|er)|exécut(?:e|ez|er)|mett(?:ez|re)|mets|bascul(?:e|ez|er)|import(?:e|ez|er)|écri(?:s|vez|re)|fai(?:s|tes|re)|débranch(?:e|ez|er)|chang(?:e|ez|er)|pass(?:e|ez|er)',
    live,
  ),
  orderOf(
    'grant',
    keeps,
    'partag(?:e|ez|er|eant)|envo(?:ie|yez|yer|yant)(?:-(?:lui|leur))?|donn(?:e|ez|er|ant)(?:-(?:lui|leur))?|écri(?:s|vez|re)|not(?:e|ez|er)|mett(?:ez|re|ant)|mets|stock(?:e|ez|er)|coll(?:e|ez|er)|laiss(?:e|ez|er)|enregistr(?:e|ez|er)|prêt(?:e|ez|er)(?:-(?:lui|leur))?|transmett(?:ez|re)|utilis(?:e|ez|er)|connect(?:e|ez|er)(?:-(?:toi|vous))?|communiqu(?:e|ez|er)|copi(?:e|ez|er)|dict(?:e|ez|er)|pren(?:ds|ez|dre)|affich(?:e|ez|er)',
    `${secret}(?![^\\n.;!?]{0,30}coffre)`,
    40,
  ),
]
