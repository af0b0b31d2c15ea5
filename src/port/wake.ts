// Wake-ups: "something about this changed, look again". A hint for those who wait, across processes where there are
// several; what they then see comes from the record.

export type Wake = {
  wake(topic: string): void
  /** Resolves at the next wake-up of the topic, or after this long. */
  wait(topic: string, ms: number): Promise<void>
}
