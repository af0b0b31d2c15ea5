// An id as zod reads it from a form or from the room's file: parsed by its own kind, or refused as no id at all.

import { z } from 'zod'

export const idText = <Id extends string>(of: { parse: (text: string) => Id | undefined }) =>
  z.string().transform((text, told) => {
    const known = of.parse(text)
    if (known !== undefined) return known
    told.addIssue({ code: 'custom', message: 'is not an id' })
    return z.NEVER
  })
