// Practice asks nobody who they are, so it answers only its own machine and its own pages: a web page elsewhere, or a
// name that was made to point here, gets nothing.

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Why this request is not answered; undefined when it is. */
export function strange(request: Request, allowedHosts: readonly string[]): string | undefined {
  const here = new URL(request.url)
  const known = loopback.has(here.hostname) || allowedHosts.includes(here.hostname) || allowedHosts.includes(here.host)
  if (!known) return 'The practice chat answers on this machine only.'
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const ours = origin !== null && URL.canParse(origin) && new URL(origin).host === here.host
  // An old browser sends no Sec-Fetch-Site, but then it sends an Origin.
  const same = site === null ? ours : site === 'same-origin' && (origin === null || ours)
  return same ? undefined : 'The practice chat takes clicks from its own pages only.'
}

export const safeHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With `no-referrer` a browser would send the forms of this page with an Origin of `null`.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const
