// Whose request it is where our own proxies stand before us. X-Forwarded-For is what anybody writes: of it counts only what
// a proxy of ours added, from the right, up to the first address that is none of ours. What stands left of that was written
// by whoever called, and is not looked at.

import { BlockList, isIP } from 'node:net'

export type CallerOf = (from: string, forwarded: () => string | null) => string

/** `proxies`: addresses, or networks such as `10.0.0.0/8`. */
export function callersBehind(proxies: readonly string[]): CallerOf {
  if (proxies.length === 0) return (from) => from
  const ours = new BlockList()
  for (const spelled of proxies) {
    const [address = '', bits] = spelled.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) ours.addAddress(address, family)
    else ours.addSubnet(address, Number(bits), family)
  }
  const isOurs = (address: string) => ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (from, forwarded) => {
    let caller = plain(from)
    if (caller === undefined) return from
    if (!isOurs(caller)) return caller
    const hops = (forwarded() ?? '').split(',').reverse()
    for (const hop of hops) {
      const before = plain(hop.trim())
      // Not an address: whoever sent this to the last of ours is all that is known.
      if (before === undefined) return caller
      caller = before
      if (!isOurs(caller)) return caller
    }
    return caller
  }
}

/** One spelling for one address: no port, no brackets, no zone, and IPv4 as IPv4. */
function plain(hop: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop
  const [unzoned = ''] = bare.split('%')
  const address = /^::ffff:([\d.]+)$/i.exec(unzoned)?.[1] ?? unzoned
  return isIP(address) === 0 ? undefined : address
}
