// The places where dying is worst, by name. In production `reach` does nothing; the fault runner passes one that kills
// the process there. A name, once given, keeps its place.

export const crashPoints = [
  'submit.saved', // the draft is committed, its maker not answered
  'screen.done', // our checks are through, their result not saved
  'cards.shown', // a card is with a person, its copy not kept
  'decide.asked', // it is known who clicked, nothing of it is committed
  'decide.saved', // a decision is committed, the person not answered
  'errand.taken', // a row is leased, nothing done
  'publish.claimed', // the intent to send is committed, no byte has left
  'publish.went-on', // the next payload of several may go, no byte of it has left
  'publish.sent', // the platform has it, we have not recorded it
  'publish.saved', // recorded, the row not settled
  'redraw.sent', // a recall is on the platform, the row not settled
] as const
export type CrashPoint = (typeof crashPoints)[number]

export type Reach = (point: CrashPoint) => void
