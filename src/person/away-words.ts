// “until 1 Dec to Bo”, “3 days”, “until friday 09:00”: how long somebody is away and who decides meanwhile, as they say it.
// A day means its beginning, in UTC; whoever says it is told the moment that was understood.

import { day, hour, type Instant, minute } from '../time.ts'

/** `to` is a name as it was typed; who that is, the platform says. */
export type AwayWords = { readonly until: Instant; readonly to?: string | undefined }

export const awayExample = '“away until 2026-12-01 to @colleague”, “away 3 days”, “away until friday”'

/** Undefined for words in which no moment is. */
export function readAway(words: string, now: Instant): AwayWords | undefined {
  if (words.length > longest) return undefined
  const [, when = '', to] = /^\s*(?:until\s+|till\s+|for\s+)?(.*?)(?:\s+to\s+(\S.*?))?\s*$/is.exec(words) ?? []
  const until = momentIn(when.toLowerCase().replace(/[.,!]+$/, ''), now)
  return until === undefined ? undefined : { until, ...(to === undefined ? {} : { to }) }
}

const longest = 200

function momentIn(when: string, now: Instant): Instant | undefined {
  const [, count, unit = ''] = /^(?:the next\s+)?(\d{1,4}|an?)\s*([a-z]+)$/.exec(when) ?? []
  const size = units.get(unit)
  if (count !== undefined && size !== undefined) return now + (/^an?$/.test(count) ? 1 : Number(count)) * size
  const [, date = '', hours = '0', minutes = '00'] = /^(.*?)(?:[ t]+(\d{1,2}):(\d{2})(?:\s*utc|z)?)?$/.exec(when) ?? []
  const midnight = dayIn(date.trim(), now)
  const [h, m] = [Number(hours), Number(minutes)]
  return midnight === undefined || h > 23 || m > 59 ? undefined : midnight + h * hour + m * minute
}

function dayIn(said: string, now: Instant): Instant | undefined {
  const today = Math.floor(now / day) * day
  if (said === 'tomorrow') return today + day
  const weekday = weekdays.findIndex((name) => said.length >= 3 && name.startsWith(said.replace(/^next\s+/, '')))
  // Said on a Friday, “until Friday” is the one to come.
  if (weekday >= 0) return today + (((weekday - new Date(today).getUTCDay() + 6) % 7) + 1) * day
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(said) ?? []
  if (year !== undefined) return midnightOf(Number(year), Number(month), Number(date))
  const [, before, name = '', after, of] =
    /^(?:(\d{1,2})\.?\s+)?([a-z]{3,9})\.?(?:\s+(\d{1,2}))?(?:,?\s+(\d{4}))?$/.exec(said) ?? []
  const named = months.findIndex((one) => name.length >= 3 && one.startsWith(name)) + 1
  const dayOf = Number(before ?? after)
  if (named === 0 || (before === undefined) === (after === undefined)) return undefined
  if (of !== undefined) return midnightOf(Number(of), named, dayOf)
  const thisYear = midnightOf(new Date(now).getUTCFullYear(), named, dayOf)
  return thisYear === undefined || thisYear > now
    ? thisYear
    : midnightOf(new Date(now).getUTCFullYear() + 1, named, dayOf)
}

/** Undefined for a day that does not exist. */
function midnightOf(year: number, month: number, date: number): Instant | undefined {
  const at = Date.UTC(year, month - 1, date)
  const is = new Date(at)
  return is.getUTCMonth() === month - 1 && is.getUTCDate() === date ? at : undefined
}

const units = new Map([
  ['min', minute],
  ['minute', minute],
  ['minutes', minute],
  ['h', hour],
  ['hour', hour],
  ['hours', hour],
  ['d', day],
  ['day', day],
  ['days', day],
  ['w', 7 * day],
  ['week', 7 * day],
  ['weeks', 7 * day],
])
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
