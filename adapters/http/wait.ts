// Long waits, and their end when the process is about to end. Nothing is kept of a wait that is over: `closing` lives as
// long as the process, and whatever hangs on it would too.

export type WaitingRoom = {
  /** What is awaited, or undefined when the process is about to end first. */
  orClosing<T>(awaited: Promise<T>): Promise<T | undefined>
}

export function waitingRoom(closing: Promise<void>): WaitingRoom {
  const waiting = new Set<() => void>()
  let closed = false
  void closing.then(() => {
    closed = true
    for (const end of waiting) end()
  })
  return {
    async orClosing<T>(awaited: Promise<T>) {
      let leave = () => {}
      const ended = new Promise<undefined>((resolve) => {
        const end = () => resolve(undefined)
        waiting.add(end)
        leave = () => waiting.delete(end)
        if (closed) end()
      })
      try {
        return await Promise.race([awaited, ended])
      } finally {
        leave()
      }
    },
  }
}
