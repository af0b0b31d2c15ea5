// How long somebody says that they are away. It is a Tuesday, noon, the 20th of October 2026.

import { describe, expect, test } from 'vitest'
import { readAway } from '../src/person/away-words.ts'
import { day, hour } from '../src/time.ts'
import { noon } from './people.ts'

const utc = (text: string) => Date.parse(`${text}Z`)

describe('away', () => {
  test.each([
    ['3 days', noon + 3 * day],
    ['for 2 weeks', noon + 14 * day],
    ['4h', noon + 4 * hour],
    ['for a week', noon + 7 * day],
    ['until 2026-12-01', utc('2026-12-01T00:00')],
    ['until 2026-12-01 09:30', utc('2026-12-01T09:30')],
    ['until 2026-12-01T09:30Z', utc('2026-12-01T09:30')],
    ['until 1 Dec', utc('2026-12-01T00:00')],
    ['until Dec 1', utc('2026-12-01T00:00')],
    ['until 1 December 2027', utc('2027-12-01T00:00')],
    ['until Dec 1, 2027', utc('2027-12-01T00:00')],
    ['until 2 Mar', utc('2027-03-02T00:00')],
    ['until tomorrow', utc('2026-10-21T00:00')],
    ['until friday', utc('2026-10-23T00:00')],
    ['until Tuesday', utc('2026-10-27T00:00')],
    ['until mon 9:00', utc('2026-10-26T09:00')],
    ['till Monday.', utc('2026-10-26T00:00')],
  ])('%s', (words, until) => {
    expect(readAway(words, noon)).toEqual({ until })
  })

  test.each([
    '',
    'until',
    'until 31 Feb',
    'until 2026-02-30',
    'until 25:00',
    'until friday 25:00',
    'until the cows come home',
    'to Bo',
    'until 12',
    '3 fortnights',
    '12345 days',
  ])('holds no moment: %s', (words) => {
    expect(readAway(words, noon)).toBeUndefined()
  })

  test('and who decides meanwhile, as it was typed', () => {
    expect(readAway('until 2026-12-01 to <@U0BO>', noon)).toEqual({ until: utc('2026-12-01T00:00'), to: '<@U0BO>' })
    expect(readAway(' 3 days  to  Bo ', noon)).toEqual({ until: noon + 3 * day, to: 'Bo' })
  })
})
