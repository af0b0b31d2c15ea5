// The scanner: runs our detectors, with the organisation's own lists, over what would be said. It may fail or take too long;
// the caller turns that into the finding `unscreened`. It never sees who wrote the draft, nor how sure the agent is.

import type { Finding, Material } from '../screening/finding.ts'
import type { HouseLists } from '../screening/house-list.ts'

export type Scanner = { scan(material: Material, lists: HouseLists): Promise<readonly Finding[]> }
