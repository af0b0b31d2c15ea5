// Weighs the signs of a passage against what the lessons taught: above nought it reads like a step that could do harm
// when somebody follows it, below like a report, a warning or ordinary talk. The weights are a table of sorted signs.

export type Scale = {
  /** What a passage weighs of which nothing is known. */
  readonly bias: number
  /** One step of a weight. */
  readonly unit: number
  readonly signs: Uint32Array
  readonly weights: Int8Array
}

export function weigh(signs: ReadonlySet<number>, { bias, unit, signs: known, weights }: Scale): number {
  let sum = 0
  for (const sign of signs) {
    const at = placeOf(sign, known)
    if (at !== undefined) sum += weights[at] ?? 0
  }
  return signs.size === 0 ? bias : bias + (sum * unit) / Math.sqrt(signs.size)
}

function placeOf(sign: number, known: Uint32Array): number | undefined {
  let low = 0
  let high = known.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const here = known[middle] ?? 0
    if (here === sign) return middle
    if (here < sign) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

/** As it is kept in a file: four bytes for each sign, then one for each weight. */
export function packed({ signs, weights }: Pick<Scale, 'signs' | 'weights'>): string {
  return Buffer.concat([bytesOf(signs), bytesOf(weights)]).toString('base64')
}

export function unpacked(bias: number, unit: number, text: string): Scale {
  const bytes = Buffer.from(text, 'base64')
  const count = bytes.length / 5
  // Copied, since a buffer of the pool may begin at any byte.
  const own = new Uint8Array(bytes).buffer
  return { bias, unit, signs: new Uint32Array(own, 0, count), weights: new Int8Array(own, count * 4, count) }
}

function bytesOf(array: Uint32Array | Int8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
