// Spans, times of day and shares of a span, as people write them in a rule.

import { z } from 'zod'
import { day, hour, minute, second as oneSecond } from '../time.ts'

export const units = { s: oneSecond, m: minute, h: hour, d: day } as const
const longest = 14 * day

export const span = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, 'is a number with s, m, h or d: 90s, 30m, 4h, 2d')
  .transform(toMs)
  .refine((ms) => ms >= minute && ms <= longest, 'is between 1m and 14d')
export const share = z
  .string()
  .regex(/^[1-9]\d?%$/, 'is a share of the time: 75%')
  .transform((text) => Number(text.slice(0, -1)) / 100)
export const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time of day: "22:00"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

function toMs(text: string): number {
  const unit = Object.entries(units).find(([name]) => text.endsWith(name))
  return Number(text.slice(0, -1)) * (unit?.[1] ?? 0)
}
