// docs/settings.md, made from the schema of the settings: a setting that is added, dropped or changed without its page is
// red here, and `-u` writes the page anew.

import { homedir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings, shape } from '../adapters/cli/settings.ts'

const described = z.record(
  z.string(),
  z.object({
    description: z.string().min(10),
    default: z.union([z.string(), z.number()]).optional(),
    type: z.string().optional(),
    enum: z.array(z.string()).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
)
type Row = z.infer<typeof described>[string]

/** What a person would call it; patterns are said in words by the description. */
function takes({ enum: words, type, format, minimum, maximum }: Row): string {
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ')
  if (type === 'integer' || type === 'number') return `a whole number, ${minimum} to ${maximum}`
  return format === 'uri' ? 'an address' : 'text'
}

describe('docs/settings.md', () => {
  test('says every setting as the schema knows it, and its file', async () => {
    const { properties } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })
    const rows = Object.entries(described.parse(properties)).map(([name, row]) => {
      const usual = row.default === undefined || row.default === '' ? '' : `\`${row.default}\``.replace(homedir(), '~')
      return `| \`${name}\` | ${takes(row)} | ${usual} | ${row.description} | \`${name}_FILE\` |`
    })
    const page = `# Settings

Settings are environment variables, and all of them are optional. They are read once, at the start; a wrong one is named with what was
expected, and nothing starts. Where \`NAME_FILE\` is set and \`NAME\` is not, the value is read from that file: so a secret need not stand in the
environment. \`countersign doctor\` says which of them are unsafe as they are.

Made from the schema in \`adapters/cli/settings.ts\` by \`npx vitest run test/settings-page.test.ts -u\`.

| setting | takes | usual | what it is | from a file |
|---|---|---|---|---|
${rows.join('\n')}
`
    await expect(page).toMatchFileSnapshot('../docs/settings.md')
  })

  test('names what every command reads: there is no setting beside the schema', async () => {
    const { readdirSync, readFileSync } = await import('node:fs')
    const { join } = await import('node:path')
    const folder = join(import.meta.dirname, '../adapters')
    const read = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/process\.env\.([A-Z_]+)/g)])
      .map((match) => match[1])
    expect(read.filter((name) => !Object.hasOwn(shape.shape, name ?? ''))).toEqual([])
  })
})

describe('a wrong setting', () => {
  test('is named with what was expected, and without what stood there', () => {
    const secret = 'xoxp-canary-of-a-token'
    const said = readSettings({ SLACK_BOT_TOKEN: secret, COUNTERSIGN_LOG: 'canary' }, { practice: false })
    expect(said).toEqual({
      wrong: [
        'COUNTERSIGN_LOG: Invalid option: expected one of "debug"|"info"|"warn"|"error"|"silent"',
        'SLACK_BOT_TOKEN: is a bot token, which begins with xoxb-',
      ],
    })
  })
})
