// The names by which this gate may be called. A page that made its own name point here calls it by another.

export type Hosts = readonly string[] | 'any'

export function isOneOf(hosts: Hosts, header: string | undefined): boolean {
  return hosts === 'any' || hosts.includes((header ?? '').replace(/:\d+$/, '').toLowerCase())
}
