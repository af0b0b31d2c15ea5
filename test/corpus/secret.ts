// Made-up secrets of the shape, length, alphabet and checksum that each vendor gives its own. None was ever issued, and
// none is committed: a text of the corpus names one as {{name}}, and it is spelled when the text is read.

import { createHmac } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { spellToken } from '../../src/agent/token.ts'
import { alphanumeric, digits, hex, type Seeded, seeded, upper, urlSafe } from './seeded.ts'

type Maker = (chance: Seeded) => string

export const secrets = {
  'aws-key-id': (chance) => `AKIA${chance.letters(`${upper}234567`, 16)}`,
  'aws-session-key-id': (chance) => `ASIA${chance.letters(`${upper}234567`, 16)}`,
  'aws-secret': (chance) => chance.letters(`${alphanumeric}+/`, 40),
  'azure-storage-key': (chance) => chance.bytes(64).toString('base64'),
  'github-classic': (chance) => withChecksum('ghp_', chance.letters(alphanumeric, 30)),
  'github-server': (chance) => withChecksum('ghs_', chance.letters(alphanumeric, 30)),
  'github-fine': (chance) => `github_pat_${chance.letters(alphanumeric, 22)}_${chance.letters(alphanumeric, 59)}`,
  gitlab: (chance) => `glpat-${chance.letters(urlSafe, 20)}`,
  npm: (chance) => withChecksum('npm_', chance.letters(alphanumeric, 30)),
  'slack-bot': (chance) => `xoxb-${slackNumbers(chance, 2)}-${chance.letters(alphanumeric, 24)}`,
  'slack-user': (chance) => `xoxp-${slackNumbers(chance, 3)}-${chance.letters(hex, 32)}`,
  'slack-app': (chance) =>
    `xapp-1-A${chance.letters(`${digits}${upper}`, 10)}-${number(chance, 13)}-${chance.letters(hex, 64)}`,
  'slack-webhook': (chance) => {
    const id = (head: string, count: number) => `${head}${chance.letters(`${digits}${upper}`, count)}`
    return `https://hooks.slack.com/services/${id('T', 10)}/${id('B', 10)}/${chance.letters(alphanumeric, 24)}`
  },
  'stripe-live': (chance) => `sk_live_51${chance.letters(alphanumeric, 97)}`,
  'stripe-restricted': (chance) => `rk_live_51${chance.letters(alphanumeric, 97)}`,
  'google-api': (chance) => `AIza${chance.letters(urlSafe, 35)}`,
  openai: (chance) => `sk-proj-${chance.letters(urlSafe, 74)}T3BlbkFJ${chance.letters(urlSafe, 74)}`,
  anthropic: (chance) => `sk-ant-api03-${chance.letters(urlSafe, 93)}AA`,
  sendgrid: (chance) => `SG.${chance.letters(urlSafe, 22)}.${chance.letters(urlSafe, 43)}`,
  'twilio-token': (chance) => chance.letters(hex, 32),
  'telegram-bot': (chance) => `${number(chance, 10)}:AA${chance.letters(urlSafe, 33)}`,
  'discord-bot': (chance) => {
    const user = Buffer.from(number(chance, 19)).toString('base64url')
    return `${user}.${chance.letters(urlSafe, 6)}.${chance.letters(urlSafe, 38)}`
  },
  'discord-webhook': (chance) =>
    `https://discord.com/api/webhooks/${number(chance, 19)}/${chance.letters(urlSafe, 68)}`,
  countersign: (chance) => spellToken('live', chance.letters(alphanumeric, 8), chance.bytes(32)),
  jwt: (chance) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = {
      iss: 'https://login.harbour.test',
      sub: chance.letters(digits, 9),
      scope: 'orders:write',
      exp: 1798761600,
    }
    const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
    return `${body}.${createHmac('sha256', chance.bytes(32)).update(body).digest('base64url')}`
  },
  'pem-rsa': (chance) =>
    pem('RSA PRIVATE KEY', Buffer.concat([Buffer.from('308204a40201000282010100', 'hex'), chance.bytes(1180)]), 64),
  'pem-ec': (chance) => {
    const curve = Buffer.from('a00a06082a8648ce3d030107a14403420004', 'hex')
    const der = [Buffer.from('30770201010420', 'hex'), chance.bytes(32), curve, chance.bytes(64)]
    return pem('EC PRIVATE KEY', Buffer.concat(der), 64)
  },
  'pem-openssh': (chance) => {
    const head = Buffer.from('openssh-key-v1\0\0\0\0\u0004none\0\0\0\u0004none\0\0\0\0\0\0\0\u0001', 'latin1')
    return pem('OPENSSH PRIVATE KEY', Buffer.concat([head, chance.bytes(240)]), 70)
  },
  // A password as a generator in a vault writes it: no character that a URL would have to escape.
  password: (chance) => chance.letters(`${alphanumeric}${digits}-_.~`, 22),
  'hex-key': (chance) => chance.letters(hex, 48),
  'base64-key': (chance) => chance.bytes(32).toString('base64'),
  'totp-seed': (chance) => chance.letters(`${upper}234567`, 32),
} satisfies Record<string, Maker>

const makers = new Map<string, Maker>(Object.entries(secrets))

/** The secret of that name for one text; undefined for a name nobody knows. */
export function secretFor(id: string, name: string): string | undefined {
  return makers.get(name)?.(seeded(`corpus/${id}/${name}`))
}

/** GitHub and npm end their tokens with the CRC-32 of what stands before, in six base-62 digits. */
function withChecksum(head: string, body: string): string {
  let rest = crc32(body)
  let check = ''
  while (check.length < 6) {
    check = `${alphanumeric.charAt(rest % 62)}${check}`
    rest = Math.floor(rest / 62)
  }
  return `${head}${body}${check}`
}

function slackNumbers(chance: Seeded, count: number): string {
  return Array.from({ length: count }, () => number(chance, 13)).join('-')
}

function number(chance: Seeded, length: number): string {
  return `${1 + chance.below(9)}${chance.letters(digits, length - 1)}`
}

function pem(label: string, der: Buffer, width: number): string {
  const lines = der.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}
