// What the house signs, so that a stranger can tell that it did: Ed25519, whose private half is 32 bytes of ours.

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Signature } from '../../src/port/signer.ts'

/** The bytes that stand before such a key in PKCS 8. */
const pkcs8 = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20)

export type SigningKey = { readonly name: string; publicKey(): string; sign(text: string): Signature }

/** Made when it is first used: most processes never sign. */
export function signingKey(name: string, seed: () => Buffer): SigningKey {
  let made: KeyObject | undefined
  const key = () => {
    made ??= createPrivateKey({ key: Buffer.concat([pkcs8, seed()]), format: 'der', type: 'pkcs8' })
    return made
  }
  return {
    name,
    publicKey: () => createPublicKey(key()).export({ format: 'der', type: 'spki' }).toString('base64url'),
    sign: (text) => ({ key: name, signature: sign(null, Buffer.from(text), key()).toString('base64url') }),
  }
}

/** Whether the holder of this public key signed exactly this text. */
export function isSigned(text: string, { signature }: Signature, publicKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
}
