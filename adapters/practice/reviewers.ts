// The reviewers' side of practice. Pages draw every card live from the record when they are looked at, so showing one
// means telling the open pages to look again; there is no copy that could be out of date.

import type { Reviewers } from '../../src/port/reviewers.ts'
import { accountOf, membersOf } from './cast.ts'
import type { Room } from './room.ts'

/** The one place where a practice card is: the page itself. */
const live = 'live'

export function practiceReviewers(room: Room): Reviewers {
  return {
    platform: 'practice',
    moderators: async (at) =>
      membersOf(at)
        .filter((resident) => resident.roles.includes('moderator'))
        .map((resident) => accountOf(resident.user)),
    seconds: async (at) =>
      membersOf(at)
        .filter((resident) => resident.member === 'full')
        .map((resident) => accountOf(resident.user)),
    async show() {
      room.nudge()
      return live
    },
    async showGrant() {
      room.nudge()
      return live
    },
    async note(account, destination, line) {
      await room.note(destination.channel, account.user, line)
    },
  }
}
