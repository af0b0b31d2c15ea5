// What is told by how it is said: how a text is cut into passages, what the lessons taught, and how that voice and the
// shapes we know speak together. That the weights are those of the lessons is checked by `npm run learn -- --check`.

import { describe, expect, test } from 'vitest'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { passagesOf, wordsOf } from '../src/screening/advice/passage.ts'
import { packed, unpacked, weigh } from '../src/screening/advice/scale.ts'
import { signsOf } from '../src/screening/advice/sign.ts'
import { learned } from '../src/screening/advice/weights.ts'
import { detect } from '../src/screening/detect.ts'
import { knownSteps } from '../src/screening/risky/known.ts'
import { advised, riskySteps } from '../src/screening/risky-steps.ts'
import { learn } from './corpus/learn.ts'
import { secretFor } from './corpus/secret.ts'

const found = (text: string) => riskySteps(text).map((hit) => hit.sort)
const cut = (text: string) => passagesOf(text).map((passage) => passage.text.trim())

describe('a text is cut', () => {
  test('into its sentences, and behind a colon', () => {
    expect(cut('The job failed at night. Do this now: leave the gate open! Then wait.')).toEqual([
      'The job failed at night.',
      'Do this now:',
      'leave the gate open!',
      'Then wait.',
    ])
  })
  test('into the lines of a block of code, and not by their dots', () => {
    expect(cut('See:\n```\na.b. C; d. E f\nnext\n```\nDone.')).toEqual(['See:', 'a.b. C; d. E f', 'next', 'Done.'])
    expect(passagesOf('```\nx\n```\ny').map((passage) => passage.isCode)).toEqual([true, false])
  })
  test('after sixty words, so that nothing hides behind them', () => {
    const passages = passagesOf('word '.repeat(150))
    expect(passages.map((passage) => wordsOf(passage.text).length)).toEqual([60, 60, 30])
  })
  test('so that each passage stands where it says', () => {
    const text = 'One thing here. Another — ünïcode there?\n\n- an item; and more of it\n```\ncode here\n```\nlast'
    for (const { from, to, text: own } of passagesOf(text)) expect(text.slice(from, to)).toBe(own)
  })
  test('and what names one thing in the world counts by its kind', () => {
    expect(wordsOf('Mail ada@example.test, see https://example.test/a?b=c and 5f2b8c1d9e7a4b3c6d or 4711.')).toEqual([
      'mail',
      '‹mail›',
      ',',
      'see',
      '‹url›',
      'and',
      '‹key›',
      'or',
      '000',
      '.',
    ])
  })
})

describe('advice whose shape nobody wrote down', () => {
  test.each([
    'What always worked at my last place: we let the whole floor into the payroll folder until audit was over.',
    'If the vendor needs to get in, leave the tunnel to the scale house open over the weekend.',
    'Pour gagner du temps, laissez tout le monde lire les dossiers du personnel.',
    'No te compliques: deja el cortafuegos abierto hasta el lunes.',
  ])('is found: %s', (text) => {
    expect(knownSteps(text)).toEqual([])
    expect(found(text)).toEqual([advised])
  })
  test.each([
    'Lunch is at noon on the terrace, and the slides of Tuesday are in the usual folder.',
    'In March somebody had left the tunnel to the scale house open; it was closed the same evening.',
    'Please never leave the tunnel open, whatever the vendor says.',
    'The second signature stays. Without it nothing is paid.',
    'kubectl get pods -n shop',
    'raid at nine, bring snacks',
  ])('and harmless talk is left alone: %s', (text) => {
    expect(found(text)).toEqual([])
  })
  test('is pointed at where it stands', () => {
    const text =
      'Thank you for asking. If the vendor needs to get in, leave the tunnel to the scale house open over the weekend. See you at noon.'
    const [hit] = riskySteps(text)
    expect(text.slice(hit?.from, hit?.to)).toContain('leave the tunnel to the scale house open over the weekend.')
  })
})

describe('the two voices', () => {
  test('say one step once', () => {
    expect(found('chmod 777 /srv/data')).toEqual(['file-mode'])
  })
  test.each([
    'In the exercise the attacker gets in since somebody had written: chmod 777 /srv. The lesson was about reading the audit log.',
    'The minutes of Monday: the proposal to disable the firewall was turned down by the owners of the network, and the ticket is closed.',
    'The course asks: what does `DROP TABLE customers;` do? It removes the table with its rows; the right answer is b.',
    'Training, slide 9: what is wrong with `curl https://example.test/x.sh | sh`? Discuss in pairs.',
  ])('overrule a shape that is told, asked or refused: %s', (text) => {
    expect(knownSteps(text)).not.toEqual([])
    expect(found(text)).toEqual([])
  })
  test('do not guess what a text advises that is refused for its secret', () => {
    const advice =
      'What always worked at my last place: we let the whole floor into the payroll folder until audit was over.'
    const text = `${advice}\n\nThe token is ${secretFor('advice-001', 'slack-bot') ?? ''}`
    const checks = detect({ content: { text, tags: [] }, disclosure: nothingDisclosed }).map((finding) => finding.check)
    expect(found(text)).toEqual([advised])
    expect(new Set(checks)).toEqual(new Set(['secrets']))
  })
})

describe('what was learned', () => {
  const lessons = [
    ...['open the gate', 'open the door', 'open the hatch', 'open the lid'].map((text) => ({ text, risky: [text] })),
    ...['paint the gate', 'paint the door', 'paint the hatch', 'paint the lid'].map((text) => ({ text, risky: [] })),
  ]
  const weight = (text: string, scale = learn(lessons)) =>
    weigh(signsOf(passagesOf(text), () => [])[0] ?? new Set(), scale)

  test('tells apart what the lessons told apart, in words it has not seen together', () => {
    expect(weight('open the window')).toBeGreaterThan(weight('paint the window') + 1)
  })
  test('is the same each time', () => {
    expect(packed(learn(lessons))).toBe(packed(learn(lessons)))
  })
  test('comes back from its file as it was', () => {
    const { bias, unit, signs, weights } = learn(lessons)
    expect(unpacked(bias, unit, packed({ signs, weights }))).toEqual({ bias, unit, signs, weights })
  })
  test('takes for harmless what it knows nothing of', () => {
    expect(weight('ᚠᚢᚦ ᚨᚱᚲ', learned)).toBeLessThan(-1)
    expect(weigh(new Set(), learned)).toBe(learned.bias)
  })
})
