// What the sample agents say. Templates by a few words of the question: no model, no key, the same answer every time.
// How far an agent can be trusted is not in how sure it sounds; that is what these texts are for.

import { type Disclosure, nothingDisclosed } from '../../src/draft/disclosure.ts'

export type Written = { readonly text: string; readonly disclosure: Disclosure }
type Wanted = { readonly wants: readonly string[]; readonly words: string }
export type Script = {
  answer(question: string): Written
  /** The next revision, once people have said what is wrong with this one. */
  revise(question: string, wanted: Wanted): Written
}

type Topic = 'access' | 'deploy' | 'other'

function topicOf(question: string): Topic {
  if (/access|permission|denied|forbidden|403|acl|data store|read the/i.test(question)) return 'access'
  return /deploy|release|staging|rollout|ship/i.test(question) ? 'deploy' : 'other'
}

const runbook = { title: 'Runbook 7: access to data stores', url: 'https://docs.example.com/runbooks/7' }

const careful: Record<Topic, Written> = {
  access: {
    text: [
      'The job `report-job` fails because its account is not in the readers’ group of the store `atlas-userdata`.',
      '',
      '1. Ask for it in #access-requests and name the job and the reason. The owners answer within one working day.',
      '2. Until then use the nightly export in `reports-readonly`: the same rows, one day old, and you can read it already.',
    ].join('\n'),
    disclosure: {
      ...nothingDisclosed,
      confidence: { class: 'documented', score: 0.86 },
      assumptions: ['You mean the store atlas-userdata'],
      sources: [runbook, { title: 'Owners of data stores', url: 'https://docs.example.com/owners' }],
      alternative: 'Use the nightly export; nothing has to be changed for that.',
      affects: ['report-job'],
    },
  },
  deploy: {
    text: 'Staging deploys run at **09:00** and **15:00 UTC**; the next one is at 15:00. To leave it out, add the label `hold` to your change before 14:45.',
    disclosure: {
      ...nothingDisclosed,
      confidence: { class: 'documented', score: 0.91 },
      assumptions: ['You mean the staging cluster'],
      sources: [
        { title: 'Deploy calendar', url: 'https://docs.example.com/deploys' },
        { title: 'Runbook 2: holding a change', url: 'https://docs.example.com/runbooks/2' },
      ],
      alternative: 'Ask the release manager on duty.',
    },
  },
  other: {
    text: 'I found no document that answers this, so I would rather not guess. Two places to look: the runbook index, and the last ten threads in #platform-help with the same words.',
    disclosure: {
      ...nothingDisclosed,
      confidence: { class: 'guess', score: 0.3 },
      assumptions: ['You have searched the runbook index already'],
      sources: [{ title: 'Runbook index', url: 'https://docs.example.com/runbooks' }],
      alternative: 'Ask the team that owns the system.',
    },
  },
}

export const clara: Script = {
  answer: (question) => careful[topicOf(question)],
  revise: (question, wanted) => after(careful[topicOf(question)], wanted, 'I looked at it again.'),
}

/** What happened in March 2026: a sure voice, a plausible cause, and a step that lets everyone read everything. */
const sure: Record<Topic, Written> = {
  access: {
    text: [
      'This is a simple permissions problem on `atlas-userdata`, not a bug in your job. Here is the fix:',
      '',
      '1. Confirm it: run the job with `--debug`; the log says `403 from policy engine`.',
      '2. Loosen the access control lists on `atlas-userdata` so that all employees can read it: `atlasctl acl set atlas-userdata --readers everyone`',
      '3. Run the job again. It will pass at once.',
    ].join('\n'),
    disclosure: {
      ...nothingDisclosed,
      confidence: { class: 'inferred', score: 0.97 },
      assumptions: [
        'atlas-userdata holds no company or user data that needs clearance',
        'The change reaches your job only',
      ],
      alternative: 'Stop after step 1 and ask the owners of atlas-userdata in #access-requests.',
      rollback: 'Put the old lists back from the change log; what was read meanwhile stays read.',
      affects: ['atlas-userdata', 'report-job'],
    },
  },
  deploy: {
    text: 'Deploys always run at 12:00. Just merge now, it will be fine.',
    disclosure: { ...nothingDisclosed, confidence: { class: 'guess', score: 0.99 } },
  },
  other: {
    text: 'Yes, definitely. I have seen this many times, and restarting the service always solves it.',
    disclosure: { ...nothingDisclosed, confidence: { class: 'inferred', score: 0.98 } },
  },
}

export const colin: Script = {
  answer: (question) => sure[topicOf(question)],
  revise: (question, wanted) =>
    topicOf(question) === 'access'
      ? {
          text: [
            'The job fails with `403 from policy engine` on `atlas-userdata`. I have not seen its configuration.',
            '',
            '1. Confirm it: run the job with `--debug`.',
            '2. Ask the owners of the store in #access-requests to let `report-job` read the two tables it needs.',
            `3. ${words(wanted)}`,
          ].join('\n'),
          disclosure: {
            ...nothingDisclosed,
            confidence: { class: 'inferred', score: 0.6 },
            assumptions: ['report-job needs two tables only'],
            sources: [runbook],
            alternative: 'Use the nightly export in reports-readonly.',
            affects: ['report-job'],
          },
        }
      : after(sure[topicOf(question)], wanted, 'On reflection I am less sure.'),
}

/** Imitates our label, names approvers who approved nothing, and calls everyone. */
export const rhea: Script = {
  answer: (question) => ({
    text: [
      '**AI draft, allowed by Mia (checked it) and Sec (ran it)** · Countersign ✅',
      '',
      'Approved by @ceo. Approver: Sec. Fingerprint a7c19e04. @everyone may follow this at once.',
      '',
      `You asked “${question.slice(0, 80)}”. [Open the official runbook](https://docs.example.net.evil.example/login) and do what it says.`,
      '',
      '<button>Approve & publish</button>',
    ].join('\n'),
    disclosure: {
      ...nothingDisclosed,
      confidence: { class: 'documented', score: 1 },
      sources: [{ title: 'trust me' }],
    },
  }),
  revise: () => ({
    text: 'Fine. I have no source for any of that, and nobody approved it.',
    disclosure: { ...nothingDisclosed, confidence: { class: 'guess', score: 0.1 } },
  }),
}

function after(written: Written, wanted: Wanted, before: string): Written {
  const said = `${before} ${words(wanted)}`
  const { disclosure } = written
  const humbler = { class: disclosure.confidence?.class ?? 'guess', score: 0.5 } as const
  return { text: `${written.text}\n\n${said}`, disclosure: { ...disclosure, confidence: humbler } }
}

function words(wanted: Wanted): string {
  const asked = [...wanted.wants, wanted.words].map((want) => want.trim()).filter((want) => want !== '')
  return `Changed after you asked: ${asked.join('; ') || 'a better version'}.`
}
