// Does a name fit a pattern? `*` is any run of letters and `?` is one; everything else is itself. Linear in time for
// each star, whatever the pattern: it comes from a file, and the name may come from a stranger.

export function fitsGlob(pattern: string, name: string): boolean {
  let at = 0
  let star = -1
  let tried = 0
  let here = 0
  while (at < name.length) {
    const wanted = pattern[here]
    if (wanted === '*') {
      star = here++
      tried = at
    } else if (wanted === '?' || wanted === name[at]) {
      here++
      at++
    } else if (star >= 0) {
      // The last star takes one letter more.
      here = star + 1
      at = ++tried
    } else return false
  }
  while (pattern[here] === '*') here++
  return here === pattern.length
}

/** How closely a pattern names its thing: a name without wildcards is closest, then the one with more letters of its own. */
export function closeness(pattern: string | undefined): number {
  if (pattern === undefined) return 0
  const wild = /[*?]/.test(pattern)
  return wild ? 1 + pattern.replace(/[*?]/g, '').length : 1000
}
