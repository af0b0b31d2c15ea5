// The keys of the house in one file that only a passphrase opens: what a backup of them is. The key comes out of the
// passphrase by scrypt, slowly on purpose; every byte of the file is sealed by AES-256-GCM.

import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

export type KeyFiles = { readonly [name: string]: Buffer }

/** 128 MB and about half a second for every guess. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
const first = 'countersign-keys-v1'

export async function packKeys(files: KeyFiles, passphrase: string): Promise<string> {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await stretched(passphrase, salt), iv).setAAD(Buffer.from(first))
  const inside = JSON.stringify(Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64url')]))
  const sealed = Buffer.concat([cipher.update(inside, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${[first, ...[salt, iv, sealed].map((bytes) => bytes.toString('base64url'))].join('.')}\n`
}

/** Rejects with one message for a wrong passphrase and an altered file: they cannot be told apart. */
export async function unpackKeys(packed: string, passphrase: string): Promise<KeyFiles> {
  const [name, ...rest] = packed.trim().split('.')
  const [salt, iv, sealed] = rest.map((part) => Buffer.from(part, 'base64url'))
  if (name !== first || salt === undefined || iv === undefined || sealed === undefined)
    throw new Error('reading the keys of a backup: this is no file of keys')
  const key = await stretched(passphrase, salt)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
      .setAAD(Buffer.from(first))
      .setAuthTag(sealed.subarray(-16))
    const inside = decipher.update(sealed.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
    const files: readonly (readonly [string, string])[] = JSON.parse(inside)
    return Object.fromEntries(files.map(([file, bytes]) => [file, Buffer.from(bytes, 'base64url')]))
  } catch (cause) {
    throw new Error('reading the keys of a backup: another passphrase, or the file was altered', { cause })
  }
}

function stretched(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, cost, (fault, key) => (fault === null ? resolve(key) : reject(fault)))
  })
}
