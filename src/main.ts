// The composition root: with its parts in main/, the only place that knows both sides. It opens the house and puts the
// doors in front; closed, it lets what is under way finish and hands over the rest.

import { machineChecks } from '../adapters/doctor/machine.ts'
import { type Door, httpDoor } from '../adapters/http/door.ts'
import { healthDoor } from '../adapters/http/health.ts'
import type { Hosts } from '../adapters/http/host.ts'
import type { Answered } from '../adapters/http/metrics.ts'
import { serve } from '../adapters/http/serve.ts'
import { practiceDoor } from '../adapters/practice/door.ts'
import { examine as examineAll } from './doctor/examine.ts'
import { type Open, open } from './main/house.ts'
import type { Plan } from './main/plan.ts'
import { type Reached, reachBySlack } from './main/slack.ts'

export type Listening = AsyncDisposable & { readonly url: string; readonly open: Open }

/** The house with its doors on the network. Closing it lets what is under way finish and hands over the rest. */
export async function listen(plan: Plan, at: { readonly host: string; readonly port: number }): Promise<Listening> {
  const inside = await open(plan)
  let slack: Reached | undefined
  try {
    const { house, practice } = inside
    const names = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      at.host,
      ...(plan.url === undefined ? [] : [new URL(plan.url).hostname]),
      ...(plan.aliases ?? []),
    ]
    // On every address of the machine, and nobody has said by which name it is called: any name may be the right one.
    const hosts: Hosts = plan.url === undefined && (at.host === '0.0.0.0' || at.host === '::') ? 'any' : names
    let close = () => {}
    const closing = new Promise<void>((resolve) => {
      close = resolve
    })
    const mount: ({ readonly path: string } & Door)[] =
      practice === undefined
        ? []
        : [{ path: '/practice', ...practiceDoor({ house, ...practice, allowedHosts: names, closing }) }]
    const role = plan.role ?? 'all'
    const { version } = plan
    slack = role === 'worker' ? undefined : await reachBySlack(plan, inside)
    if (slack !== undefined) mount.push(...slack.doors)
    const metrics = {
      page: () => inside.metrics.page(),
      tokens: [plan.metricsToken, plan.adminToken].filter((token) => token !== undefined),
      answered(answer: Answered) {
        inside.meter.answered(answer)
        plan.log.detail?.('answered', answer)
      },
    }
    const doorOf = { house, version, hosts, closing, metrics }
    const machine = { ...plan, host: at.host, hasRecordFile: plan.database === undefined, now: plan.now ?? Date.now }
    const checks = [...inside.checks, ...machineChecks(machine)]
    const examine = () => examineAll(checks)
    const door =
      role === 'worker'
        ? healthDoor({ ...doorOf, delivers: true })
        : httpDoor({
            ...doorOf,
            rate: plan.rate,
            proxies: plan.proxies,
            mount,
            delivers: role === 'all',
            adminToken: plan.adminToken,
            examine,
          })
    const server = await serve(door, at)
    return {
      url: server.url,
      open: inside,
      async [Symbol.asyncDispose]() {
        close()
        await slack?.stop()
        await server[Symbol.asyncDispose]()
        await inside[Symbol.asyncDispose]()
      },
    }
  } catch (cause) {
    await slack?.stop()
    await inside[Symbol.asyncDispose]()
    throw cause
  }
}
