// `countersign demo` as somebody runs it who has only heard of us: the whole incident, told in order.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')

test('the demo plays the incident to its end, with every refusal in its place', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'demo', '--fast'], { timeout: 60_000 })
  const told = ['(assumptions-unticked)', '(read-first)', 'Bo approves too', 'Bo opens the hidden step', '(stopped)']
  const places = [...told, 'every line of it is in the ledger'].map((words) => stdout.indexOf(words))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((one, other) => one - other))
})
