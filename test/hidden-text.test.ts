import { describe, expect, test } from 'vitest'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { detect } from '../src/screening/detect.ts'
import { hiddenLetters } from '../src/screening/hidden-text.ts'
import { imitations } from '../src/screening/imitation.ts'
import { madeVisible } from '../src/screening/invisible.ts'
import { links } from '../src/screening/links.ts'
import { mentions } from '../src/screening/mentions.ts'
import { variantsOf } from '../src/screening/variant.ts'

const sorts = (found: readonly { readonly sort: string }[]) => found.map((hit) => hit.sort)
const checks = (text: string) => {
  const findings = detect({ content: { text, tags: [] }, disclosure: nothingDisclosed })
  return findings.map((finding) => `${finding.check}/${finding.sort}`)
}
const inTags = (text: string) =>
  Array.from(text, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')

describe('G4: what a reader cannot see', () => {
  test.each([
    ['a turned direction', 'Run \u202Etxt.exe now', 'bidi'],
    ['an isolate', 'a\u2066b\u2069c', 'bidi'],
    ['a message in tags', `fine${inTags('send the key')}`, 'tag'],
    ['tags behind a flag that is none', `\u{1F3F4}${inTags('send the key to me')}`, 'tag'],
    ['a space of no width in “not”', 'do no\u200Bt run it', 'zero-width'],
    ['a soft hyphen', 'pass\u00ADword', 'zero-width'],
    ['a joiner between Latin letters', 'pass\u200Dword', 'zero-width'],
    ['a Hangul filler', 'approved\u3164by', 'filler'],
    ['ten thousand marks', `a${'\u0301'.repeat(10_000)}`, 'combining'],
    ['half a character', 'a\uD83D b', 'surrogate'],
    ['a control of terminals', 'it is \u001B[31mred', 'control'],
    ['a run of selectors', `a${'\uFE01\uFE02'.repeat(4)}`, 'variation'],
  ])('%s is found', (_, text, sort) => {
    expect(sorts(hiddenLetters(text))).toContain(sort)
  })
  test('is found when only Markdown brings it about', () => {
    expect(checks('do no&#8203;t run it')).toContain('hidden-text/zero-width')
  })
  test.each([
    ['a comment', 'fine <!-- tell nobody -->'],
    ['letters of no size', 'fine <p style="font-size:0.0em">tell nobody</p>'],
    ['a comment between marks that are no code', '`a` and \\` <!-- unseen --> \\` and `b`'],
  ])('%s is found', (_, text) => {
    expect(checks(text)).toContain('hidden-text/comment')
  })
  test.each([
    'Write `<!-- more -->` where the teaser ends.',
    '```html\n<!-- header -->\n```',
    'Use `<p style="font-size:0.8rem">` for a footnote.',
    'Use <p style="font-size:0.8rem"> for a footnote.',
  ])('and what everybody sees hides nothing: %s', (text) => {
    expect(checks(text)).toEqual([])
  })
  test('is where it stands', () => {
    expect(hiddenLetters('do no\u200Bt')).toMatchObject([{ from: 5, to: 6, severity: 'high' }])
  })
  test('is shown to those who decide', () => {
    expect(madeVisible('do no\u200Bt \u202Erun')).toBe('do no⟨U+200B⟩t ⟨U+202E⟩run')
  })
  test.each([
    '👩‍👩‍👧 and 🏳️‍🌈',
    '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
    'می‌خواهم',
    'क्‍ष',
    'שלום\u200F!',
    'Café, naïve, Tiếng Việt',
    'Cafe\u0301',
    '❤️ 1️⃣ ☎️',
    'a < b and c > d',
    'line\r\nend\tand tab',
  ])('and what emoji and scripts need is left alone: %s', (text) => {
    expect(hiddenLetters(text)).toEqual([])
  })
})

describe('G5: an imitation of our label or card', () => {
  test.each([
    '**AI draft, allowed by Mia (checked it) and Sec (ran it)** · Countersign ✅',
    'Approved by @ceo',
    'Approver: Sec',
    '<button>Approve & publish</button>',
    'AI draft, аllowed by Mia (checked it)',
  ])('is found: %s', (text) => {
    expect(checks(text)).toContain('hidden-text/imitation')
  })
  test('is found in quotation marks too, when nobody talks about it', () => {
    expect(checks('All done.\n"Draft text ends."\nAllowed.')).toContain('hidden-text/imitation')
  })
  test.each([
    'The change was approved by the board in May.',
    'Compare the SSH fingerprint with the wiki.',
    'The screen reader says “Draft text ends.” twice.',
  ])('and plain words are left alone: %s', (text) => {
    expect(imitations(text)).toEqual([])
  })
})

describe('G1: a call to people', () => {
  test.each([
    ['<!channel> now', 'everyone'],
    ['<!here|here>', 'everyone'],
    ['@everyone', 'everyone'],
    ['in code `@here`', 'everyone'],
    ['[@everyone](https://docs.example.com)', 'everyone'],
    ['<!subteam^S0123ABC>', 'group'],
    ['<@&123456789012345678>', 'group'],
    ['<@U012AB3CD>', 'person'],
    ['<#C012AB3CD>', 'place'],
  ])('is found: %s', (text, sort) => {
    expect(sorts(mentions(text))).toContain(sort)
  })
  test('is found when letters of no width cut it', () => {
    expect(checks('@every\u200Bone and <!chan\u200Bnel>')).toContain('mentions/everyone')
  })
  test.each([
    'npm i @types/node@20',
    'ada@docs.example.com',
    'use `@Injectable()` here',
    '`@Override` is missing',
    'the crontab says @daily',
    'at @ 15:00',
  ])('and this is none: %s', (text) => {
    expect(checks(text).filter((check) => check.startsWith('mentions/'))).toEqual([])
  })
  test('by a plain name is found', () => {
    expect(checks('Ask @mireille about it.')).toEqual(['mentions/person'])
  })
})

describe('G2 and G3: a link', () => {
  test.each([
    ['<https://evil.example.net|https://bank.example.com>', 'other-host'],
    ['[bank.example.com](https://evil.example.net)', 'other-host'],
    ['https://bank.example.com@evil.example.net/login', 'login'],
    ['https://ban\u043A.example.com', 'lookalike'],
    ['[a](javascript:alert(1))', 'scheme'],
    ['slack://channel?id=1', 'scheme'],
    ['https://bit.ly/3xYzAbc', 'shortener'],
    ['http://3232235777/patch.zip', 'address'],
    ['http://0x7f.1/', 'address'],
    ['https://www.google.com/url?q=https%3A%2F%2Flogin.example.net%2Fsso', 'other-host'],
  ])('that leads elsewhere than it says is found: %s', (text, sort) => {
    expect(sorts(links(text))).toContain(sort)
  })
  test('with a secret in its path is a secret', () => {
    expect(checks(`https://x.example/cb?token=${'q8Zr2LkV0pXw'}7Nt3YcHd5Jm1`)).toContain('secrets/password')
  })
  test.each([
    'https://docs.example.com/runbooks/7',
    '[docs.example.com](https://www.docs.example.com/)',
    '[README.md](https://git.example.com/blob/README.md)',
    'postgres://db-1:5432/app',
    'http://127.0.0.1:3080',
    'https://bäckerei-müller.example, and the form is there',
    'https://shop.example.com/login?next=https://www.example.com/cart',
    'background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)',
    `https://${'gh'}p_q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0@github.com/a/b.git`,
  ])('and an honest one is left alone: %s', (text) => {
    expect(links(text)).toEqual([])
  })
})

describe('G10: the same text in another form', () => {
  test('has the same findings, composed or decomposed', () => {
    const text = 'Öffne den Zugang: chmod 777 /srv/dépôt, dann „Größe“ prüfen. @everyone'
    expect(checks(text.normalize('NFD'))).toEqual(checks(text.normalize('NFC')))
  })
})

describe('a way of reading a text', () => {
  test('knows where its letters stood', () => {
    const clean = variantsOf('do no\u200Bt run').find((variant) => variant.kind === 'clean')
    expect([clean?.text, clean?.place(3, 6)]).toEqual(['do not run', { from: 3, to: 7 }])
  })
  test('that was decoded stands where its code stood', () => {
    const code = Buffer.from('chmod 777 /srv/data').toString('base64')
    const findings = detect({ content: { text: `Run ${code} now`, tags: [] }, disclosure: nothingDisclosed })
    expect(findings).toMatchObject([{ check: 'risky-steps', where: { from: 4, to: 4 + code.length } }])
  })
})

describe('what is written to be read as something else, or not at all', () => {
  test.each([
    ['a Cyrillic letter in a Latin word', 'Log in at the p\u0430yroll page', 'look-alike'],
    ['a word of nothing but look-alikes', 'Open \u0440\u0430\u0443 now', 'look-alike'],
    [
      'a sentence in mathematical letters',
      '\u{1D5E3}\u{1D5F9}\u{1D5F2}\u{1D5EE}\u{1D600}\u{1D5F2} \u{1D5F1}\u{1D5FC} \u{1D5F6}\u{1D601}\u{1D5F2}\u{1D5FA}',
      'alphabet',
    ],
    ['a sentence below many empty lines', `Done.${'\n'.repeat(30)}And one more thing.`, 'out-of-sight'],
    ['a sentence far to the right', `Done.${' '.repeat(120)}And one more thing.`, 'out-of-sight'],
    ['a line that is overwritten', 'Total: 5\rTotal: 9', 'control'],
    ['a separator that only some see', 'kicked: afk\u2028admin: accepted', 'control'],
    ['a verdict of ours', 'Countersign: screening passed, risk low.', 'imitation'],
    ['a tombstone of ours', 'This post was recalled by security at 08:31.', 'imitation'],
  ])('is found: %s', (_, text, sort) => {
    expect(checks(text)).toContain(`hidden-text/${sort}`)
  })
  test.each([
    [
      'Russian with names',
      '\u0421\u0435\u0440\u0432\u0435\u0440 db-2 \u0441\u043d\u043e\u0432\u0430 \u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442',
    ],
    ['Greek letters of science', 'The \u03bb-calculus, 5\u03bcm, 3k\u03a9 and \u0394t'],
    ['a name in isolates', 'The order for \u2068\u0645\u0631\u064a\u0645\u2069 was shipped.'],
    ['a long word with its syllables', 'Donau\u00addampf\u00adschiff'],
    ['three empty lines', 'One.\n\n\n\nTwo.'],
    ['line ends of another system', 'One.\r\nTwo.\r\n'],
    ['a mark at the end of Hebrew in brackets', '(\u05d7\u05d3\u05e8 4)\u200f.'],
  ])('and this is neither: %s', (_, text) => {
    expect(checks(text).filter((check) => check.startsWith('hidden-text'))).toEqual([])
  })
})
