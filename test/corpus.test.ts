// The labelled texts themselves: that they can be read, are fair, and hold nothing that a vendor would have to revoke.
// How well the detectors do on them is measured elsewhere.

import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { looksLikeToken } from '../src/agent/token.ts'
import { lessons, linesOf as linesOfLessons } from './corpus/lesson.ts'
import { lookAlikeFor, lookAlikes, ofPeople } from './corpus/look-alike.ts'
import { corpus, lineOf, linesOf, specimenOf } from './corpus/read.ts'
import { secretFor, secrets } from './corpus/secret.ts'
import { alphanumeric } from './corpus/seeded.ts'

const lines = linesOf('before')
const texts = corpus('before')

/** How each vendor's own secrets begin. Passwords and bare keys have no beginning of their own and are not here. */
const vendorTokens: readonly RegExp[] = [
  /A(KIA|SIA)[A-Z2-7]{16}/,
  /AccountKey=[A-Za-z0-9+/]{40}/,
  /gh[pousr]_(?!x{36})[A-Za-z0-9]{30}/,
  /github_pat_\w{20}/,
  /glpat-[\w-]{20}/,
  /npm_[A-Za-z0-9]{30}/,
  /xox[abeprs]-\d/,
  /xapp-\d-/,
  /hooks\.slack\.com\/services\/T\w+\/B\w+\/(?!X{24})\w{24}/,
  /[sr]k_live_\w{10}/,
  /AIza[\w-]{35}/,
  /sk-(proj|ant)-[\w-]{20}/,
  /SG\.[\w-]{22}\./,
  /\d{10}:AA[\w-]{33}/,
  /[\w-]{26}\.[\w-]{6}\.[\w-]{38}/,
  /discord\.com\/api\/webhooks\/\d/,
  /cs_(live|sandbox)_[A-Za-z0-9]{8}_/,
  /eyJ[\w-]+\.eyJ/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /:\/\/[^\s/:@{]+:[^\s/@{}<>]{12,}@/,
]

const withoutBeginning = [
  'aws-secret',
  'azure-storage-key',
  'twilio-token',
  'password',
  'hex-key',
  'base64-key',
  'totp-seed',
]

describe('the texts written before the detectors', () => {
  test('are many, and at least half of them are harmless', () => {
    expect(texts.length).toBeGreaterThanOrEqual(260)
    expect(texts.filter((text) => text.found.length === 0).length * 2).toBeGreaterThanOrEqual(texts.length)
  })

  test.each([
    ['secrets', 70],
    ['risky-steps', 100],
    ['hidden-text', 40],
    ['personal', 20],
    ['links', 20],
    ['mentions', 20],
    ['injection', 20],
  ])('about %s there are at least %i, of both sorts', (subject, least) => {
    const about = texts.filter((text) => text.subject === subject)
    expect(about.length).toBeGreaterThanOrEqual(least)
    const guilty = about.filter((text) => text.found.some((found) => found === subject))
    const harmless = about.filter((text) => text.found.length === 0)
    expect(guilty.length + harmless.length).toBe(about.length)
    expect(Math.min(guilty.length, harmless.length)).toBeGreaterThanOrEqual(least * 0.45)
  })

  test('range from one line to some dozens', () => {
    const lengths = texts.map((text) => text.text.split('\n').length)
    expect(Math.min(...lengths)).toBe(1)
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(30)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(45)
  })

  test('differ by more than a word', () => {
    const bags = texts.map(({ id, text }) => ({ id, words: new Set(text.toLowerCase().split(/\s+/)) }))
    const twins = bags.flatMap((one, index) =>
      bags
        .slice(index + 1)
        .filter((other) => nearlySame(one.words, other.words))
        .map((other) => `${one.id} ${other.id}`),
    )
    expect(twins).toEqual([])
  })
})

/** All but a word or two are the same. A text of one or two words, as in Chinese, cannot be told by this. */
function nearlySame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  let shared = 0
  for (const word of one) if (other.has(word)) shared += 1
  return shared > 2 && one.size + other.size - 2 * shared <= 4
}

describe.each([
  { half: 'second' as const, thousand: '1' },
  { half: 'third' as const, thousand: '2' },
  { half: 'fourth' as const, thousand: '3' },
  { half: 'fifth' as const, thousand: '4' },
])('the $half texts, written by somebody who had not read the detectors', ({ half, thousand }) => {
  const unseen = corpus(half)

  test('are about two hundred, and at least half of them are harmless', () => {
    expect(unseen.length).toBeGreaterThanOrEqual(200)
    expect(unseen.filter((text) => text.found.length === 0).length * 2).toBeGreaterThanOrEqual(unseen.length)
  })

  test.each([
    ['secrets', 60],
    ['risky-steps', 80],
    ['hidden-text', 40],
    ['personal', 6],
    ['links', 6],
    ['mentions', 6],
    ['injection', 6],
  ])('about %s there are at least %i, half of them harmless, the others labelled with it', (subject, least) => {
    const about = unseen.filter((text) => text.subject === subject)
    expect(about.length).toBeGreaterThanOrEqual(least)
    const guilty = about.filter((text) => text.found.some((found) => found === subject))
    const harmless = about.filter((text) => text.found.length === 0)
    expect(guilty.length + harmless.length).toBe(about.length)
    expect(harmless.length).toBeGreaterThanOrEqual(guilty.length)
    expect(guilty.length).toBeGreaterThanOrEqual(least * 0.45)
  })

  test('have ids that no other collection uses', () => {
    expect(unseen.filter(({ id }) => !new RegExp(`^[a-z]+-${thousand}\\d{3}$`).test(id))).toEqual([])
  })

  test('say something new each time', () => {
    expect(new Set(unseen.map(({ text, steps }) => JSON.stringify([text, steps]))).size).toBe(unseen.length)
  })

  test('range from one line to more than a page', () => {
    const lengths = unseen.map((text) => text.text.split('\n').length)
    expect(Math.min(...lengths)).toBe(1)
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(30)
  })

  test('commit no secret, and hold one exactly where the label says so', () => {
    expect(linesOf(half).filter(({ line }) => vendorTokens.some((token) => token.test(line)))).toEqual([])
    const wrong = unseen.filter((text) => text.found.includes('secrets') !== text.secrets.length > 0)
    expect(wrong.map((text) => text.id)).toEqual([])
  })

  test('show in a diff what cannot be seen on a screen', () => {
    expect(
      linesOf(half).filter(({ line }) => /\p{Cf}|\p{Zl}|\p{Zp}|[\u3164\u115f\u1160\uffa0\u2800]/u.test(line)),
    ).toEqual([])
  })
})

describe('the lessons', () => {
  const taught = lessons()

  test('are many, nearly half of them risky, and mark what stands in the text', () => {
    expect(taught.length).toBeGreaterThan(12_000)
    const risky = taught.filter((lesson) => lesson.risky.length > 0).length
    expect(risky / taught.length).toBeGreaterThan(0.4)
    expect(risky / taught.length).toBeLessThan(0.5)
    expect(taught.filter(({ text, risky }) => risky.some((step) => !text.includes(step)))).toEqual([])
  })

  test('hold nothing of the texts that measure them', () => {
    const written = new Set(taught.map((lesson) => lesson.text))
    const measuring = (['before', 'fourth', 'fifth'] as const).flatMap((half) => corpus(half))
    expect(measuring.filter(({ text }) => written.has(text)).map(({ id }) => id)).toEqual([])
  })

  test('commit no secret, and nothing that cannot be seen', () => {
    const lines = linesOfLessons()
    expect(
      lines.filter(({ line }) => vendorTokens.some((token) => token.test(line))).map(({ place }) => place),
    ).toEqual([])
    const unseen = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u3164\u115f\u1160\uffa0\u2800]/u
    expect(lines.filter(({ line }) => unseen.test(line)).map(({ place }) => place)).toEqual([])
  })
})

describe('the secrets in the texts written before', () => {
  test('are not committed', () => {
    expect(lines.filter(({ line }) => vendorTokens.some((token) => token.test(line)))).toEqual([])
  })

  test.each(Object.keys(secrets).filter((name) => !withoutBeginning.includes(name)))(
    'would be seen if it were a %s',
    (name) => {
      const spelled = secretFor('any-001', name) ?? ''
      expect(vendorTokens.some((token) => token.test(spelled))).toBe(true)
    },
  )

  test('are in every text that must be found for its secret, and in no harmless one', () => {
    const wrong = texts.filter((text) => text.found.includes('secrets') !== text.secrets.length > 0)
    expect(wrong.map((text) => text.id)).toEqual([])
  })

  test('are the same each time a text is read, and others in the next text', () => {
    expect(corpus('before')).toEqual(texts)
    const all = texts.flatMap((text) => text.secrets)
    expect(new Set(all).size).toBe(all.length)
  })

  test('name only what we know how to spell', () => {
    const unknown = { id: 'any-001', text: 'use {{slack-bto}}', found: [], why: 'a slip of the pen' }
    expect(() => specimenOf('secrets', unknown)).toThrow('names {{slack-bto}}, which nobody knows')
    const odd = { ...unknown, text: 'use {{slack-bot|upside-down}}' }
    expect(() => specimenOf('secrets', odd)).toThrow('which nobody knows')
  })

  test('leave alone the templates of other tools', () => {
    const helm = { id: 'any-001', text: 'key: {{ .Values.key | quote }}, {{ secrets.KEY }}', found: [], why: 'a chart' }
    expect(specimenOf('secrets', helm).text).toBe(helm.text)
  })

  test('come in each disguise, and can be put together again', () => {
    const text = '{{slack-bot|first-half}} {{slack-bot|second-half}} {{slack-bot|base64}} {{slack-bot|last4}}'
    const { text: spelled, secrets: held } = specimenOf('secrets', { id: 'any-001', text, found: [], why: 'all' })
    const [first = '', second = '', encoded = '', last = ''] = spelled.split(' ')
    expect(held).toEqual([first + second])
    expect(Buffer.from(encoded, 'base64').toString()).toBe(first + second)
    expect(second.endsWith(last)).toBe(true)
    const shortened = { id: 'any-001', text: '…{{slack-bot|last4}}', found: [], why: 'only the end' }
    expect(specimenOf('secrets', shortened).secrets).toEqual([])
  })
})

describe('what is made up', () => {
  test('every sort of secret, look-alike and private number is used by some text', () => {
    const used = lines.map(({ line }) => line).join('\n')
    const names = [secrets, lookAlikes, ofPeople].flatMap((makers) => Object.keys(makers))
    expect(names.filter((name) => !new RegExp(`\\{\\{${name}[#|}]`).test(used))).toEqual([])
  })

  test('our own token has its checksum, a web token its three parts', () => {
    expect(looksLikeToken(secretFor('any-001', 'countersign') ?? '')).toBe(true)
    const [head = '', claims = '', signature = ''] = (secretFor('any-001', 'jwt') ?? '').split('.')
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toHaveProperty('sub')
    expect(Buffer.from(signature, 'base64url')).toHaveLength(32)
  })

  test.each(['github-classic', 'github-server', 'npm'])('a %s ends with the checksum of its letters', (name) => {
    const token = secretFor('any-001', name) ?? ''
    const check = [...token.slice(-6)].reduce((sum, digit) => sum * 62 + alphanumeric.indexOf(digit), 0)
    expect(token).toMatch(/^(gh[ps]|npm)_[0-9A-Za-z]{36}$/)
    expect(check).toBe(crc32(token.slice(4, -6)))
  })

  test.each(['personal-003', 'personal-005', 'personal-007', 'any-001'])(
    'a bank account of %s has its check digits',
    (id) => {
      const iban = (lookAlikeFor(id, 'iban-de') ?? '').replaceAll(' ', '')
      expect(iban).toMatch(/^DE\d{20}$/)
      expect(BigInt(`${iban.slice(4)}1314${iban.slice(2, 4)}`) % 97n).toBe(1n)
    },
  )

  test.each(['personal-003', 'personal-005', 'personal-007', 'any-001'])('a card of %s has its check digit', (id) => {
    const fromTheRight = [...(lookAlikeFor(id, 'card') ?? '').replaceAll(' ', '')].reverse().map(Number)
    const doubled = fromTheRight.map((digit, index) => (index % 2 === 0 ? digit : digit * 2))
    expect(fromTheRight).toHaveLength(16)
    expect(doubled.reduce((sum, number) => sum + Math.floor(number / 10) + (number % 10), 0) % 10).toBe(0)
  })
})

describe('a line that is wrong', () => {
  const good = { id: 'link-001', text: 'a', found: ['links'], why: 'b' }

  test.each([
    ['an unknown label', { ...good, found: ['link'] }],
    ['a label given twice', { ...good, found: ['links', 'links'] }],
    ['no reason', { ...good, why: '' }],
    ['a field nobody knows', { ...good, founds: [] }],
    ['an id of another form', { ...good, id: 'Link 1' }],
    ['an empty step', { ...good, steps: [''] }],
  ])('is refused for %s', (_, line) => {
    expect(() => lineOf('links', JSON.stringify(line))).toThrow('corpus: in links')
  })

  test('is read when it is right', () => {
    expect(lineOf('links', JSON.stringify(good))).toEqual(good)
  })
})
