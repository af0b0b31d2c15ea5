// `countersign agent`: registers agents, gives them tokens and takes them away, on the gate that runs. A token is printed
// once, to standard output and nowhere else; what to do with it goes beside it, so that a script gets the token alone.

import { usualAssessmentMs } from '../../src/agent/assessment.ts'
import { day } from '../../src/time.ts'
import { agentActs, agentOptions } from './agent-act.ts'
import { agentWebhook } from './agent-webhook.ts'
import { spokenAgent, spokenAgents, spokenDone, told } from './agent-words.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { callGate } from './gate.ts'
import { readTrouble, spokenTrouble } from './trouble.ts'

export const agent: Command = {
  says: 'register agents, give tokens, stop and resume them',
  help: `
countersign agent add NAME [--owner PERSON]      a new agent, and a sandbox token that works at once in practice
countersign agent list                           every agent: state, owner, tokens, what is odd
countersign agent show AGENT                     one of them, in full
countersign agent owner AGENT PERSON             who answers for it
countersign agent assess AGENT --by ADMIN --risk low|medium|high --says TEXT [--days N]
                                                 an admin's word, for ${usualAssessmentMs / day} days unless you say less; it may be live then
countersign agent token AGENT [--live --scope PLACE…] [--days N]
                                                 one more token: for practice, or for the places named (slack/T1/C1, slack/T1/*)
countersign agent rotate AGENT [--token KID] [--grace MINUTES] [--days N]
                                                 a new token for the same places; the old one works for another hour, or as you say
countersign agent revoke AGENT [--token KID]     one token, or all of them; it works no more from the next request on
countersign agent confirm AGENT --by PERSON      its owner, or an admin, answers for its new model or prompt
countersign agent webhook AGENT [URL | --rotate | --remove]
                                                 where it is told of its drafts and of what people ask it; the secret is shown once
countersign agent stop AGENT --reason TEXT       it submits nothing, and nothing of it is published; it may read its own
countersign agent resume AGENT [--by ADMIN]      what a person stopped needs an admin's word
countersign agent retire AGENT                   for ever; its tokens end

AGENT is a name or an id. PERSON is an id, or an account such as slack/T1/U1.
--json   data instead of words
--url    the gate to talk to (else COUNTERSIGN_URL, else COUNTERSIGN_HOST and COUNTERSIGN_PORT)
The admin token is COUNTERSIGN_ADMIN_TOKEN, or the one in the data folder. It is nobody: --by names whose word it is, and the
ledger says that it came with the token.

Exit codes: 0 done, 1 no (the gate refused, or does not answer), 2 a wrong call.`,
  async run(words) {
    if (words[0] === 'webhook') return agentWebhook(words.slice(1))
    const call = understood(words)
    if (typeof call === 'string') {
      process.stderr.write(`countersign agent: ${call}\n`)
      return 2
    }
    const { ask, flags, act } = call
    const answer = await callGate(flags.url)(ask.path, ask)
    const json: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) {
      const trouble = readTrouble(json)
      if (trouble === undefined) throw new Error(`the gate answered ${answer.status}, and not in words that we know`)
      if (flags.json) process.stdout.write(`${JSON.stringify(json)}\n`)
      process.stderr.write(`countersign agent: ${spokenTrouble(trouble)}\n`)
      return 1
    }
    if (flags.json) {
      process.stdout.write(`${JSON.stringify(json)}\n`)
      return 0
    }
    if (act === 'list') {
      process.stdout.write(spokenAgents(told.list.parse(json).agents))
      return 0
    }
    const one = told.one.parse(json)
    if (act === 'show') {
      process.stdout.write(spokenAgent(one.agent))
      return 0
    }
    if (one.secret !== undefined) process.stdout.write(`${one.secret}\n`)
    process.stderr.write(spokenDone(act, one))
    return 0
  },
}

/** What is asked for, or why nobody can tell. */
function understood(words: readonly string[]) {
  const call = readCall(words, agentOptions)
  if (typeof call === 'string') return call
  const { values: flags, positionals } = call
  const [name = '', ...rest] = positionals
  const act = agentActs.get(name)
  if (act === undefined) return `one of ${[...agentActs.keys()].join(', ')}`
  const foreign = Object.keys(flags).find((flag) => !act.flags.includes(flag) && flag !== 'json' && flag !== 'url')
  if (foreign !== undefined) return `${name} takes no --${foreign}`
  if (rest.length !== act.takes.length) return `${name} takes ${act.takes.join(' ') || 'nothing more'}`
  const ask = act.ask(rest, flags)
  return typeof ask === 'string' ? ask : { ask, flags, act: name }
}
