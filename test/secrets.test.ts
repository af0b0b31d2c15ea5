// No secret stands here as one: each is put together when the test runs.

import { describe, expect, test } from 'vitest'
import { linted } from '../adapters/scanner/secretlint.ts'
import { spellToken } from '../src/agent/token.ts'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { detect, detectWith } from '../src/screening/detect.ts'
import { noLists } from '../src/screening/house-list.ts'
import { redact } from '../src/screening/redact.ts'
import { guessedSecrets, secretShapes } from '../src/screening/secrets.ts'

const letters = 'q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0Ri'
const github = `gh${'p_'}${letters.slice(0, 36)}`
const slack = `xo${'xb-'}2345678901-2345678902-${letters.slice(0, 24)}`
const aws = `AK${'IA'}Q7RZ2LKV5PXW3NT6`
const own = spellToken(
  'live',
  'kid00001',
  new Uint8Array(32).map((_, index) => (index * 37) % 251),
)
const key = `-----BEGIN ${'PRIVATE'} KEY-----\n${letters}${letters}\n${letters}\n-----END ${'PRIVATE'} KEY-----`
const signed = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiJhZGEifQ12'}.${letters.slice(0, 32)}`

const material = (text: string) => ({ content: { text, tags: [] }, disclosure: nothingDisclosed })
const found = (text: string) => detect(material(text)).filter((finding) => finding.check === 'secrets')
const kept = (text: string) => redact(material(text), detect(material(text)))?.content.text ?? text

const secrets = [
  ['a GitHub token', github],
  ['a Slack token', slack],
  ['an AWS key', aws],
  ['a token of ours', own],
  ['a private key', key],
  ['a signed token', signed],
  ['an address with its password', `postgres://app:${letters.slice(0, 12)}@db-1.internal/app`],
  ['a webhook', `https://hooks.slack.com/services/T01AB2CD3/B01AB2CD3/${letters.slice(0, 24)}`],
  ['a password', `DB_PASSWORD='${letters.slice(3, 15)}'`],
  ['a password said in a sentence', `The password for the printer in the hall is ${letters.slice(0, 14)}`],
  ['a token given to a login', `vault login ${letters.slice(0, 30)}`],
  ['a bot token in an address', `https://api.telegram.org/bot${'7120045518'}:AA${letters.slice(0, 33)}/getMe`],
  ['a seed', `The seed is ${'QX7RZ2LKV5PXW3NT6YCHD4JM'}`],
  ['a header', `Authorization: Bearer ${letters.slice(0, 30)}`],
] as const

describe('G8: a secret in a draft', () => {
  test.each(secrets)('is found as it stands: %s', (_, secret) => {
    expect(found(`Use this: ${secret} and go on.`)).not.toEqual([])
  })
  test.each(secrets)('leaves nothing of itself: %s', (_, secret) => {
    const text = kept(`Use this: ${secret} and go on.`)
    expect(text).toContain('[secret removed: ')
    for (let at = 0; at + 12 <= letters.length; at++) expect(text).not.toContain(letters.slice(at, at + 12))
  })
  test.each([
    ['cut by a line end', `${github.slice(0, 15)}\n${github.slice(15)}`],
    ['cut by a line end in a quote', `> ${github.slice(0, 15)}\n> ${github.slice(15)}`],
    ['in base64', Buffer.from(`the token is ${github}`).toString('base64')],
    ['encoded for an address', github.replace('_', '%5F')],
    ['with letters of no width in it', `${github.slice(0, 9)}\u200B${github.slice(9)}`],
    ['in full-width letters', github.replaceAll('2', '\uFF12')],
    ['escaped in Markdown', github.replace('_', '\\_')],
    ['in parts of another weight', `${github.slice(0, 9)}**${github.slice(9, 14)}**${github.slice(14)}`],
    ['beside a word that switches secretlint off', `<!-- secretlint-disable --> ${github}`],
    ['in code', `\`\`\`\n${github}\n\`\`\``],
  ])('is found %s, and taken out', (_, text) => {
    expect(found(text)).not.toEqual([])
    expect(kept(`It is ${text} here.`)).not.toContain(github.slice(14, 30))
  })
  test('is found in every part that people read', () => {
    const step = { text: github, risk: github, check: github }
    const all = {
      content: { text: 'fine', title: github, tags: [github] },
      disclosure: {
        ...nothingDisclosed,
        assumptions: [github],
        affects: [github],
        alternative: github,
        rollback: github,
        sources: [{ title: github, url: `https://x.example/${github}` }],
        steps: [step],
      },
    }
    expect(JSON.stringify(redact(all, detect(all)))).not.toContain(github.slice(4))
  })
  test('is never repeated in what is said of it', () => {
    expect(JSON.stringify(found(`It is ${github}.`))).not.toContain(github.slice(0, 8))
  })
  test('that is there more often than is counted leaves nothing of its part', () => {
    expect(kept(`${github} `.repeat(80))).toBe('[secret removed: all of it]')
  })
  test('that only secretlint knows is found by secretlint, whatever the text tells it', async () => {
    const secret = `https://ada:${letters.slice(0, 14)}@ci.internal.acme.io/job`
    const findings = await detectWith(material(`note secretlint-disable ${secret}`), noLists, linted)
    expect(findings.map((finding) => finding.sort)).toContain('lint-basicauth')
    // It would keep a note of every rule it ever ran, and the thread would grow without end.
    expect(performance.getEntriesByType('mark')).toEqual([])
  })
})

describe('something that only looks like a secret', () => {
  test.each([
    'password: $DB_PASSWORD',
    'token: <your-token>',
    'secret: my-app-db-secret',
    `AK${'IA'}IOSFODNN7EXAMPLE is the example in the documentation.`,
    `gh${'p_'}${'x'.repeat(36)}`,
    'commit 9f8b2c7d4e6a1b3c5d7e9f0a2b4c6d8e1f2a3b4c',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'id 3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'postgres://user:password@localhost/db',
    'The token expires after 15 minutes.',
    'A file that begins with -----BEGIN PRIVATE KEY----- must be mode 600.',
    'const token = getToken(request)',
    'api_key=process.env.API_KEY',
    'integrity sha512-Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0RiZr2LkV0pXw7Nt3Yc==',
    `The key in the page is ${'pk_'}live_51${letters}, everybody has it.`,
    'The password for the printer is written on its door, ask at the desk.',
    'vault login -method=oidc role=reader',
    'The commit of the seed data is 9fceb02d0ae598e95dc970b74767f19372d61af8.',
  ])('is left alone: %s', (text) => {
    expect([...secretShapes(text), ...guessedSecrets(text)]).toEqual([])
  })
})

describe('where a secret stands', () => {
  const word = letters.slice(3, 21)
  test.each([
    ['in a column of a table', `| host | password |\n|---|---|\n| db-1 | ${word} |`],
    ['on the line under its name', `Password:\n\n    ${word}`],
    ['in an element', `<password>${word}</password>`],
    ['in a statement', `CREATE USER ro IDENTIFIED BY '${word}';`],
    ['in a pipe to a login', `echo ${word} | docker login -u ci --password-stdin`],
    ['in a line of a pgpass', `db-1:5432:orders:app:${word}`],
    ['right behind its word', `Kennwort ${word}, bitte nicht ändern`],
    ['in French', `Le mot de passe du compte est ${word}`],
    ['before its word', `${letters} is the secret of the exporter.`],
  ])('is enough to find it: %s', (_, text) => {
    expect(found(text)).not.toEqual([])
    expect(kept(text)).not.toContain(word)
  })
  test.each([['a half of one', `${slack.slice(0, 34)} is the first half`]])('is found when it is %s', (_, text) => {
    expect(found(text)).not.toEqual([])
  })
  test.each([
    ['a column that says where it is', '| user | password |\n|---|---|\n| bot | in the vault |'],
    [
      'a checksum in the next column',
      `| file | sha256 | key |\n|---|---|---|\n| a | ${'3e1152d070fdd588'.repeat(4)} | main |`,
    ],
    [
      'a certificate',
      `The key is missing:\n-----BEGIN CERTIFICATE-----\nMIIB${letters}${letters.slice(0, 22)}\n-----END CERTIFICATE-----`,
    ],
    ['an id of a key', `"private_key_id": "${'78a4ca22614e1b0b12b0'.repeat(2)}"`],
    ['a trace', 'The token has expired, trace 00-cf65f3eb3b6a1dcd656ef6e5b13d1e6f-170f1661049e2316-01'],
  ])('tells that this is none: %s', (_, text) => {
    expect(found(text)).toEqual([])
  })
})
