// Moments and spans. The only clock is the record's; time zones exist at the edges alone.

/** Epoch milliseconds by the record's clock. */
export type Instant = number

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
/** A term that is told in months is counted by this, so that nothing goes too early. */
export const longestMonth = 31 * day

/** "20 Oct 2026 12:00 UTC": the same words on every machine. */
export function spokenTime(at: Instant): string {
  const date = new Date(at)
  const month = months[date.getUTCMonth()]
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`
}

/** "94 minutes", "40 seconds", "3 hours": whole units, as a person would say it. */
export function spokenSpan(ms: number): string {
  const [size, word] = ms < 90 * second ? [second, 'second'] : ms < 100 * minute ? [minute, 'minute'] : [hour, 'hour']
  const count = Math.max(1, Math.round(ms / size))
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
