// Steps that expose something to more of the world, and steps that send traffic elsewhere.

import { command, order, type Pattern } from './pattern.ts'

const exposes = 'It exposes something to the network: more of the world may be able to reach it.'
const routes = 'It changes where traffic goes.'

const world =
  '(?:(?:the )?(?:public )?internet|(?:the )?(?:whole |outside |entire )?world|(?:the )?public(?:ly)?|everyone|anyone|anywhere|any (?:ip|address|source|host|network)|all (?:ips?|addresses|sources|traffic|interfaces|networks|ports|origins|hosts)|0\\.0\\.0\\.0(?:\\/0)?|::\\/0|every (?:origin|address|interface|ip|host)|outside(?: the (?:vpn|network|company|office))?|a public (?:ip|address|subnet|endpoint|url|load balancer))'

export const exposure: readonly Pattern[] = [
  order(
    'exposure',
    'It puts a secret where the code is kept, and where it stays for ever.',
    'commit(?:ting)?|push(?:ing)?|check(?:ing)? in',
    '[`"\']?(?:\\.env\\b|id_rsa|(?:the |our |your )?(?:credentials|secrets|passwords?|private keys?|key ?files?|kubeconfig|service account key))[`"\']?(?=[^\\n.;!?]{0,30}\\b(?:repo\\w*|git|branch|main)\\b)',
    20,
  ),
  order(
    'exposure',
    exposes,
    'open(?:ing)?(?: up)?|expos(?:e|ing)|publish(?:ing)?|allow(?:ing)?|permit(?:ting)?|accept(?:ing)?|bind(?:ing)?|listen(?:ing)?|mak(?:e|ing)|set(?:ting)?|chang(?:e|ing)|forward(?:ing)?|attach(?:ing)?|assign(?:ing)?|add(?:ing)?|giv(?:e|ing)|point(?:ing)?|put(?:ting)?|move|moving|whitelist(?:ing)?|allow-?list(?:ing)?|mark(?:ing)?',
    `(?:to|on|from|for|with|by|as|of|=|:)? ?(?:inbound |incoming |ingress )?(?:from |to )?${world}(?! (?:docs?|documentation|channel|holiday|statement|key|roadmap|status|note|announcement|api reference|changelog|page))`,
    60,
  ),
  order(
    'exposure',
    exposes,
    'open(?:ing)?(?: up)?|expos(?:e|ing)|unblock(?:ing)?',
    '(?:inbound |incoming |tcp |udp )?ports? `?\\d{1,5}|the (?:firewall|security group|network|database|management interface|api server)(?! (?:tab|panel|page|view|inspector|monitor|menu|docs?|guide|settings))',
  ),
  order('exposure', exposes, 'open(?:ing)?(?: up)?|expos(?:e|ing)|unblock(?:ing)?', 'ports?', 15),
  order(
    'exposure',
    exposes,
    'expos(?:e|ing)|publish(?:ing)?|open(?:ing)?(?: up)?',
    '(?:admin (?:panel|console|interface|ui)|dashboard|(?:metrics|debug) endpoint)(?: up)? (?:to|for|on) (?:the (?:internet|world|public|outside|office|whole|company)|all|every\\w*|any\\w*|our|customers|partners|guests|outsiders)',
  ),
  order(
    'exposure',
    exposes,
    'expos(?:e|ing)|unblock(?:ing)?',
    'the (?:admin (?:panel|console|interface|ui)|dashboard|(?:metrics|debug) endpoint)',
  ),
  order(
    'exposure',
    exposes,
    'shar(?:e|ing)|publish(?:ing)?|upload(?:ing)?|export(?:ing)?|copy(?:ing)?|send(?:ing)?|dump(?:ing)?|post(?:ing)?|paste|pasting|mov(?:e|ing)|e-?mail(?:ing)?|sync(?:ing)?|forward(?:ing)?',
    '(?:anyone with the link|a public (?:bucket|repo(?:sitory)?|gist|channel|link|folder|url|drive)|(?:pastebin|a gist|gist\\.github|transfer\\.sh|file\\.io|dropbox|wetransfer|(?:your|my|a) (?:own |personal )(?:laptop|account|mail|e-?mail|drive|machine|gmail|bucket))|(?:customer|user|patient|personal|production) (?:data|records|table|database|dump|emails?)(?= (?:to|into|onto|with))|an? (?:external|third[- ]party|outside) \\w+)',
    70,
  ),
  order(
    'exposure',
    exposes,
    'disabl(?:e|ing)|remov(?:e|ing)|turn(?:ing)? off|switch(?:ing)? off|delet(?:e|ing)|uncheck(?:ing)?|untick(?:ing)?',
    '(?:the )?(?:["“]?block (?:all )?public access|public access block|network polic(?:y|ies)|vpn(?: requirement)?|ip (?:allow-?list|restrictions?|filter)|private endpoint|network isolation)',
  ),
  command(
    'exposure',
    exposes,
    /\b0\.0\.0\.0\/0\b|(?<![\w:])::\/0\b|--cidr[ =]0\.0\.0\.0|--source-ranges?[ =]["']?0\.0\.0\.0|\s(?:-p|--publish)[ =](?:0\.0\.0\.0:)\d{1,5}|--address[ =]0\.0\.0\.0|--(?:host|bind|listen|bind-address)[ =]["']?(?:0\.0\.0\.0|::|\*)|\b(?:listen_addresses|bind-address|bind_ip|network\.host|bind)\s{0,3}[=: ]\s{0,3}["']?(?:\*|0\.0\.0\.0|::)|--publicly-accessible|\bpublicly_accessible\s{0,3}[=:]\s{0,3}true|\bpublicNetworkAccess["']?\s{0,3}[=:]\s{0,3}["']?Enabled|\bassociate_public_ip_address\s{0,3}=\s{0,3}true|\bAccess-Control-Allow-Origin["']?\s{0,3}[:,=]?\s{0,3}["']?(?:\*|\$http_origin|\$\{?origin|req(?:uest)?\.(?:headers?|get)|ctx\.(?:get|request)|origin\b)|\b(?:proxy_pass|reverse_proxy|ProxyPass)\s[^\n;]{0,80}:(?:2375|2376|2379|2380|6443|10250|10255|6379|9200|27017|5432|3306|8500|8200|11211)\b|\bkubectl\s[^\n]{0,40}\bexpose\s|"?type"?:\s{0,3}"?(?:LoadBalancer|NodePort)\b|\bngrok\s{1,3}(?:http|tcp|tls)|\bcloudflared\s{1,3}tunnel|\blocaltunnel\b|\blt\s{1,3}--port|\bssh\s[^\n]{0,60}\s?-R\s|\biptables\s[^\n]{0,80}-j\s{1,3}ACCEPT|\biptables\s{1,3}-P\s{1,3}\w{1,10}\s{1,3}ACCEPT|\bufw\s{1,3}(?:default\s{1,3})?allow\b|\bfirewall-cmd\s[^\n]{0,80}--add-(?:port|service|source)|\bnetsh\s{1,3}advfirewall\s[^\n]{0,60}(?:allow|off)|\bfirewall-rules\s{1,3}create\b|\bnsg\s{1,3}rule\s{1,3}create\b|--ingress[ =]all\b|\btailscale\s{1,3}funnel\b|\bgh\s{1,3}gist\s{1,3}create\s[^\n]{0,60}--public|\bnc\s{1,3}-l\S{0,6}\s|\bpython3?\s{1,3}-m\s{1,3}http\.server|\bblock_public_(?:acls|policy)\s{0,3}=\s{0,3}false|\bBlockPublic(?:Acls|Policy)=false/gi,
  ),
  order(
    'routing',
    routes,
    '(?:re-?)?rout(?:e|ing)|point(?:ing)?|redirect(?:ing)?|send(?:ing)?|shift(?:ing)?|switch(?:ing)?|mov(?:e|ing)|flip(?:ping)?|swing(?:ing)?|divert(?:ing)?|cut(?:ting)? over|steer(?:ing)?|drain(?:ing)?|rotat(?:e|ing)|fail(?:ing)? ?over|split(?:ting)?|mirror(?:ing)?',
    '(?:(?:all |live |the |user |customer |production |\\d{1,3} ?% of (?:the )?)*traffic|(?:the )?(?:dns|cname|a record|mx records?|nameservers?|apex|load ?balancer|ingress|vip|virtual ip|default (?:route|gateway)|upstreams?|region|availability zone|replica|secondary|standby|other (?:region|data ?cent(?:er|re)|zone|cluster)))',
  ),
  order(
    'routing',
    routes,
    'chang(?:e|ing)|updat(?:e|ing)|edit(?:ing)?|replac(?:e|ing)|set(?:ting)?|remov(?:e|ing)|delet(?:e|ing)|withdraw(?:ing)?|add(?:ing)?|announc(?:e|ing)|advertis(?:e|ing)|lower(?:ing)?|modify(?:ing)?|overwrit(?:e|ing)|withdraw(?:ing)?',
    "(?:the )?(?:(?:public )?dns (?:records?|entry|zone|server|settings?)|(?:cname|mx|a|ns|txt|aaaa) records?|(?:cname|mx|ttl|nameservers?|dns|vip|a record) (?:of|for|from)|nameservers?|name servers|default (?:route|gateway)|static routes?|rout(?:e|ing) tables?|routing (?:rules?|polic(?:y|ies))|routes?|bgp (?:sessions?|routes?|prefix(?:es)?|announcements?|communit(?:y|ies))|prefix(?:es)?|load ?balancer(?:['’]s)? (?:rules?|targets?|weights?|config(?:uration)?|listeners?|pool)|load ?balancer|peering|nat (?:gateway|rule)s?|vlan|virtual service|traffic (?:split|weights?|polic(?:y|ies))|ingress rules?|(?:resolv\\.conf|hosts file)|proxy_pass|upstreams?)",
  ),
  command(
    'routing',
    routes,
    /\b(?:set|disable|enable)\s{1,3}server\s{1,3}[\w.-]{1,60}\/[\w.-]{1,60}(?:\s{1,3}(?:weight|state|addr|agent|health)\b)?/gi,
  ),
  command(
    'routing',
    routes,
    /\bip\s{1,3}(?:-\S{1,3}\s{1,3})?(?:route|rule)\s{1,3}(?:add|del|delete|change|replace|flush)\b|\bip\s{1,3}link\s{1,3}set\s[^\n]{0,40}\bdown\b|\bifconfig\s{1,3}\S{1,20}\s{1,3}down\b|\bip\s{1,3}addr\s{1,3}(?:add|del|flush)\b|\broute\s{1,3}(?:add|del(?:ete)?|change)\b|\bchange-resource-record-sets\b|\brecord-sets\s{1,3}(?:transaction|create|update|delete)\b|\bnsupdate\b|\bvtysh\b|\b(?:no\s{1,3})?router\s{1,3}bgp\b|\bneighbor\s\S{1,40}\s{1,3}shutdown\b|\b(?:create|delete|replace|associate|disassociate)-route(?:-table)?\b|\bmodify-(?:listener|rule|target-group|db-instance)\b|\bderegister-targets\b|\bdns\s{1,3}record\s{1,3}(?:create|delete|update)\b|\biptables\s[^\n]{0,60}(?:-t\s{1,3}nat|PREROUTING|DNAT|REDIRECT)|\bnmcli\s{1,3}con\S{0,10}\s{1,3}(?:down|modify|delete)|\bvirtual(?:S|s)ervice\b[^\n]{0,60}weight|\bpg_promote\b|\bpg_ctl\s{1,3}promote\b|\bpatronictl\s{1,3}(?:failover|switchover)|\bsentinel\s{1,3}failover\b|\bfailover-db-cluster\b|\bCLUSTER\s{1,3}FAILOVER\b|\bset-traffic\b|\bupdate-traffic\b|--to-revisions[ =]/gi,
  ),
]
