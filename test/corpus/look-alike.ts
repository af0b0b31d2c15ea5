// What looks like a secret or like somebody's private number and is neither, and, last, made-up numbers of people with
// the check digits that real ones have. Named in a text as {{name}}, like the secrets.

import { alphanumeric, digits, hex, type Seeded, seeded, upper } from './seeded.ts'

type Maker = (chance: Seeded) => string

export const lookAlikes = {
  'git-sha': (chance) => chance.letters(hex, 40),
  'git-short': (chance) => chance.letters(hex, 8),
  uuid: (chance) => {
    const part = (count: number) => chance.letters(hex, count)
    return `${part(8)}-${part(4)}-4${part(3)}-${chance.pick(['8', '9', 'a', 'b'])}${part(3)}-${part(12)}`
  },
  ulid: (chance) => `01${chance.letters('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 24)}`,
  md5: (chance) => chance.letters(hex, 32),
  sha256: (chance) => chance.letters(hex, 64),
  'docker-digest': (chance) => `sha256:${chance.letters(hex, 64)}`,
  integrity: (chance) => `sha512-${chance.bytes(64).toString('base64')}`,
  'ssh-public': (chance) => {
    const head = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')
    return `ssh-ed25519 ${Buffer.concat([head, chance.bytes(32)]).toString('base64')}`
  },
  'ssh-fingerprint': (chance) => `SHA256:${chance.bytes(32).toString('base64').replace('=', '')}`,
  'certificate-fingerprint': (chance) => chance.letters(hex, 64).toUpperCase().match(/../g)?.join(':') ?? '',
  'gpg-fingerprint': (chance) => chance.letters(hex, 40).toUpperCase().match(/.{4}/g)?.join(' ') ?? '',
  'pem-public': (chance) => {
    const head = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex')
    const body = Buffer.concat([head, chance.bytes(64)]).toString('base64')
    return ['-----BEGIN PUBLIC KEY-----', body.slice(0, 64), body.slice(64), '-----END PUBLIC KEY-----'].join('\n')
  },
  'pem-certificate': (chance) => {
    const body = Buffer.concat([Buffer.from('308201f23082019aa003020102', 'hex'), chance.bytes(467)]).toString('base64')
    const lines = body.match(/.{1,64}/g) ?? []
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
  },
  png: (chance) => {
    const head = Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex')
    return Buffer.concat([head, chance.bytes(180)]).toString('base64')
  },
  'stripe-publishable': (chance) => `pk_live_51${chance.letters(alphanumeric, 97)}`,
  'stripe-payment': (chance) => `pi_3${chance.letters(alphanumeric, 23)}`,
  'google-client': (chance) => `${chance.letters(digits, 12)}-${chance.letters(`${digits}abcdefghijklmnopqrstuv`, 32)}`,
  'bcrypt-example': () => `$2b$12$${'x'.repeat(22)}${'y'.repeat(31)}`,
  'trace-parent': (chance) => `00-${chance.letters(hex, 32)}-${chance.letters(hex, 16)}-01`,
  'age-public': (chance) => `age1${chance.letters('qpzry9x8gf2tvdw0s3jn54khce6mua7l', 58)}`,
  // The pair that the AWS documentation prints everywhere, put together here so that no scanner stumbles over this file.
  'aws-documented-key-id': () => ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join(''),
  'aws-documented-secret': () => ['wJalrXUtnFEMI', '/K7MDENG/', 'bPxRfiCY', 'EXAMPLEKEY'].join(''),
  'slack-placeholder': () => ['xoxb', 'your', 'token', 'here'].join('-'),
  'github-placeholder': () => `ghp_${'x'.repeat(36)}`,
  'stripe-placeholder': () => ['sk', 'live', '...'].join('_'),
  'jwt-cut': () => `${Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url')}.…`,
} satisfies Record<string, Maker>

export const ofPeople = {
  mail: (chance) => {
    const first = chance.pick(['annika', 'jonas', 'mireille', 'tomasz', 'priya', 'leander', 'oluwaseun', 'hanne'])
    const last = chance.pick(['brandtner', 'okonjo', 'lefevre', 'wisniak', 'raghunath', 'sollberg', 'kettler'])
    return `${first}.${last}@${chance.pick(['nordhafenkontor', 'kestrelbakery', 'lindenpost'])}.${chance.pick(['de', 'eu', 'net'])}`
  },
  'iban-de': (chance) => {
    const account = chance.letters(digits, 18)
    const check = 98n - (BigInt(`${account}131400`) % 97n)
    return `DE${String(check).padStart(2, '0')}${account}`.match(/.{1,4}/g)?.join(' ') ?? ''
  },
  card: (chance) => {
    const body = `4${chance.letters(digits, 14)}`
    const sum = [...body].reduce((total, digit, index) => total + luhn(Number(digit), index % 2 === 0), 0)
    return `${body}${(10 - (sum % 10)) % 10}`.match(/.{4}/g)?.join(' ') ?? ''
  },
  'us-social': (chance) =>
    `${chance.pick(['412', '287', '531'])}-${10 + chance.below(89)}-${1000 + chance.below(8999)}`,
  passport: (chance) => `C${chance.letters('0123456789CFGHJKLMNPRTVWXYZ', 8)}`,
  address4: (chance) => `91.${chance.below(255)}.${chance.below(255)}.${1 + chance.below(253)}`,
  plate: (chance) => `B-${chance.letters(upper, 2)} ${1000 + chance.below(8999)}`,
} satisfies Record<string, Maker>

const makers = new Map<string, Maker>([...Object.entries(lookAlikes), ...Object.entries(ofPeople)])

/** What stands for that name in one text; undefined for a name nobody knows. */
export function lookAlikeFor(id: string, name: string): string | undefined {
  return makers.get(name)?.(seeded(`corpus/${id}/${name}`))
}

function luhn(digit: number, doubled: boolean): number {
  if (!doubled) return digit
  return digit > 4 ? digit * 2 - 9 : digit * 2
}
