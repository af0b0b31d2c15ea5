// Commands and settings of switches, routers, firewalls and shares that let more in than before.

import { command, order, type Pattern } from './pattern.ts'

const opens = 'It opens a network or a share to more than before.'
const routes = 'It changes where traffic goes.'
const deletes = 'It deletes data or a system. That may not be undone.'

export const network: readonly Pattern[] = [
  command(
    'exposure',
    opens,
    /\bpermit\s{1,3}(?:ip|tcp|udp|icmp)?\s{0,3}any\s{1,3}any\b|\bpermit\s{1,3}any\b|(?<=^|[\n,;:`]\s{0,8})no\s{1,3}(?:switchport\s{1,3}port-security|access-list|ip\s{1,3}access-group|aaa\b|dot1x|ip\s{1,3}(?:dhcp\s{1,3}snooping|arp\s{1,3}inspection|verify)|spanning-tree|storm-control|bpduguard|crypto|login|service\s{1,3}password|logging|ip\s{1,3}ssh|authentication)|\bspanning-tree\s[^\n]{0,30}(?:bpdufilter|bpduguard)\s{1,3}(?:enable|disable)|\bset\s{1,3}(?:srcaddr|dstaddr|srcintf|dstintf|service)\b[^\n]{0,12}["']?(?:all|any|ALL)\b|\bset\s{1,3}(?:action\s{1,3}accept|utm-status\s{1,3}disable|status\s{1,3}disable|inspection-mode)|\b(?:set|delete|deactivate)\s{1,3}security\s{1,3}(?:policies|zones|screen|nat)\b|\/ip\s{1,3}firewall\s{1,3}(?:filter|nat)\s{1,3}(?:add|disable|remove|set)\b|\btransport\s{1,3}input\s{1,3}(?:all|telnet)\b|\bsnmp-server\s{1,3}community\s{1,3}\S{1,30}\s{1,3}RW\b|\bpfctl\s{1,3}-d\b|\bsecurity-level\s{1,3}100\b|\bfw\s{1,3}unloadlocal\b|\bip\s{1,3}http\s{1,3}server\b|\benable\s{1,3}telnet\b|\bfirewall-cmd\s[^\n]{0,80}--(?:add-(?:port|service|rich-rule|source|forward-port)|remove-|zone=trusted|set-default-zone)|\bufw\s{1,3}(?:allow|delete|default\s{1,3}allow)\b|\b(?:ip6?tables)\s[^\n]{0,80}-(?:A|I|P|D)\s[^\n]{0,80}\bACCEPT\b|\bnft\s{1,3}(?:add|insert|delete|flush)\b|\bshared?\s{0,2}=\s{0,2}everyone\b/gi,
  ),
  command(
    'exposure',
    opens,
    /\bno_root_squash\b|(?:^|[\s"'`])\/[\w./-]{1,80}\s{1,4}\*\s{0,2}\((?:[\w,=]{0,60})rw|\bguest\s{1,2}ok\s{0,2}=\s{0,2}yes|\bmap\s{1,2}to\s{1,2}guest\s{0,2}=|\bforce\s{1,2}user\s{0,2}=\s{0,2}root|\b(?:create|directory)\s{1,2}mask\s{0,2}=\s{0,2}0?777|\bpublic\s{0,2}=\s{0,2}yes\b|\bwritable\s{0,2}=\s{0,2}yes[^\n]{0,40}guest|\banonymous_enable\s{0,2}=\s{0,2}YES|\banon_upload_enable\s{0,2}=\s{0,2}YES|\bauth_basic\s{1,3}off\b|\ballow\s{1,3}all\s{0,2};|\bRequire\s{1,2}all\s{1,2}granted\b|\bautoindex\s{1,2}on\b|\bSSLVerifyClient\s{1,2}none\b|\bproxy_ssl_verify\s{1,3}off\b|\bssl_verify_client\s{1,3}off\b|\bX11UseLocalhost\s{1,2}no\b|\bGatewayPorts\s{1,2}yes\b|\bssh\s[^\n]{0,80}\s-[A-Za-z]{0,4}R\s{1,2}\S|\bsocat\s[^\n]{0,80}TCP(?:4|6)?-LISTEN|\bnc\s{1,3}-\w{0,4}l\w{0,4}\s[^\n]{0,60}(?:-e|-c|\|)|\b(?:ngrok|cloudflared|localtunnel|tailscale\s{1,2}funnel|frpc|bore|serveo)\s{1,3}(?:tunnel|http|tcp|tls|local|\d|--)|\bdocker\s[^\n]{0,100}-H\s{1,2}tcp:\/\/|\b0\.0\.0\.0:23(?:75|76)\b|\bbind_ip_all\b|\blisten_addresses\s{0,3}=\s{0,3}["']?\*|\bbind-?address\s{0,3}[=:]\s{0,3}["']?(?:0\.0\.0\.0|\*|::)|\bip_forward\s{0,3}=\s{0,3}1\b|\bredirect\s{1,3}traffic\b|\baddress=\*:\d{2,5}|\bnetwork_mode:\s{0,2}["']?host\b|\btype:\s{0,2}(?:LoadBalancer|NodePort)\b|\b--type[= ](?:LoadBalancer|NodePort)\b|\bpublicly_?accessible["']?\s{0,3}[=:]\s{0,3}true|\bassociate_public_ip(?:_address)?\s{0,3}=\s{0,3}true|--publicly-accessible\b|--ingress[= ](?:all|external)\b|\bpublic_network_access\w{0,10}\s{0,3}=\s{0,3}(?:true|"Enabled")|\bblock_public_(?:acls|policy)\s{0,3}=\s{0,3}false|\brestrict_public_buckets\s{0,3}=\s{0,3}false|--source-ranges[= ]["']?0\.0\.0\.0\/0|\bcidr_blocks?\s{0,3}=\s{0,3}\[?\s{0,3}["']0\.0\.0\.0\/0|\bCidrIp["']?\s{0,3}:\s{0,3}["']?0\.0\.0\.0\/0|\bsource_ranges\s{0,3}=\s{0,3}\[\s{0,3}["']0\.0\.0\.0\/0|\ballowed_(?:cidrs?|ips?|hosts)\s{0,3}[=:]\s{0,3}\[?\s{0,3}["'](?:0\.0\.0\.0\/0|\*|::\/0)|\bfrom\s{1,3}0\.0\.0\.0\/0/gim,
  ),
  order(
    'exposure',
    opens,
    'forward(?:ing)?|open(?:ing)?(?: up)?|expos(?:e|ing)|publish(?:ing)?|map(?:ping)?|nat(?:ting)?|unblock(?:ing)?|allow(?:ing)?|permit(?:ting)?|bind(?:ing)?|add(?:ing)?|mak(?:e|ing)|creat(?:e|ing)|tunnel(?:l?ing)?|set(?:ting)?(?: up)?|attach(?:ing)?',
    '(?:the |a |an |tcp |udp |inbound |incoming |all )*(?:ports?(?: (?:range )?\\d{1,5}|s\\b)|rdp|smb|telnet|vnc|ftp|winrm|any[- ]any|any traffic|all (?:traffic|ports|protocols|inbound)|(?:ssh |vpn |reverse )?tunnels?\\b|reverse (?:proxy|ssh)|(?:public|elastic|floating|external) ip|load ?balancer service|nodeport|inbound rule|allow rule|public (?:link|url|share|endpoint|address|route)|anonymous (?:link|share)|port[- ]forward\\w*|dmz host|split tunnel\\w*)(?=[^\\n.;!?]{0,80}\\b(?:to|on|from|for|in|so|and|at|with|then|until|through)\\b|[.,;]|\\s*$)',
    45,
  ),
  order(
    'exposure',
    opens,
    'plug(?:ging)?|connect(?:ing)?|join(?:ing)?|bridg(?:e|ing)|hang(?:ing)?|attach(?:ing)?|put(?:ting)?|mov(?:e|ing)|patch(?:ing)?|link(?:ing)?|hook(?:ing)?|wir(?:e|ing)|pair(?:ing)?|tether(?:ing)?',
    '(?:to |into |in |on |onto |with |through )(?:the |your |our |a |an |my |that |same )+(?:[\\w-]+ ){0,2}(?:office|guest|public|internet|open|clinical|medical|production|control|ot|plant|management|admin|corporate|hospital|bank|core|trusted|internal|phone|mobile|home|unprotected)[- ]?(?:\\w+ )?(?:network|switch|lan|wlan|wi-?fi|vlan|subnet|segment|hotspot|zone|port|internet|dmz|vrf|socket)\\b',
    60,
  ),
  command(
    'routing',
    routes,
    /\bno\s{1,3}shut(?:down)?\b|(?:^|\n)\s{0,8}shutdown\s{0,3}(?:\n|$)|\bclear\s{1,3}(?:ip\s{1,3})?(?:bgp|ospf|route|arp|nat|crypto|xlate|conn)\b|\bip\s{1,3}route\s{1,3}(?:0\.0\.0\.0|\d)|\brouter\s{1,3}(?:bgp|ospf|eigrp)\b|\bset\s{1,3}(?:routing-options|protocols|interfaces|vlans)\s|\bdelete\s{1,3}(?:routing-options|protocols|interfaces|vlans)\s|\bspanning-tree\s{1,3}vlan\b|\bswitchport\s{1,3}(?:trunk|access|mode)\b|\bip\s{1,3}nat\s{1,3}(?:inside|outside)\b|\bdebug\s{1,3}(?:all|ip\s{1,3}packet)\b|\bcommit\s{1,3}(?:force|no-confirm)/gi,
  ),
  command(
    'deletion',
    deletes,
    /\b(?:write|wr)\s{1,3}erase\b|\berase\s{1,3}(?:startup|nvram|flash)|\bdelete\s{1,3}(?:\/\w{1,6}\s{1,3}){0,2}flash:|\breload\s{1,3}(?:in\b|at\b|\/|noconfirm)|\bload\s{1,3}(?:override|factory)|\brequest\s{1,3}system\s{1,3}(?:zeroize|reboot|halt)|\bexecute\s{1,3}(?:factoryreset|formatlogdisk|reboot)|\b\/system\s{1,2}reset-configuration\b/gi,
  ),
]
