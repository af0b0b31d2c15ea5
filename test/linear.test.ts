// No pattern of ours takes long, whatever it is given: 100 KB made of its own beginnings, of nothing but letters, of
// nothing but marks. What would take long grows with the square, and would be thousands of times over the limit.

import { describe, expect, test } from 'vitest'
import { passagesOf } from '../src/screening/advice/passage.ts'
import { signsOf } from '../src/screening/advice/sign.ts'
import { alphabets } from '../src/screening/alphabet.ts'
import { hiddenLetters, hiddenMarkup } from '../src/screening/hidden-text.ts'
import { imitations } from '../src/screening/imitation.ts'
import { injections } from '../src/screening/injection.ts'
import { links } from '../src/screening/links.ts'
import { mentions, names } from '../src/screening/mentions.ts'
import { outOfSight } from '../src/screening/out-of-sight.ts'
import { personal } from '../src/screening/personal.ts'
import { riskyPatterns } from '../src/screening/risky/known.ts'
import { placesOf } from '../src/screening/risky/pattern.ts'
import { placedSecrets } from '../src/screening/secret-place.ts'
import { shapesOfSecrets } from '../src/screening/secret-shape.ts'
import { guessedSecrets } from '../src/screening/secrets.ts'
import { lookThrough } from '../src/screening/typed.ts'

const size = 100_000
const hostile = [
  ...[
    'a',
    ' ',
    'a ',
    'aA1',
    '0',
    '-',
    '\n',
    '- \n',
    '<',
    '[',
    '](',
    'a] ',
    '@',
    'a@b.',
    '://',
    'http://a:',
    'x@',
    '&#',
    '%41',
  ],
  ...['eyJ-', 'AKIA', 'Bearer ', '-----BEGIN PRIVATE KEY-----', 'password=', 'key: ', '<!--', '<a ', '+1 ', 'GB82 '],
  ...[
    'delete ',
    'to open ',
    'never ',
    'chmod ',
    'kubectl ',
    'curl x ',
    'x|',
    'the prod ',
    'grant a ',
    'rm -r ',
    'set ',
  ],
  ...[
    'the ',
    'in the ',
    'use a b c ',
    'mark it as ',
    'remove these\n',
    'désactive le ',
    'borra la ',
    '"a" ',
    '\r',
    '| a ',
  ],
  ...['if you are an ai ', 'ignore all ', 'note: to ', 'approved by ', 'a\u0301', '\u200B', '\u{E0041}', '*a_', '`a'],
].map((unit) => ({ unit, text: unit.repeat(Math.ceil(size / unit.length)).slice(0, size) }))

/** On a busy machine too; a pattern that goes back and forth needs minutes. */
const limitMs = 1_500

function slow(find: (text: string) => unknown): string[] {
  return hostile.flatMap(({ unit, text }) => {
    const began = performance.now()
    find(text)
    const took = performance.now() - began
    return took > limitMs ? [`${JSON.stringify(unit)} took ${Math.round(took)} ms`] : []
  })
}

describe('G9: 100 KB of hostile text', { timeout: 300_000 }, () => {
  test.each(riskyPatterns.map((pattern, index) => ({ name: `${pattern.sort} ${index}`, pattern })))(
    'cannot hold up the risky-steps pattern $name',
    ({ pattern }) => {
      expect(slow((text) => placesOf(text, pattern, 200))).toEqual([])
    },
  )
  test.each(shapesOfSecrets.map((one, index) => ({ name: `${one.sort} ${index}`, shape: one.shape })))(
    'cannot hold up the secret shape $name',
    ({ shape }) => {
      expect(slow((text) => Array.from(text.matchAll(shape)))).toEqual([])
    },
  )
  test.each([
    ['guessed secrets', guessedSecrets],
    ['placed secrets', placedSecrets],
    ['alphabets', alphabets],
    ['what is out of sight', outOfSight],
    ['personal data', personal],
    ['hidden letters', hiddenLetters],
    ['hidden markup', hiddenMarkup],
    ['imitations', imitations],
    ['mentions', mentions],
    ['names', names],
    ['links', links],
    ['injection', injections],
    // No door takes a longer one from a person.
    ['what looks typed texts through', (text: string) => lookThrough(text.slice(0, 40_000))],
    ['passages and their signs', (text: string) => signsOf(passagesOf(text), () => [])],
  ] as const)('cannot hold up %s', (_, find) => {
    expect(slow(find)).toEqual([])
  })
})
