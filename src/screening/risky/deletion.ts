// Steps that delete something that cannot be brought back, or not quickly.

import { command, order, type Pattern } from './pattern.ts'

const deletes = 'It deletes data or a system. That may not be undone.'

export const deletion: readonly Pattern[] = [
  command(
    'deletion',
    'It runs a script that deletes something, by its name.',
    /(?:\b(?:node|python\d?(?:\.\d{1,2})?|ruby|perl|php|bash|sh|npm\s{1,2}run|yarn|pnpm|rake|rails|just|make|task|artisan|manage\.py|go\s{1,2}run|deno\s{1,2}run)\s{1,3}|(?<![\w/])\.{1,2}\/)(?:\.{0,2}[\w-][\w.-]{0,40}\/){0,4}(?:[\w-]{1,30}:)?(?:purge|delete|destroy|wipe|drop|erase|truncate|nuke|remove)[-_:](?![\w-]{0,20}(?:test|local|te?mp|cache|dev|preview|demo|fixture|sandbox|dist|build))[\w-]{1,40}/gi,
  ),
  order(
    'deletion',
    deletes,
    'delet(?:e|ing)|drop(?:ping)?|wip(?:e|ing)(?: out)?|purg(?:e|ing)|eras(?:e|ing)|truncat(?:e|ing)|destroy(?:ing)?|remov(?:e|ing)|clear(?:ing)?(?: out)?|flush(?:ing)?|empty(?:ing)?|nuk(?:e|ing)|format(?:ting)?(?! (?:is|was|are|of|for|string))|re-?format(?:ting)?|terminat(?:e|ing)|tear(?:ing)? down|decommission(?:ing)?|overwrit(?:e|ing)|reset(?:ting)?|prun(?:e|ing)|blow(?:ing)? away|trash(?:ing)?|discard(?:ing)?|shred(?:ding)?|recreat(?:e|ing)|re-?initiali[sz](?:e|ing)|zero(?:ing)? out|kill(?:ing)? off|throw(?:ing)? away|uninstall(?:ing)?|expir(?:e|ing)|get(?:ting)? rid of',
    "(?:[\\w`'’-]{1,30} ){0,4}?[`\"']?(?:databases?|tables?|schemas?|buckets?|volumes?|backups?|snapshots?|clusters?|namespaces?|records|rows?|users?(?! (?:guide|story|stories|interface))|customers?|accounts?|(?:customer |user |production |old |all |the |its |their )data|data (?:director(?:y|ies)|folder|set|files?|disk)|histor(?:y|ies)|partitions?|topics?|queues?|ind(?:ex|exes|ices)|disks?|slots?|repositor(?:y|ies)|repos?|audit (?:logs?|trail)|(?:all |the |old |archived |transaction )logs?|log (?:files?|director(?:y|ies))|wal(?: (?:files?|segments?))?|binlogs?|instances?|nodes?|servers?|vms?|machines?|droplets?|state ?files?|terraform state|deployments?|statefulsets?|pvcs?|pvs?|persistent ?volumes?(?: claims?)?|secrets?|keys?(?! word)|certificates?|registr(?:y|ies)|tenants?|workspaces?|projects?|organi[sz]ations?|mailbox(?:es)?|messages?|collections?|documents?|streams?|keyspaces?|vaults?|images? from the registry|releases?|replicas?|branches|everything|the (?:contents?|environment|stack|db|store|archive|cache cluster|file ?system|drive)|stacks?|environments?|resources?|recycle bins?|consumer groups?|offsets?|jobs? table|sessions?)(?![- ]?(?:tmp|temp))",
    40,
  ),
  command(
    'deletion',
    deletes,
    /\brm\s{1,4}(?:-{1,2}[\w-]{1,20}\s{1,4}){0,4}-{1,2}(?:[a-zA-Z]{0,6}[rRf][a-zA-Z]{0,6}|recursive|force)(?:\s{1,4}-{1,2}[\w-]{1,20}){0,4}\s{1,4}[^\s;&|`]{1,200}/g,
  ),
  command(
    'deletion',
    deletes,
    /\b(?:DROP|drop)\s{1,4}(?:table|database|schema|index|view|materialized view|column|user|role|tablespace|collection|keyspace|partition|publication|subscription|extension|function|sequence|trigger|type|owned|TABLE|DATABASE|SCHEMA|INDEX|VIEW|MATERIALIZED VIEW|COLUMN|USER|ROLE|TABLESPACE|COLLECTION|KEYSPACE|PARTITION|PUBLICATION|SUBSCRIPTION|EXTENSION|FUNCTION|SEQUENCE|TRIGGER|TYPE|OWNED)\b(?:\s{1,4}(?:IF EXISTS|if exists|CONCURRENTLY|concurrently))?\s{1,4}["'`\w]|\bTRUNCATE\b(?:\s{1,4}TABLE)?\s{1,4}["'`\w]|\btruncate\s{1,4}(?:table\s|-s\s{0,3}0\s)|\bDELETE\s{1,4}FROM\b|\bdelete\s{1,4}from\s{1,4}[\w."`]{1,60}\s{0,4}(?:where\b|;|$)|\bALTER\s{1,4}TABLE\s[^\n;]{0,80}\bDROP\b|\bpg_drop_replication_slot\b|\bpg_resetwal\b|\bRESET\s{1,4}MASTER\b|\bPURGE\s{1,4}BINARY\b|\bVACUUM\s{1,4}FULL\b/g,
  ),
  command(
    'deletion',
    deletes,
    /\bmkfs(?:\.\w{1,8})?\s|\bdd\s[^\n]{0,80}\bof=\/dev\/(?!null)|\bshred\s|\bwipefs\b|\bblkdiscard\b|\bfdisk\s{1,3}\/dev|\bparted\s[^\n]{0,40}\brm\b|\bzfs\s{1,3}(?:destroy|rollback)\b|\bzpool\s{1,3}destroy\b|\b(?:lv|vg|pv)remove\b|\bfind\s[^\n|]{0,160}(?:-delete\b|-exec\s{1,3}rm\b)|\bxargs\s[^\n|]{0,20}\brm\b|\bsgdisk\s{1,3}(?:-Z|--zap)|\bcryptsetup\s{1,3}(?:luksFormat|erase)|>\s{0,2}\/dev\/sd[a-z]|\bRemove-Item\s[^\n]{0,80}-Recurse|\brd\s{1,3}\/s|\bdel\s{1,3}\/[fsq]|\brsync\s[^\n]{0,120}--delete\b|\bunlink\s{1,3}\//gi,
  ),
  command(
    'deletion',
    deletes,
    /\bkubectl\s{1,4}(?:-{1,2}[\w-]{1,30}(?:[ =][\w./-]{1,60})?\s{1,4}){0,4}(?:delete|drain|replace\s{1,3}--force)\b|\boc\s{1,4}delete\b|\bhelm\s{1,4}(?:[\w=-]{1,40}\s{1,4}){0,3}(?:uninstall|delete)\b|\b(?:terraform|tofu|terragrunt|pulumi|cdk)\s{1,4}(?:run-all\s{1,4})?(?:destroy|state\s{1,4}rm|taint|force-unlock)\b|\b(?:terraform|tofu|terragrunt)\s{1,4}(?:run-all\s{1,4})?apply\b[^\n]{0,60}(?:-auto-approve|-destroy|-replace)|\bdocker\s{1,4}(?:(?:system|volume|image|container)\s{1,4}(?:prune|rm)|rm\s{1,4}-f|rmi)\b|\bdocker(?:-|\s{1,3})compose\s[^\n]{0,30}\bdown\s[^\n]{0,20}(?:-v|--volumes)|\bsystem\s{1,3}prune\b|\bkubeadm\s{1,3}reset\b|\bfinalizers["']?\s{0,3}:\s{0,3}(?:null|\[\s{0,3}\])|\bargocd\s{1,3}app\s{1,3}delete\b|\bvelero\s{1,3}backup\s{1,3}delete\b/gi,
  ),
  command(
    'deletion',
    deletes,
    /\baws\s{1,4}[\w-]{1,30}\s{1,4}(?:delete|terminate|purge|deregister|remove|detach|schedule-key-deletion|stop)-?[\w-]{0,40}|\baws\s{1,4}s3\s{1,4}(?:rm|rb|mv|sync\s[^\n]{0,120}--delete)\b|\b(?:gcloud|az|doctl|heroku|flyctl|fly|linode-cli|hcloud|openstack|oci|ibmcloud|nomad|vercel)\s[^\n;|]{0,80}?\b(?:delete|destroy|purge|remove|rm)\b|\bgsutil\s{1,4}(?:-m\s{1,4})?(?:rm|rb)\b|\bgcloud\s{1,3}storage\s{1,3}rm\b|\bpg:reset\b|\bs3cmd\s{1,3}(?:del|rb)\b|\bmc\s{1,3}(?:rm|rb)\b|\bbq\s{1,3}rm\b|\bazcopy\s{1,3}remove\b/gi,
  ),
  command(
    'deletion',
    deletes,
    /\bFLUSH(?:ALL|DB)\b|\bredis-cli\s[^\n]{0,80}\b(?:flush(?:all|db)|del|unlink)\b|\bdropdb\b|\bdropuser\b|(?:^|\s)(?:-X|--request)[ =]?["']?DELETE\b|^DELETE\s{1,3}\/\S|\bdropDatabase\s{0,2}\(|\.drop\(\)|\.(?:deleteMany|remove|delete_many)\(\s{0,3}\{\s{0,3}\}|\bdestroy_all\b|\bdelete_all\b|\.objects\.all\(\)\.delete\(|\bshutil\.rmtree\b|\brabbitmqctl\s{1,4}(?:purge_queue|delete_queue|reset|force_reset|delete_vhost)|\bkafka-(?:topics|consumer-groups|delete-records)(?:\.sh)?\s[^\n]{0,120}(?:--delete\b|--reset-offsets)|\bkafka-delete-records\b|\betcdctl\s{1,4}(?:[\w=:/.-]{1,60}\s{1,4}){0,3}del\b|\bvault\s{1,4}(?:kv\s{1,4})?(?:destroy|delete|secrets\s{1,4}disable|metadata\s{1,4}delete)\b|\bconsul\s{1,4}kv\s{1,4}delete\b|\bsidekiq\b[^\n]{0,40}\.clear\b|\bgit\s[^\n]{0,60}\bpush\s[^\n]{0,80}(?:--force\b|--force-with-lease\b|\s-f\b|--delete\b|\s\+\w|\s:\w)|\bgit\s{1,3}(?:reset\s{1,3}--hard|clean\s{1,3}-\w{0,4}[fdx]|filter-branch|filter-repo|reflog\s{1,3}expire|branch\s{1,3}-D)\b|\buserdel\b|\bdeluser\b|\bcrontab\s{1,3}-r\b|\bgpg\s{1,3}--delete-secret|\bnpm\s{1,3}unpublish\b|\bgh\s{1,3}(?:repo|release|secret)\s{1,3}delete\b|\bmongo(?:sh)?\b[^\n]{0,80}drop|\bcurator_cli\b[^\n]{0,80}delete|\bceph\s[^\n]{0,40}\b(?:rm|purge|zap|destroy|out)\b|\bnodetool\s{1,3}(?:decommission|removenode|assassinate|drain)\b|\bctl\s{1,3}delete\b|\bjournalctl\s{1,3}--vacuum\S{0,30}|\bhistory\s{1,3}-c\b|\btruncate\s{1,3}--size[ =]?0|:\s{0,2}>\s{0,2}\/var\/log/gim,
  ),
]
