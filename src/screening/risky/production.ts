// Steps that change what real people use at this moment. Only to name production is no risk; to act on it is.

import { command, order, type Pattern } from './pattern.ts'

const target = 'It changes production, which real people are using.'

const prod =
  '(?:(?:the )?(?<!(?:cs|sk|rk|pk)_)(?:prod|production|live)(?! (?:rate|rule|incident|like|line|data looks|ready|-ready|support|guide|docs?|runbook|channel|calendar|dashboard|metrics|logs?|freeze|readiness|deploys? (?:run|start|happen)))|[\\w.-]{1,40}(?<!\\b(?:cs|sk|rk|pk))[-_.](?:prod|prd|production|live)(?:[-_.][\\w.-]{1,40})?|(?:prod|prd|production)[-_.][\\w.-]{1,40})'

const flags =
  '(?:LaunchDarkly|Unleash|Flagsmith|Statsig|ConfigCat|GrowthBook|(?:feature[ -])?flags?|roll-?outs?|canary)'

export const production: readonly Pattern[] = [
  order(
    'production',
    'It switches something on for all users at once.',
    'set(?:ting)?|ramp(?:ing)?|rais(?:e|ing)|bump(?:ing)?|dial(?:ing)?|crank(?:ing)?|flip(?:ping)?|turn(?:ing)?|switch(?:ing)?|push(?:ing)?',
    `(?:100 ?%|all users|everyone|everybody)(?=[^\\n.;!?]{0,60}\\b${flags}\\b)|${flags}[\`"']?[^\\n.;!?]{0,25}\\b(?:to|at|for)\\s(?:100 ?%|all users|everyone|everybody)`,
  ),
  order(
    'production',
    'It switches something on for all users at once.',
    'roll(?:ing)?|ship(?:ping)?|releas(?:e|ing)|ramp(?:ing)?',
    '(?:out )?(?:to|for) (?:100 ?% of (?:the |our |all )?(?:users|customers|traffic)|all (?:users|customers)|everyone|everybody)',
  ),
  command(
    'production',
    'It lets a pipeline change production without anybody’s word.',
    /\benvironment:\s{0,12}(?:name:\s{0,3})?["']?(?:prod|production|live)\b[\s\S]{0,160}?\b(?:allow_failure:\s{0,3}true|when:\s{0,3}always)\b/gi,
  ),
  order(
    'production',
    target,
    'run(?:ning)?|apply(?:ing)?|deploy(?:ing)?|re-?deploy(?:ing)?|restart(?:ing)?|reboot(?:ing)?|migrat(?:e|ing)|execut(?:e|ing)|promot(?:e|ing)|push(?:ing)?|roll(?:ing)? ?(?:back|out|it)|ship(?:ping)?|releas(?:e|ing)|scal(?:e|ing)(?: down| up)?|patch(?:ing)?|updat(?:e|ing)|upgrad(?:e|ing)|chang(?:e|ing)|edit(?:ing)?|modify(?:ing)?|set(?:ting)?|switch(?:ing)?|fail(?:ing)? ?over|cordon(?:ing)?|stop(?:ping)?|start(?:ing)?|kill(?:ing)?|shut(?:ting)? ?down|bounc(?:e|ing)|test(?:ing)?(?: (?:it|this|that))?|experiment(?:ing)?|merg(?:e|ing)|enabl(?:e|ing)|disabl(?:e|ing)|turn(?:ing)? (?:on|off)|flip(?:ping)?|toggl(?:e|ing)|rotat(?:e|ing)|reload(?:ing)?|reconfigur(?:e|ing)|resiz(?:e|ing)|import(?:ing)?|load(?:ing)?(?! tests?)|replay(?:ing)?|re-?run(?:ning)?|backfill(?:ing)?|insert(?:ing)?|write|writing|fix(?:ing)?|hotfix(?:ing)?|ssh|log(?:ging)? ?(?:in|on)(?:to)?|connect(?:ing)?|exec(?:ing)?|tweak(?:ing)?|tun(?:e|ing)|install(?:ing)?|replac(?:e|ing)|remov(?:e|ing)|delet(?:e|ing)|drop(?:ping)?|add(?:ing)?|copy(?:ing)?|point(?:ing)?|rais(?:e|ing)|lower(?:ing)?|increas(?:e|ing)|decreas(?:e|ing)|swap(?:ping)?|pause|pausing|detach(?:ing)?|attach(?:ing)?|rename|renaming|alter(?:ing)?|reset(?:ting)?|failover|mount(?:ing)?|do (?:it|this|that)|use|using',
    prod,
    70,
  ),
  command(
    'production',
    target,
    /\b(?:kubectl|helm|oc)\s[^\n]{0,120}?(?:apply|create|replace|patch|edit|scale|rollout (?:restart|undo)|set|exec|cp|label|annotate|cordon|drain|taint|install|upgrade|rollback)\b(?=[^\n]{0,160}(?:\b(?:prod|prd|production|live)\b|[-_/](?:prod|prd|production)\b))/gi,
  ),
  command(
    'production',
    target,
    /\b(?:kubectl|helm|oc)\s[^\n]{0,100}(?:-n|--namespace|--context|--kube-context|--kubeconfig)[ =][\w./-]{0,60}?(?:prod|prd|production|live)[\w.-]{0,40}\s[^\n]{0,60}?(?:apply|create|replace|patch|edit|scale|rollout\s{1,3}(?:restart|undo)|set|exec|cp|label|drain|install|upgrade|rollback)\b/gi,
  ),
  command(
    'production',
    target,
    /\b(?:psql|mysql|mongosh?|redis-cli|sqlcmd|clickhouse-client)\s[^\n]{0,120}\b\w{0,30}[-_.]?(?:prod|prd|production)\b[^\n]{0,160}\b(?:update|insert|delete|alter|create|drop|truncate|grant|set|reindex|vacuum|flush\w{2,3}|-f)\b/gi,
  ),
  command(
    'production',
    target,
    /\b(?:ansible(?:-playbook)?|fab|cap|capistrano|knife|salt|puppet|chef-client|eb|serverless|sls|sam|cdk|skaffold|flyctl|heroku|vercel|netlify|gcloud|aws|az|nomad|waypoint|rake|rails|bin\/rails|manage\.py|npm run|yarn|make|terraform|tofu|pulumi|flux|argocd|spinnaker|dokku)\s[^\n]{0,160}?\b(?:prod|prd|production)\b(?=[^\n]{0,160})/gi,
  ),
  command(
    'production',
    target,
    /\b(?:RAILS_ENV|NODE_ENV|APP_ENV|ENV|ENVIRONMENT|DJANGO_ENV|FLASK_ENV|MIX_ENV|STAGE|TARGET)=["']?(?:prod|prd|production|live)\b["']?[ \t]{1,3}\S|\bssh\s{1,3}(?:-\S{1,30}\s{1,3}){0,4}(?:[\w.-]{1,40}@)?[\w.-]{0,40}(?:prod|prd|production)[\w.-]{0,40}|\b(?:scp|rsync)\s[^\n]{0,120}[\w.-]{0,40}(?:prod|prd|production)[\w.-]{0,40}:/gi,
  ),
  command(
    'production',
    target,
    /\b(?:systemctl|service|supervisorctl|pm2|rc-service)\s{1,3}(?:[\w@.-]{1,40}\s{1,3})?(?:stop|disable|mask|kill)\b|\b(?:shutdown|reboot|poweroff|halt)\s{1,3}(?:-\w|now)|\bsudo\s{1,3}(?:reboot|poweroff|halt|init\s{1,3}[06])\b|\bkillall\s|\bpkill\s{1,3}-\w|\bkill\s{1,3}-9\s|\bpg_terminate_backend\b|\bKILL\s{1,3}(?:QUERY\s|CONNECTION\s)?\d|\bkubectl\s[^\n]{0,60}\b(?:rollout\s{1,3}undo|cordon|scale)\b|\bALTER\s{1,3}SYSTEM\b|\bsysctl\s{1,3}-w\b|\becho\s[^\n]{0,40}>\s{0,2}\/proc\/|\bREINDEX\s|\bALTER\s{1,3}TABLE\s/g,
  ),
]
