// How it is reached: tokens and drafts that go over a network go over TLS, and platforms call an address that is public.

import type { Check } from '../../src/doctor/examine.ts'
import type { Machine } from './machine.ts'

const loopback: readonly string[] = ['127.0.0.1', '::1', '[::1]', 'localhost']

export function addressCheck({ host, url }: Machine): Check {
  return {
    name: 'address',
    async look() {
      const open = !loopback.includes(host)
      if (url === undefined) {
        if (!open) return [{ check: 'address', state: 'good', says: 'Reached from this machine alone.' }]
        const says = `It listens on ${host}, and nobody said by which address it is called: any host name is answered, perhaps without TLS.`
        return [
          {
            check: 'address',
            state: 'bad',
            says,
            next: 'set COUNTERSIGN_URL=https://… and put a proxy with TLS before it',
          },
        ]
      }
      const { protocol, hostname } = new URL(url)
      if (protocol === 'https:' || (loopback.includes(hostname) && !open))
        return [{ check: 'address', state: 'good', says: `Called by ${protocol}//${hostname}.` }]
      const says = `It is called by ${protocol}//${hostname}: tokens and drafts cross the network in the clear.`
      return [
        {
          check: 'address',
          state: 'bad',
          says,
          next: 'set COUNTERSIGN_URL=https://… and put a proxy with TLS before it',
        },
      ]
    },
  }
}
