// How long it takes from starting the process until it is ready.

import { join } from 'node:path'
import { absolute, say } from './figure.ts'
import { median } from './pair.ts'
import { server } from './server-of.ts'

export async function ready(folder: string): Promise<void> {
  const home = join(folder, 'ready')
  const times: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    const began = performance.now()
    const gate = await server('gate', home)
    if ((await fetch(`${gate.url}/readyz`)).status !== 200) throw new Error('not ready')
    times.push(performance.now() - began)
    gate.end()
    await gate.ended
  }
  say('')
  absolute('ready after the build, process and all', median(times), 2000, 'ms')
}
