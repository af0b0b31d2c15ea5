import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../src/json.ts'

/** Any JSON that has bytes of ours: no key that begins with a digit, no half of a character. */
const key = fc.string({ unit: 'binary' }).filter((text) => !/^\d/.test(text) && text !== '__proto__')
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(key, tie('json'), { maxKeys: 6 }),
  ),
}))

describe('the one spelling that is hashed', () => {
  test('is the one that others write by RFC 8785', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(JSON.parse(JSON.stringify(value)))).toBe(canonicalize(JSON.parse(JSON.stringify(value))))
      }),
      { numRuns: 2000 },
    )
  })

  test('puts members in the order of their UTF-16 units, at every depth, and leaves out what is missing', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '\u{1f600}': 4,
      '\u0080': 5,
      ö: { b: [{ d: 1, c: 2 }], a: undefined },
    }
    expect(canonical(value)).toBe(canonicalize(value))
    expect(canonical({ b: 1, a: [{ d: null, c: 'x' }], z: undefined })).toBe('{"a":[{"c":"x","d":null}],"b":1}')
  })

  test.each([
    ['half of a character', { text: 'a\ud800' }],
    ['half of a character in a key', { '\udfff': 1 }],
    ['not a number', { score: Number.NaN }],
    ['a number without end', [Number.POSITIVE_INFINITY]],
    ['a key that an object would move', { b: 1, 10: 2, 9: 3 }],
    ['a key that an object would swallow', JSON.parse('{"__proto__": 1}')],
  ])('does not exist for %s', (_, value) => {
    expect(() => canonical(value)).toThrow('spelling a value canonically')
  })
})
