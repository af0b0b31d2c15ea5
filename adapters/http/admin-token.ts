// Whether a request carries the admin token. Compared by hash and in the same time, whatever was sent.

import { createHash, timingSafeEqual } from 'node:crypto'

export function isAdminToken(token: string, header: string | undefined): boolean {
  const sent = /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(sent), digest(token)) && token !== ''
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
