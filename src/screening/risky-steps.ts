// Finds steps that change who has access: loosened permissions, opened policies, granted roles, switched-off checks of
// access. It reads prose as well as code, since the advice that was followed was prose. Every pattern is linear:
// bounded gaps, no nested repetition. Other kinds of risk are other files.

import type { Finding, Material, Where } from './finding.ts'

type Pattern = { readonly sort: string; readonly shape: RegExp; readonly says: string }

const patterns: readonly Pattern[] = [
  {
    sort: 'access-list',
    shape:
      /\b(?:loosen|relax|widen|open(?: up)?|remove|disable|drop|delete|clear|turn off|switch off|bypass|skip|lift)\b.{0,40}\b(?:ACLs?|access[- ]control(?: lists?)?|access (?:lists?|rules?|checks?|polic(?:y|ies))|permissions?|authoriz?s?ation|IAM (?:polic(?:y|ies)|conditions?))\b/gi,
    says: 'It loosens access control: people without clearance may be able to read or change data.',
  },
  {
    sort: 'access-list',
    shape:
      /\b(?:ACLs?|access[- ]control(?: lists?)?|permissions?|bucket polic(?:y|ies)|polic(?:y|ies))\b.{0,40}\b(?:to|with|for|=)\s{0,3}["'`]?(?:everyone|everybody|anyone|all users|all employees|public|world|allUsers|allAuthenticatedUsers|\*|0\.0\.0\.0\/0)/gi,
    says: 'It gives everyone access.',
  },
  {
    sort: 'grant',
    shape: /\bGRANT\s{1,4}[\w, ]{1,80}\s{1,4}(?:ON|TO)\b/g,
    says: 'It grants database rights.',
  },
  {
    sort: 'grant',
    shape:
      /\b(?:add-iam-policy-binding|set-iam-policy|put-bucket-(?:acl|policy)|put-user-policy|attach-(?:user|role|group)-policy|create-access-key|authorize-security-group-ingress|delete-public-access-block)\b/gi,
    says: 'It changes a cloud access policy.',
  },
  {
    sort: 'grant',
    shape: /\bkubectl\s{1,4}(?:create|apply|edit|patch)\s.{0,40}\b(?:clusterrolebindings?|rolebindings?)\b/gi,
    says: 'It binds a role in the cluster.',
  },
  {
    sort: 'grant',
    shape:
      /\b(?:give|grant|assign|make|add)\b.{0,40}\b(?:admin(?:istrator)?(?: rights?| role| access| group)?|root(?: access)?|superuser|owner role|cluster-admin|sudo(?:ers)?|full (?:access|control|rights))\b/gi,
    says: 'It gives somebody administrator rights.',
  },
  {
    sort: 'file-mode',
    shape: /\bchmod\s{1,4}(?:-[A-Za-z]{1,8}\s{1,4}){0,3}(?:0?777|0?666|[augo]{0,4}\+[rwxst]{0,5}w|4[0-7]{3})\b/g,
    says: 'It opens file permissions.',
  },
  {
    sort: 'file-mode',
    shape: /\b(?:setfacl\s{1,4}-[a-zA-Z]{1,4}\s|icacls\s.{0,60}\/grant|chown\s{1,4}-R)/gi,
    says: 'It changes who may read or write files.',
  },
  {
    sort: 'check-off',
    shape:
      /\b(?:setenforce\s{1,4}0|ufw\s{1,4}disable|iptables\s{1,4}-F|SELINUX=(?:disabled|permissive)|DISABLE ROW LEVEL SECURITY|NO FORCE ROW LEVEL SECURITY)\b/gi,
    says: 'It switches off a protection of access.',
  },
  {
    sort: 'check-off',
    shape:
      /\b(?:disable|turn off|switch off|bypass|skip|remove)\b.{0,30}\b(?:MFA|2FA|two[- ]factor|multi[- ]factor|SSO|login|authentication|auth checks?|row[- ]level security|firewall)\b/gi,
    says: 'It switches off a protection of access.',
  },
]

export function riskySteps(material: Material): readonly Finding[] {
  const parts = [
    { text: material.text, where: {} },
    ...material.steps.map((step, index) => ({ text: step.text, where: { step: index } })),
  ]
  return parts.flatMap(({ text, where }) => found(text, where))
}

function found(text: string, part: Pick<Where, 'step'>): Finding[] {
  const findings: Finding[] = []
  for (const { sort, shape, says } of patterns) {
    for (const match of text.matchAll(shape)) {
      const where = { ...part, from: match.index, to: match.index + match[0].length }
      findings.push({ check: 'risky-steps', sort, severity: 'high', where, says })
    }
  }
  return findings
}
