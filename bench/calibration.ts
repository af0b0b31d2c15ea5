// What this machine can do, printed beside every figure: a slow disk or a busy core explains a lot.

import { createHash } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { quantile } from './pair.ts'

export type Calibration = { readonly fsyncMs: number; readonly sha256MBs: number }

export function calibrate(folder: string): Calibration {
  const file = openSync(join(folder, 'calibration'), 'w')
  const page = Buffer.alloc(4096, 1)
  const syncs: number[] = []
  for (let turn = 0; turn < 200; turn++) {
    const began = performance.now()
    writeSync(file, page)
    fdatasyncSync(file)
    syncs.push(performance.now() - began)
  }
  closeSync(file)
  const block = Buffer.alloc(1 << 20, 7)
  const began = performance.now()
  for (let turn = 0; turn < 64; turn++) createHash('sha256').update(block).digest()
  return { fsyncMs: quantile(syncs, 0.5), sha256MBs: 64_000 / (performance.now() - began) }
}
