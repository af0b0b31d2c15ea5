// What the gate answers when it says no, for a terminal.

import { z } from 'zod'

const trouble = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
})
type Trouble = z.infer<typeof trouble>

export function readTrouble(json: unknown): Trouble | undefined {
  return trouble.safeParse(json).data
}

export function spokenTrouble({ code, title, detail, errors }: Trouble): string {
  return [`${detail ?? title} (${code})`, ...errors.map(({ path, message }) => `  ${path} ${message}`)].join('\n')
}
