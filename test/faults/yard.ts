// A yard for each test of a file, beside the one PostgreSQL of that file.

import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Engine, openPostgresEngine } from '../engine/postgres.ts'
import { openYard, type Yard } from './machine.ts'

/** The yard of the test that asks for it. To be called once, where the file begins. */
export function yardOfEachTest(): () => Yard {
  let postgres: Engine
  let yard: Yard
  beforeAll(async () => {
    postgres = await openPostgresEngine()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())
  beforeEach(async () => {
    yard = await openYard(postgres)
  })
  afterEach(() => yard[Symbol.asyncDispose]())
  return () => yard
}
