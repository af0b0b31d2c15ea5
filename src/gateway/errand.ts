// Does what is owed. Called by the queue, at least once for each row; each of these looks at the record first and may
// find nothing to do.

import { deadlineOf } from '../draft/approval.ts'
import { decide } from '../draft/decide.ts'
import { type DraftId, draftId, grantId, personId, postId, sure } from '../id.ts'
import { outOfReach } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import type { Owed } from '../port/record.ts'
import { isRefusal } from '../refusal.ts'
import { stopOn } from '../safety/stop.ts'
import { tellAway } from './away.ts'
import { tellAnswer, tellInvitation } from './carrying.ts'
import { boards, commit } from './commit.ts'
import { draftStep } from './draft-step.ts'
import { beginGrant, endGrant, showGrantCards, tellGrantOver } from './grant-errand.ts'
import { showHome } from './homes.ts'
import type { House } from './house.ts'
import { resealAll } from './keeping-keys.ts'
import { momentOf } from './moment.ts'
import { blockDraft, publishDraft } from './publishing.ts'
import { tellReaders } from './recall-told.ts'
import { reconcileDraft } from './reconciling.ts'
import { remind } from './reminding.ts'
import { endRestore } from './restoring.ts'
import { retain } from './retaining.ts'
import { screenDraft } from './screening.ts'
import { redrawPost, showCards } from './showing.ts'
import { soon } from './soon.ts'

const done: Delivered = { delivered: 'done' }

export async function deliver(house: House, owed: Owed): Promise<Delivered> {
  house.reach('errand.taken')
  try {
    return await carryOut(house, owed)
  } catch (cause) {
    const why = outOfReach(cause)
    if (why === undefined) throw cause
    // To try again changes nothing: a person has to let us in, and then whatever is open is shown anew.
    house.log.fault('delivering what is owed, from which we are shut out', cause, {
      errand: owed.errand,
      about: owed.about,
    })
    if (owed.errand === 'publish') await blockDraft(house, sure(draftId, owed.about), why)
    return done
  }
}

function carryOut(house: House, owed: Owed): Promise<Delivered> {
  switch (owed.errand) {
    case 'screen':
      return screenDraft(house, sure(draftId, owed.about))
    case 'cards':
      return showCards(house, sure(draftId, owed.about))
    case 'publish':
      return publishDraft(house, sure(draftId, owed.about))
    case 'reconcile':
      return reconcileDraft(house, sure(draftId, owed.about))
    case 'expire':
      return expire(house, sure(draftId, owed.about))
    case 'remind':
      return remind(house, sure(draftId, owed.about))
    case 'answer':
      return tellAnswer(house, owed)
    case 'invite':
      return tellInvitation(house, owed)
    case 'tell-readers':
      return tellReaders(house, sure(postId, owed.about), owed.tries)
    case 'redraw':
      return redrawPost(house, sure(postId, owed.about), owed.tries)
    case 'grant-card':
      return showGrantCards(house, sure(grantId, owed.about))
    case 'grant-begin':
      return beginGrant(house, sure(grantId, owed.about))
    case 'grant-over':
      return endGrant(house, sure(grantId, owed.about))
    case 'grant-told':
      return tellGrantOver(house, sure(grantId, owed.about))
    case 'retain':
      return retain(house)
    case 'reseal':
      return resealAll(house)
    case 'restore-over':
      return endRestore(house)
    case 'home':
      return showHome(house, owed.about)
    case 'away':
      return tellAway(house, sure(personId, owed.about))
  }
}

async function expire(house: House, id: DraftId): Promise<Delivered> {
  let later: number | undefined
  const expired = await commit(house, { ...boards, draft: { kind: 'draft', id } }, ({ now, seen }) => {
    const draft = seen.draft?.is
    const moment = momentOf(draft, seen, now)
    const event = decide(draft, { do: 'expire' }, moment)
    if (!isRefusal(event)) {
      const step = draftStep(seen.draft, event, { actor: { kind: 'system' }, at: now })
      return {
        steps: [step],
        unchanged: seen.stops === undefined ? [] : [{ kind: 'stops', id: 'stops', version: seen.stops.version }],
        result: undefined,
      }
    }
    const waits =
      draft?.state === 'pending' ||
      draft?.state === 'revising' ||
      draft?.state === 'approved' ||
      draft?.state === 'blocked'
    if (waits) later = stopOn(moment.board, draft) === undefined ? deadlineOf(draft, moment) : now + house.pace.frozenMs
    return event
  })
  if (isRefusal(expired) && expired.refused === 'busy') return soon(house)
  return later === undefined ? done : { delivered: 'again', at: later }
}
