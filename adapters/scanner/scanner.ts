// Runs the detectors over a draft, one after the other, and gives way to the event loop between them.

import { setImmediate as turn } from 'node:timers/promises'
import type { Scanner } from '../../src/port/scanner.ts'
import type { Finding } from '../../src/screening/finding.ts'
import { riskySteps } from '../../src/screening/risky-steps.ts'

const detectors = [riskySteps]

export function openScanner(): Scanner {
  return {
    async scan(material) {
      const findings: Finding[] = []
      for (const detect of detectors) {
        await turn()
        findings.push(...detect(material))
      }
      return findings
    },
  }
}
