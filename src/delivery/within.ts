// Waiting, but not for ever: for what is to be closed in time though a part of it does not end.

export async function within(ms: number, ended: Promise<unknown>, tooLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      tooLate()
      resolve()
    }, ms)
  })
  await Promise.race([ended, over])
  clearTimeout(timer)
}
