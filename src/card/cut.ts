// Long text in pieces that a platform takes. Nothing is left out: the pieces, one after the other, are the text. Cut
// after a line, else after a space, else between two characters, and never inside one.

export function cutText(text: string, most: number): readonly string[] {
  const pieces: string[] = []
  let from = 0
  while (text.length - from > most) {
    const to = cutAt(text, from, from + most)
    pieces.push(text.slice(from, to))
    from = to
  }
  return [...pieces, text.slice(from)]
}

function cutAt(text: string, from: number, most: number): number {
  // In the first half it would leave a crumb.
  const half = from + Math.floor((most - from) / 2)
  const line = text.lastIndexOf('\n', most - 1) + 1
  if (line > half) return line
  const space = text.lastIndexOf(' ', most - 1) + 1
  if (space > half) return space
  let at = most
  while (at > half && isInside(text, at)) at--
  if (!isInside(text, at)) return at
  // A tower of marks higher than a piece: then at least not inside a surrogate pair.
  return /[\uDC00-\uDFFF]/.test(text.charAt(most)) ? most - 1 : most
}

/** What belongs to the character before it: the second half of a pair, a combining mark, a joiner and what it joins. */
function isInside(text: string, at: number): boolean {
  const next = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return /^(?:\p{M}|\u200D|[\uDC00-\uDFFF]|[\u{1F3FB}-\u{1F3FF}])/u.test(next) || text.charAt(at - 1) === '\u200D'
}
