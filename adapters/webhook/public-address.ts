// Which addresses of the network are out in public. Everything else is somebody's inside: this machine, a private net, the
// metadata of a cloud. What is not known to be public is not.

import { BlockList, isIP } from 'node:net'

const inside = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers, and the metadata of one cloud
  ['127.0.0.0', 8], // this machine
  ['168.63.129.16', 32], // the inside of one cloud, in public numbers
  ['169.254.0.0', 16], // link-local, and the metadata of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays from IPv6
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // measuring
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 3], // to many at once, reserved, to all
] as const)
  inside.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['2001::', 23], // protocol assignments, tunnels that hold an address of IPv4
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // holds an address of IPv4
  ['3fff::', 20], // documentation
] as const)
  inside.addSubnet(net, prefix, 'ipv6')

const global = new BlockList()
// All others hold an address of IPv4, or are of this machine, link or site.
global.addSubnet('2000::', 3, 'ipv6')

export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !inside.check(address, 'ipv4')
    case 6:
      // A zone belongs to a link.
      return !address.includes('%') && global.check(address, 'ipv6') && !inside.check(address, 'ipv6')
  }
  return false
}
