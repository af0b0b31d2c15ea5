// The same harms, told in Spanish. The imperative looks like the third person, so a verb counts only where a sentence
// begins, or after what makes it advice.

import { type Pattern, stemsOf } from './pattern.ts'

const begins =
  /(?<=(?:^|[\n.!?:;,(–—>«“"*¡-])[ \t]{0,3}(?:\d[.)] )?|(?<![\wà-ÿ])(?:basta con|bastaría con|(?<!\bno (?:se )?)(?:puedes?|pueden|podéis|podemos|podrías?|podría|debes?|deberías?|debe|tienes que|tiene que|hay que|habría que|vas a|conviene|toca)|y|o|e|luego|después|entonces|así que|simplemente|solo|sólo|temporalmente|primero|mejor|es|sería|fácil es|rápido es|simple es|sencillo es|solución es|recomiendo|sugiero|propongo|aconsejo|intenta|prueba a|favor(?: de)?|a|queda|falta|yo|tú|usted|se)[ ](?:(?:lo|la|los|las|le|les|te|se|todo|ya)[ ])?)/iy
const gap = (most: number) => `[^\\n.;!?]{0,${most}}?`
const end = '(?![\\wà-ÿ])'
/** What hangs on an imperative or an infinitive: bórralo, dárselo, saltarte. */
const on = '(?:(?:me|te|se|le|les|nos|os)?(?:lo|la|los|las|le|les|te|se)?)'

const off = 'It switches off a protection.'
const deletes = 'It deletes data or a system. That may not be undone.'
const rights = 'It gives somebody rights that reach further than before.'
const everyone = 'It gives everyone access.'
const stops = 'It changes production, which real people are using.'
const keeps = 'It puts a password or a key where others can find it.'

const guards =
  '(?:verificaci[óo]n|validaci[óo]n|comprobaci[óo]n\\w*|controles|control|certificados?|antivirus|cortafuegos|firewall|autenticaci[óo]n|doble [a-zñáéíóú]+|dos pasos|segund[oa] [a-zñáéíóú]+|cuatro ojos|alarmas?|alertas?|registro de auditor[íi]a|registros|auditor[íi]a|copias? de seguridad|respaldos?|cifrado|protecci[óo]n|l[íi]mites?|umbral(?:es)?|cuotas?|bloqueos?|confirmaci[óo]n|firmas?|firmante|aprobaci[óo]n\\w*|revisi[óo]n|avisos?|advertencias?|contraseñas?|restricci[óo]n\\w*|seguridad|pol[íi]ticas?|reglas?|filtros?|monitorizaci[óo]n|monitoreo|supervisi[óo]n|sondas?|pruebas|tests?|cuarentena|aislamiento|farmac[ée]utic\\w*|interacci[óo]n\\w*|alergias?|mfa|2fa|vpn|proxy|tls|ssl|https|waf|selinux|gpo|acl|edr|captcha|caducidad|retenci[óo]n|antitrampas|listas? de (?:acceso|bloqueo))'
const things =
  '(?:bases?(?: de datos)?|tablas?|archivos?|ficheros?|carpetas?|directorios?|datos|copias?|respaldos?|instant[áa]neas?|snapshots?|vol[úu]menes|volumen|buckets?|cuentas?|usuarios?|[íi]ndices?|colas?|registros?|logs?|historial(?:es)?|filas?|particiones|partici[óo]n|discos?|cl[úu]ster|clusters?|namespaces?|instancias?|m[áa]quinas?|servidor(?:es)?|ramas?|claves?|buz[óo]n|buzones|mensajes|pacientes?|estudios?|im[áa]genes|proyectos?|todo|partidas)'
const roles =
  '(?:(?:permisos?|derechos?|acceso|rol(?:es)?|privilegios?)[ ](?:de )?(?:administra\\w+|admin|root|propietari\\w+|escritura|total\\w*|complet\\w+|elevad\\w+|superusuario)|administrador(?:a|es)?|admin|root|propietari[oa]|superusuario|control total|acceso (?:total|completo|a todo)|todos los permisos|sudo\\w*|grupo de admin\\w*)'
const open =
  '(?:a todo el mundo|a todos|para todos|para todo el mundo|al p[úu]blico|en p[úu]blico|p[úu]blic[oa]s?|an[óo]nim[oa]s?|a internet|desde internet|desde fuera|al exterior|sin (?:contraseña|autenticaci[óo]n)|0\\.0\\.0\\.0|puerto[ ]\\d{2,5}|777|invitados?)'
const live =
  '(?:(?:en|de|a) (?:prod\\b|producci[óo]n)|servidor(?:es)?[ ](?:de producci[óo]n|principal\\w*|central\\w*|de archivos)|base (?:de producci[óo]n|principal)|sistema productivo|entorno (?:real|productivo)|controlador\\w* de dominio|conmutador|router|cortafuegos|cl[úu]ster|nodos?)'
const secret =
  '(?:contraseñas?|credenciales|claves? (?:privadas?|de api|de firma|ssh|ra[íi]z|de recuperaci[óo]n|maestra)|tokens?|secretos?|c[óo]digos? (?:pin|sms|de recuperaci[óo]n)|tarjeta|cuenta (?:compartida|de servicio|de admin\\w*|com[úu]n|gen[ée]rica)|usuario de(?:l)?|sesi[óo]n (?:de|del|abierta))'

function orderOf(sort: string, says: string, verbs: string, objects: string, most = 60): Pattern {
  const shape = new RegExp(`(?<![\\wà-ÿ])(?:${verbs})${on}${end}${gap(most)}(?<![\\wà-ÿ-])(?:${objects})${end}`, 'gi')
  return { sort, says, shape, begins, tongue: 'spanish', stems: stemsOf(verbs) }
}

export const spanish: readonly Pattern[] = [
  orderOf(
    'falsified',
    'It makes a record say what nobody has checked, or data leave the house.',
    'cambi(?:a|e|ar)|modific(?:a|ar)|modifique|marc(?:a|ar)|marque|pon|poner|antedat(?:a|ar)|firm(?:a|e|ar)|rellen(?:a|e|ar)|añad(?:e|ir)|copi(?:a|e|ar)|env[íi](?:a|e|ar)|mand(?:a|e|ar)|export(?:a|e|ar)|desbloque(?:a|e|ar)|liber(?:a|e|ar)|divid(?:e|ir)|falsific(?:a|ar)|aprueb(?:a|e)|aprobar|valid(?:a|e|ar)|confirm(?:a|e|ar)|escrib(?:e|ir)',
    '(?:estado|iban|cuenta bancaria|datos bancarios|firma|fecha|consentimiento|falso positivo|como (?:revisad|aprobad|pagad|verificad|probad)[oa]s?|datos de (?:los )?(?:pacientes?|clientes?|producci[óo]n)|datos personales|usb|port[áa]til|correo personal|transferencias?|pagos?|lote|excepci[óo]n|lista blanca|resultados?|notas?|valores|sin (?:revisi[óo]n|verificar|aprobaci[óo]n|el segundo|mirar))',
    60,
  ),
  orderOf(
    'grant',
    'It gives somebody an account or a key that is not their own.',
    'us(?:a|ar)|utiliz(?:a|ar)|entr(?:a|e|ar)|firm(?:a|e|ar)|con[ée]ct(?:a|e|ar)|toma|tomar|receta|recetar|inicia sesi[óo]n',
    '(?:(?:con|bajo|desde) )?(?:mi|su|tu|el|la) (?:usuario|cuenta|sesi[óo]n|tarjeta|firma|clave|login|nombre)(?: (?:de|del|de la) [\\wà-ÿ]+)?(?= para|[.,]|$| de| y| hasta| mientras)',
    40,
  ),

  orderOf(
    'check-off',
    off,
    'desactiv(?:a|e|ar|ad|ando)|desact[íi]va|deshabilit(?:a|e|ar|ad)|apag(?:a|ue|ar|ad)|qu[íi]t(?:a|e|ar|ad)|salt(?:a|e|ar|ando)|s[áa]lta|omit(?:e|a|ir)|ignor(?:a|e|ar|ad)|suspend(?:e|a|er)|elimin(?:a|e|ar)|evit(?:a|e|ar)|esquiv(?:a|e|ar)|burl(?:a|e|ar)|rode(?:a|ar)|detén|det(?:ener|enga)|pare|parar|desmarc(?:a|ar)|desmarque|sub(?:e|a|ir)|baj(?:a|e|ar)|levant(?:a|e|ar)|silenci(?:a|e|ar)|anul(?:a|e|ar)|exclu(?:ye|ya|ir)|exim(?:e|ir)|coment(?:a|e|ar)|desinstal(?:a|e|ar)|prescind(?:e|a|ir) de|sortea|sortear|pas(?:a|e|ar) por alto|afloj(?:a|e|ar)|relaj(?:a|e|ar)|puent(?:ea|ee|ear)|confirm(?:a|e|ar) sin|cierr(?:a|e) el aviso|aument(?:a|e|ar)',
    guards,
  ),
  orderOf(
    'deletion',
    deletes,
    'b[óo]rr(?:a|e|ar|ad|ando)|elimin(?:a|e|ar|ad)|elím[ií]na|suprim(?:e|a|ir)|vac[íi](?:a|e|ar|ad)|destru(?:ye|ya|ir)|purg(?:a|ue|ar)|sobrescrib(?:e|a|ir)|formate(?:a|e|ar)|reinici(?:a|e|ar) de cero|tir(?:a|e|ar)|trunca(?:r)?|trunque|limpi(?:a|e|ar)|haz (?:un )?(?:drop|truncate)|carg(?:ar)?te',
    things,
  ),
  orderOf(
    'grant',
    rights,
    'da|dé|dar|dad|dale|dales|darle|darles|concede|conceda|conceder|conc[ée]de|otorg(?:a|ue|ar)|asign(?:a|e|ar)|as[íi]gna|añad(?:e|a|ir)|añád[ea]|agreg(?:a|ue|ar)|pon|ponga|poner|met(?:e|a|er)|m[ée]te|haz|hacer|conviert[ea]|convertir|usar?|entr(?:a|e|ar)|conect(?:a|e|ar)|con[ée]cta|ejecut(?:a|e|ar)|lanz(?:a|ar)|marc(?:a|ar)|sub(?:e|ir)',
    roles,
  ),
  orderOf(
    'access-list',
    everyone,
    'abr(?:e|a|ir|id)|[áa]bre|pon|ponga|poner|p[óo]n|haz|hacer|h[áa]z|deja|dejar|comparte|comparta|compartir|public(?:a|ar)|publique|expon|exponer|permit(?:e|a|ir)|da|dar|dale|cambia|cambie|cambiar|pasa|pase|pasar|configur(?:a|e|ar)|redirig(?:e|ir)|activ(?:a|e|ar)|añad(?:e|ir)',
    open,
  ),
  orderOf(
    'production',
    stops,
    'rein[íi]ci(?:a|e|ar|ad)|rearranc(?:a|ar)|pare|parar|detén|detener|apag(?:a|ue|ar)|mat(?:a|e|ar)|despli(?:ega|egue)|desplegar|sub(?:e|a|ir)|aplic(?:a|ar)|aplique|modific(?:a|ar)|modifique|corrig(?:e|ir)|corrija|instal(?:a|e|ar)|prueb(?:a|e)|probar|lanz(?:a|ar)|ejecut(?:a|e|ar)|pon|poner|import(?:a|e|ar)|escrib(?:e|a|ir)|haz|hacer|desenchuf(?:a|e|ar)|cambi(?:a|e|ar)|pas(?:a|e|ar)|tumb(?:a|ar)|actualiz(?:a|ar)|actualice',
    live,
  ),
  orderOf(
    'grant',
    keeps,
    'comparte|comparta|compartir|env[íi](?:a|e|ar)|mand(?:a|e|ar)|da|dar|dale|dales|escrib(?:e|a|ir)|apunt(?:a|e|ar)|anot(?:a|e|ar)|pon|poner|guard(?:a|e|ar)|peg(?:a|ue|ar)|deja|deje|dejar|prest(?:a|e|ar)|pas(?:a|e|ar)|p[áa]sa|usar?|utiliz(?:a|ar)|entr(?:a|e|ar)|conect(?:a|e|ar)|con[ée]cta|copi(?:a|e|ar)|dict(?:a|e|ar)|met(?:e|er)|usa|di|decir|dile',
    `${secret}(?![^\\n.;!?]{0,30}(?:bóveda|gestor de contraseñas|caja fuerte))`,
    40,
  ),
]
