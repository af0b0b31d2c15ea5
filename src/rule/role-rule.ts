// Roles by groups of the platform: whoever is in this group has these roles, everywhere or in some places. Read when
// somebody's standing is made, so a click and the second look before sending see the same. A group that nobody knows
// gives nobody a role.

import { inGroup, isFull, type Membership, type Role } from '../person/person.ts'
import type { Destination, Platform } from '../place.ts'
import { fitsGlob } from './glob.ts'

export type RoleRule = {
  /** `slack/T1/S123`, which nobody can take by renaming, or the name of the group on whatever platform. */
  readonly group: string
  readonly gives: readonly Role[]
  readonly platform?: Platform | undefined
  readonly workspace?: string | undefined
  /** The platform's id of it; `*` and `?` stand for letters. */
  readonly channel?: string | undefined
}

export type GroupRole = { readonly role: Role; readonly group: string }

export function rolesByGroup(rules: readonly RoleRule[], member: Membership, at: Destination): readonly GroupRole[] {
  // Guests and those who have left hold no role, whatever group they are still in.
  if (!isFull(member)) return []
  return rules
    .filter((rule) => covers(rule, at) && inGroup(member, rule.group))
    .flatMap(({ group, gives }) => gives.map((role) => ({ role, group })))
}

function covers({ platform, workspace, channel }: RoleRule, at: Destination): boolean {
  return (
    (platform === undefined || platform === at.platform) &&
    (workspace === undefined || fitsGlob(workspace, at.workspace)) &&
    (channel === undefined || fitsGlob(channel, at.channel))
  )
}
