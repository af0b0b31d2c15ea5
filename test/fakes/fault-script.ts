// How a fake platform is told to fail: a list of faults, each for one call of one method. The names are the same for
// every fake; docs/decisions/0010 says what each means on the wire.

export const faults = [
  'accept-then-drop', // it happened; the connection ends without an answer
  'drop', // it did not happen; the connection ends without an answer
  'error-after-accept', // it happened; the answer says 500
  'delay', // it happens, `ms` later
  'throttle', // it did not happen; come back after `ms`
  'truncate-answer', // it happened; the answer cannot be read
  'lag', // it happened; reading finds it only `ms` later
  'alter', // it happened, with one character changed
  'refuse', // it did not happen; the platform says `why`
] as const
export type FaultName = (typeof faults)[number]

export type Fault = {
  /** The method as the platform calls it: `chat.postMessage`, `POST /channels/:id/messages`, `send`. */
  readonly on: string
  /** The how-manieth call of that method, from 1; without it, every call. */
  readonly nth?: number
  readonly fault: FaultName
  readonly ms?: number
  readonly why?: string
}
export type FaultScript = readonly Fault[]
