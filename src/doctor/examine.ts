// The frame of the doctor: a check looks at one subject and says how it is, now, and what to type next. One that fails or
// takes too long is told as unknown: silence is never good news. Each subject has a file of its own.

export const conditions = ['bad', 'unknown', 'warning', 'good'] as const
/** Worst first, as it is shown. */
export type Condition = (typeof conditions)[number]

export type Remark = {
  /** The subject: `record`, `queue`, `keys` … */
  readonly check: string
  readonly state: Condition
  /** A sentence for whoever is on duty. No token, no name, no word of a draft. */
  readonly says: string
  /** The next command to type, or the next thing to do. */
  readonly next?: string | undefined
}

export type Check = { readonly name: string; look(): Promise<readonly Remark[]> }

const patienceMs = 5_000

export async function examine(checks: readonly Check[], ms: number = patienceMs): Promise<readonly Remark[]> {
  const remarks = (await Promise.all(checks.map((check) => looked(check, ms)))).flat()
  return worstFirst(remarks)
}

export function worstFirst(remarks: readonly Remark[]): readonly Remark[] {
  return [...remarks].sort((one, other) => conditions.indexOf(one.state) - conditions.indexOf(other.state))
}

/** Whether somebody has to do something: it is bad, or nobody knows. */
export function needsSomebody(remarks: readonly Remark[]): boolean {
  return remarks.some(({ state }) => state === 'bad' || state === 'unknown')
}

async function looked({ name, look }: Check, ms: number): Promise<readonly Remark[]> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<readonly Remark[]>((resolve) => {
    timer = setTimeout(() => resolve([unknown(name, `It gave no answer within ${ms / 1000} s.`)]), ms)
  })
  try {
    const remarks = await Promise.race([look(), over])
    return remarks.length > 0 ? remarks : [unknown(name, 'The check said nothing.')]
  } catch (cause) {
    // A cause may hold an address or a row; only the first line of it, and no more than finds the fault.
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '').slice(0, 160) : 'for no stated reason'
    return [unknown(name, `It could not be looked at: ${why}`)]
  } finally {
    clearTimeout(timer)
  }
}

function unknown(check: string, says: string): Remark {
  return { check, state: 'unknown', says, next: 'read the log of the gate (COUNTERSIGN_LOG=debug says more)' }
}
