// Chance, as an argument: ids, salts and nonces are made from it, so that tests read values instead of computing them.

export type Chance = { bytes(count: number): Uint8Array }
