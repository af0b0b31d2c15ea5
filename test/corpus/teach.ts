// `npm run learn`: learns the weights from the lessons and writes them where the screening reads them. Run it after a
// change of a lesson, of what a sign is, or of a shape; `npm run learn -- --check` says when that was forgotten.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packed } from '../../src/screening/advice/scale.ts'
import { learned } from '../../src/screening/advice/weights.ts'
import { learn } from './learn.ts'
import { lessons } from './lesson.ts'

const home = join(import.meta.dirname, '../../..')
const file = join(home, 'src/screening/advice/weights.ts')
const texts = lessons(join(home, 'test/corpus'))
const scale = learn(texts)
const isSame = scale.unit === learned.unit && scale.bias === learned.bias && packed(scale) === packed(learned)

if (process.argv.includes('--check')) {
  say(isSame ? 'the weights are what the lessons teach' : 'the weights are not what the lessons teach: npm run learn')
  process.exitCode = isSame ? 0 : 1
} else {
  if (!isSame) writeFileSync(file, written())
  say(`${texts.length} lessons, ${scale.signs.length} signs, ${Math.round(readFileSync(file).length / 1024)} KB`)
}

function written(): string {
  return `// Made by \`npm run learn\` from test/corpus: the signs of a passage and what each weighs. Not edited by hand.

import { type Scale, unpacked } from './scale.ts'

export const learned: Scale = unpacked(
  ${scale.bias},
  ${scale.unit},
  '${packed(scale)}',
)
`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
