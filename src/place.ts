// Where people read: a destination, the accounts people hold there, and who will see a post in it.

export const platforms = ['slack', 'discord', 'practice'] as const
export type Platform = (typeof platforms)[number]

/** Platform, workspace, channel and, within it, perhaps a thread. */
export type Destination = {
  readonly platform: Platform
  readonly workspace: string
  readonly channel: string
  readonly thread?: string | undefined
}

/** A person's or a bot's login on one platform. */
export type Account = { readonly platform: Platform; readonly workspace: string; readonly user: string }

/** Who can read a destination, as the platform last told us. */
export type Audience = {
  readonly name: string
  readonly people: number
  readonly outsiders: number
  readonly open: boolean
  /** The category or parent that the channel stands in. A platform that has them always tells it. */
  readonly category?: string | undefined
}

export const dataClasses = ['public', 'internal', 'confidential', 'restricted'] as const
/** What may be said in the place at most; the later the stricter. What is classed higher than a place is a finding there. */
export type DataClass = (typeof dataClasses)[number]

/** How protected it is, as a number; what is in no class is as open as can be. */
export function rankOf(of: DataClass | undefined): number {
  return of === undefined ? 0 : dataClasses.indexOf(of)
}

/** The audience grew in a way that the approver was not shown. Ordinary joins to an open channel are not that. */
export function isWider(now: Audience, shown: Audience): boolean {
  return now.outsiders > shown.outsiders || (now.open && !shown.open)
}

/** The channel as one string: the lane of rate limits, and the key of everything kept per place. */
export function laneOf(at: Destination): string {
  return `${at.platform}/${at.workspace}/${at.channel}`
}

export function sameDestination(a: Destination, b: Destination): boolean {
  return laneOf(a) === laneOf(b) && a.thread === b.thread
}

export function spokenAudience(audience: Audience): string {
  const people = audience.people === 1 ? '1 person' : `${audience.people} people`
  return audience.outsiders === 0 ? people : `${people}, ${audience.outsiders} from outside your company`
}
