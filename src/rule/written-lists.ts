// The organisation’s own lists, as people write them beside the rules, and the patterns that rules use as well.

import { z } from 'zod'
import { dataClasses } from '../place.ts'
import { severities } from '../screening/finding.ts'

export const pattern = z.string().min(1).max(200)

const kebab = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and dashes, at most 63')
const globs = z.array(pattern).min(1).max(200)
const host = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'is a host name: example.com')

export const writtenLists = z
  .strictObject({
    words: z
      .array(
        z.strictObject({
          name: kebab,
          like: globs.describe('words or phrases; * stands for letters within a word'),
          severity: z.enum(severities).default('high'),
        }),
      )
      .max(200)
      .default([]),
    hosts: z
      .strictObject({ allowed: z.array(host).max(500).default([]), denied: z.array(host).max(500).default([]) })
      .default({ allowed: [], denied: [] })
      .describe('with any host allowed, a link to any other is a finding'),
    sources: z
      .array(z.strictObject({ class: z.enum(dataClasses), like: globs.describe('addresses or titles of documents') }))
      .max(200)
      .default([]),
  })
  .describe('the organisation’s own words, hosts and classed documents; our checks look for them in every place')
