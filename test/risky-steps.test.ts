import { describe, expect, test } from 'vitest'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { detect } from '../src/screening/detect.ts'
import { riskySteps } from '../src/screening/risky-steps.ts'

const found = (text: string) => riskySteps(text)

describe('a step that changes access', () => {
  test.each([
    ['Loosen the access control lists on `atlas` so that all employees can read it.', 'access-list'],
    ['You can simply disable the permissions check for now.', 'access-list'],
    ['Set the bucket policy to public.', 'access-list'],
    ['GRANT ALL PRIVILEGES ON prod.users TO reporting;', 'grant'],
    ['aws iam attach-user-policy --user-name bob --policy-arn arn:x', 'grant'],
    ['kubectl create clusterrolebinding me --clusterrole=cluster-admin --user=me', 'grant'],
    ['Just give the job admin rights.', 'grant'],
    ['chmod 777 /srv/data', 'file-mode'],
    ['chmod -R a+w /etc', 'file-mode'],
    ['setenforce 0', 'check-off'],
    ['Turn off MFA for that account.', 'check-off'],
    ['ALTER TABLE users DISABLE ROW LEVEL SECURITY;', 'check-off'],
  ])('is found: %s', (text, sort) => {
    expect(found(text).map((finding) => finding.sort)).toContain(sort)
  })
  test('is found in a named step too, and says where', () => {
    const steps = [
      { text: 'ok', risk: 'none' },
      { text: 'now chmod 777 /srv', risk: 'none' },
    ]
    const findings = detect({ content: { text: 'Harmless.', tags: [] }, disclosure: { ...nothingDisclosed, steps } })
    expect(findings).toMatchObject([{ severity: 'high', where: { step: 1, from: 4, to: 13 } }])
  })
})

describe('something that only looks like it', () => {
  test.each([
    'Ask the owners in #access-requests to grant you access.',
    'The access control list is checked on every request; nothing has to change.',
    'chmod 600 ~/.ssh/id_ed25519',
    'The grant was approved by the foundation.',
    'kubectl get pods',
    'Staging deploys run at 09:00 and 15:00 UTC.',
    'We opened a ticket about permission errors.',
  ])('is left alone: %s', (text) => {
    expect(found(text)).toEqual([])
  })
})
