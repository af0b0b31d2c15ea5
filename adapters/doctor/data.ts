// The data folder: there, ours to write, nobody else's to read; and the admin token in it.

import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check, Remark } from '../../src/doctor/examine.ts'
import { isOpenToOthers, mayWrite, statOf } from './folder.ts'
import type { Machine } from './machine.ts'

const megabyte = 1024 * 1024
const littleRoom = 500 * megabyte
const noRoom = 50 * megabyte

export function dataCheck({ data, hasRecordFile }: Machine): Check {
  return {
    name: 'data',
    async look() {
      const folder = await statOf(data)
      if (folder === undefined) {
        if (!hasRecordFile) return [{ check: 'data', state: 'good', says: 'No data folder; the record is elsewhere.' }]
        return [{ check: 'data', state: 'warning', says: `There is no folder ${data} yet.`, next: 'countersign start' }]
      }
      const remarks: Remark[] = []
      const tell = (state: Remark['state'], says: string, next: string) =>
        remarks.push({ check: 'data', state, says, next })
      if (!(await mayWrite(data))) tell('bad', `We may not write into ${data}.`, `chown "$(id -u)" ${data}`)
      if (isOpenToOthers(folder)) tell('warning', `Other users may look into ${data}.`, `chmod 700 ${data}`)
      const token = join(data, 'admin-token')
      const file = await statOf(token)
      if (file !== undefined && isOpenToOthers(file))
        tell(
          'bad',
          `Other users may read the admin token in ${token}.`,
          `chmod 600 ${token}, then remove it and restart: it is not secret any more`,
        )
      if (hasRecordFile) {
        const { bavail, bsize } = await statfs(data)
        const room = bavail * bsize
        if (room < littleRoom)
          tell(
            room < noRoom ? 'bad' : 'warning',
            `${Math.round(room / megabyte)} MB are left for ${data}.`,
            `df -h ${data}`,
          )
      }
      return remarks.length > 0
        ? remarks
        : [{ check: 'data', state: 'good', says: `${data} is ours alone and has room.` }]
    },
  }
}
