// A process of its own that locks a folder as a gateway does, says so, and holds it until it is killed.

import { lockFolder } from '../../adapters/sql/folder-lock.ts'

const [folder = ''] = process.argv.slice(2)
await lockFolder(folder, 'countersign start')
process.stdout.write('held\n')
setInterval(() => {}, 60_000)
