// Seals text so that it opens with one of our keys and in the same context alone. What is sealed begins with the name of
// its key, so that a later one can stand beside it.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export type Sealer = {
  seal(text: string, context: string): string
  open(sealed: string, context: string): string
}

/** The key that seals now, and any that ever did and is still here. */
export type SealingKeys = {
  newest(): { readonly name: string; readonly key: Buffer }
  named(name: string): Buffer | undefined
}

const ivBytes = 12
const tagBytes = 16

export function sealerWith(keys: SealingKeys): Sealer {
  const nextIv = ivs()
  return {
    seal(text, context) {
      const { name, key } = keys.newest()
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${name}.${Buffer.concat(sealed).toString('base64url')}`
    },
    open(sealed, context) {
      const [name = '', rest = ''] = sealed.split('.', 2)
      const key = keys.named(name)
      if (key === undefined) throw new Error(`opening what was sealed for ${context}: it needs a key that is not here`)
      const bytes = Buffer.from(rest, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(-tagBytes))
        return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new Error(`opening what was sealed for ${context}: another key, another context or altered`, { cause })
      }
    },
  }
}

/** Drawn many at once, each used once: asking the system for every one takes longer than the sealing. */
function ivs(): () => Buffer {
  let drawn = Buffer.alloc(0)
  return () => {
    if (drawn.length === 0) drawn = randomBytes(ivBytes * 256)
    const iv = drawn.subarray(0, ivBytes)
    drawn = drawn.subarray(ivBytes)
    return iv
  }
}
