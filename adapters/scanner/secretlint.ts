// secretlint’s rules, one by one. Its preset obeys the words “secretlint-disable” in the text that it reads, and an agent
// writes that text. What only stands for a secret is left out here as it is for our own shapes.

import { lintSource } from '@secretlint/core'
import { secretLintProfiler } from '@secretlint/profiler'
import { creator as onePassword } from '@secretlint/secretlint-rule-1password'
import { creator as anthropic } from '@secretlint/secretlint-rule-anthropic'
import { creator as aws } from '@secretlint/secretlint-rule-aws'
import { creator as basicAuth } from '@secretlint/secretlint-rule-basicauth'
import { creator as database } from '@secretlint/secretlint-rule-database-connection-string'
import { creator as gcp } from '@secretlint/secretlint-rule-gcp'
import { creator as github } from '@secretlint/secretlint-rule-github'
import { creator as gitlab } from '@secretlint/secretlint-rule-gitlab'
import { creator as linear } from '@secretlint/secretlint-rule-linear'
import { creator as npm } from '@secretlint/secretlint-rule-npm'
import { creator as openai } from '@secretlint/secretlint-rule-openai'
import { creator as privateKey } from '@secretlint/secretlint-rule-privatekey'
import { creator as sendgrid } from '@secretlint/secretlint-rule-sendgrid'
import { creator as shopify } from '@secretlint/secretlint-rule-shopify'
import { creator as slack } from '@secretlint/secretlint-rule-slack'
import type { Hit } from '../../src/screening/finding.ts'
import { saysSecret } from '../../src/screening/secrets.ts'
import { isStandIn } from '../../src/screening/stand-in.ts'

const rules = [
  { id: '1password', rule: onePassword, kind: 'a 1Password token' },
  { id: 'anthropic', rule: anthropic, kind: 'a key of a model provider' },
  { id: 'aws', rule: aws, kind: 'an AWS key' },
  { id: 'basicauth', rule: basicAuth, kind: 'an address with its password' },
  { id: 'database', rule: database, kind: 'a connection string with its password' },
  { id: 'gcp', rule: gcp, kind: 'a Google key' },
  { id: 'github', rule: github, kind: 'a GitHub token' },
  { id: 'gitlab', rule: gitlab, kind: 'a GitLab token' },
  { id: 'linear', rule: linear, kind: 'a token of a service' },
  { id: 'npm', rule: npm, kind: 'a package registry token' },
  { id: 'openai', rule: openai, kind: 'a key of a model provider' },
  { id: 'privatekey', rule: privateKey, kind: 'a private key' },
  { id: 'sendgrid', rule: sendgrid, kind: 'a key of a mail service' },
  { id: 'shopify', rule: shopify, kind: 'a Shopify token' },
  { id: 'slack', rule: slack, kind: 'a Slack token' },
]
// It keeps a note of every rule that it ever ran, and looks through all of them for each: a thread that lives long would
// grow without end, and be ended for it.
secretLintProfiler.mark = () => undefined

const config = { rules: rules.map(({ id, rule }) => ({ id, rule, options: {} })) }

export async function linted(text: string): Promise<readonly Hit[]> {
  const source = { filePath: 'draft.md', content: text, contentType: 'text', ext: '.md' } as const
  const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } })
  return messages.flatMap(({ ruleId, range: [from, to] }): Hit[] => {
    const rule = rules.find((one) => one.id === ruleId)
    if (rule === undefined || standsForOne(text.slice(from, to))) return []
    return [{ sort: `lint-${rule.id}`, severity: 'forbidden', says: saysSecret(rule.kind), from, to }]
  })
}

/** In an address it is the password that counts. */
function standsForOne(found: string): boolean {
  const password = /:\/\/[^\s:/@]{0,100}:([^\s@]{1,300})@/.exec(found)?.[1]
  return isStandIn(password ?? found)
}
