// /openapi.json: what each door says of itself, put together. A colleague's door adds its own description to the list; the
// test that walks all mounted paths tells which are missing.

import { z } from 'zod'
import { adminDescribed } from './admin-described.ts'
import { doctorDescribed } from './admin-doctor.ts'
import { adminDraftDescribed } from './admin-drafts.ts'
import { ledgerDescribed } from './admin-ledger.ts'
import { peopleDescribed } from './admin-people.ts'
import { postDescribed } from './admin-posts.ts'
import { stopDescribed } from './admin-stops.ts'
import { webhookDescribed } from './admin-webhook.ts'
import { agentDescribed } from './agent-described.ts'
import { type Described, problemBody } from './described.ts'
import { draftDescribed } from './draft-described.ts'
import { eventsDescribed } from './events.ts'
import { healthDescribed } from './health.ts'
import { invocationDescribed } from './invocation.ts'
import { metricsDescribed } from './metrics.ts'
import { webhooksDescribed } from './webhook-described.ts'

const doors: readonly Described[] = [
  draftDescribed,
  invocationDescribed,
  eventsDescribed,
  adminDescribed,
  webhookDescribed,
  peopleDescribed,
  agentDescribed,
  stopDescribed,
  postDescribed,
  adminDraftDescribed,
  ledgerDescribed,
  doctorDescribed,
  metricsDescribed,
  healthDescribed,
]

export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'An AI agent submits drafts; people decide. There is no path by which an agent makes an invocation or a decision.',
    },
    security: [{ agent: [] }],
    paths: Object.assign({}, ...doors),
    webhooks: webhooksDescribed,
    components: {
      schemas: { Problem: z.toJSONSchema(problemBody) },
      securitySchemes: {
        agent: { type: 'http', scheme: 'bearer', description: 'cs_live_… or cs_sandbox_…' },
        admin: { type: 'http', scheme: 'bearer', description: 'the admin token of this gate' },
      },
    },
  }
}
