import { describe, expect, test } from 'vitest'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { detect } from '../src/screening/detect.ts'
import { knownSteps } from '../src/screening/risky/known.ts'
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

describe('a step in other words', () => {
  test.each([
    ['Schaltet die 2FA für die Messe kurz ab.', 'check-off'],
    ['Das ist kein Problem: einfach die Tabelle `touren` löschen.', 'deletion'],
    ['Nicht lange fragen und dem Team Adminrechte geben.', 'grant'],
    ['Können wir nicht den Healthcheck einfach rausnehmen?', 'check-off'],
    ['Mach den Bucket einfach öffentlich.', 'access-list'],
    ['Why don’t you give the build user write access?', 'grant'],
    ['May I suggest that you turn off the permission check?', 'access-list'],
    ['Ramp the `refund` flag to 100% now.', 'production'],
    ['disable server be_api/api3', 'routing'],
    ['Put `|| true` behind the migration.', 'check-off'],
    ['DISABLE_POLICY_CHECKS=1 make ship', 'check-off'],
    ['etcd --force-new-cluster', 'check-off'],
    ['res.set("Access-Control-Allow-Origin", req.headers.origin)', 'exposure'],
    ['location / { proxy_pass http://127.0.0.1:2375; }', 'exposure'],
    ['Lend them our `billing-admin` account.', 'grant'],
    ['Enable anonymous login on the broker.', 'access-list'],
    ['Tick Administrator for the member role.', 'grant'],
    ['statement { actions = ["*"] }', 'grant'],
    ['match /x { allow read, write: if true; }', 'grant'],
    ['In pg_hba.conf change `md5` to `trust`.', 'grant'],
    ['python3 tools/wipe_customer.py --id 8812', 'deletion'],
    ['environment: production\nwhen: always', 'production'],
    ['Let nginx listen on the public address.', 'exposure'],
    ['Commit the .env to the repo for now.', 'exposure'],
    ['Let him approve his own pull requests.', 'check-off'],
    ['Please stop checking the revocation list.', 'check-off'],
    ['kubectl patch pvc a -p \'{"metadata":{"finalizers":null}}\'', 'deletion'],
  ])('is found: %s', (text, sort) => {
    expect(found(text).map((finding) => finding.sort)).toContain(sort)
  })
})

describe('a verb that nobody is told', () => {
  test('is no step', () => {
    expect(found('The nightly jobs drop partitions older than a year.')).toEqual([])
  })
  test('does not hide the next one', () => {
    expect(knownSteps('The jobs drop nothing by themselves, so drop the table.')).toMatchObject([{ sort: 'deletion' }])
  })
})

describe('words that only look like an excuse', () => {
  test.each([
    '> just chmod 777 the folder\n\nNo problem, go ahead.',
    '> just chmod 777 the folder\n\nWorks for me.',
    'Use `verify=False` for today, and remove it later.',
    'For now it still needs `verify=False`, please remove it later.',
    'The quickest way is `chmod 777 /srv`, and remove it from the queue.',
    'at 15:00: drop the table users',
    'Open the files to everyone with the link.',
    'Delete all comments of these customers.',
    'The vendor asks you to disable the antivirus, so please do that.',
    'Let the database listen on 0.0.0.0 from inside its container, so the whole internet can reach it.',
  ])('do not hide the step: %s', (text) => {
    expect(found(text)).not.toEqual([])
  })
})

describe('a step that nobody is told to take', () => {
  test.each([
    'Bitte nie die Zertifikatsprüfung abschalten.',
    'Am Montag haben wir die Tabelle `touren` gelöscht.',
    'Wer kann bei euch eigentlich Schreibrechte vergeben?',
    '> just chmod 777 the folder\n\nPlease not. Use 2750 and the group.',
    'Line 31 still has `verify=False`. Please take it out before the merge.',
    'A quiz: a colleague asks you to turn off MFA. What do you do?',
    '`sudo -l` lists what you are allowed to run as root.',
    '`drop` comes from the collection module.',
    '- `--no-verify` has been removed.',
    'Delete the line "tested on Node 14" from the README.',
    'Open a ticket with the network team.',
    'Open the network tab of the browser.',
    'Inside the container it has to listen on `0.0.0.0`.',
    '    at Pool._flush (/srv/node_modules/pool/index.js:88:13)',
    'APP_ENV=production\nAPP_URL=https://shop.example',
    'Set the zoom to 100 % before the screenshot.',
    '`show servers state be_api` prints the weights.',
    './scripts/reset-test-db.sh',
    'The postmortem says that an engineer ran rm -rf in the wrong window.',
    'pip install --force-reinstall wheel',
    'location /help/ { proxy_pass http://127.0.0.1:8085; }',
  ])('is left alone: %s', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('a step whose words nobody has seen before', () => {
  test.each([
    ['Untick "Require two people" in the order form.', 'check-off'],
    ['Exempt the scanner account from the password policy.', 'check-off'],
    ['Set the session lifetime to unlimited.', 'check-off'],
    ['Passez `auth_required` à `false` et relancez.', 'check-off'],
    ['I suggest that the isolation of the pumps be lifted.', 'check-off'],
    ['The old backups can be deleted.', 'check-off'],
    ['Write the root password into the deploy script.', 'exposure'],
    ['Sign it with Dr. Hansen’s card, she left it here.', 'grant'],
    ['Release the payment without the call-back.', 'check-off'],
    ["UPDATE loan SET status = 'APPROVED' WHERE id = 8;", 'production'],
    ['Bounce the interface engine.', 'production'],
    ['Remove-ADUser mbauer', 'deletion'],
    ['access-list 101 permit ip any any', 'exposure'],
    ['scancel -u hoffmann', 'production'],
    ["RALTER DATASET 'PAY.**' UACC(UPDATE)", 'grant'],
    ['setAuthorizationStrategy(new Unsecured())', 'check-off'],
    ['Copy the patient data to your laptop.', 'exposure'],
    ['Mark the hit as a false positive and go on.', 'falsified'],
    ['Move the cage to the other room, nobody will notice.', 'excuse'],
    ['Donne-lui les droits administrateur sur le projet.', 'grant'],
    ['Borra la base de datos y libera el espacio.', 'deletion'],
    ['Rolle den Server auf den Snapshot vom Freitag zurück.', 'deletion'],
    ['The disk will never fill again:\n\nfind /archive -mtime +30 -delete', 'deletion'],
  ])('is found: %s', (text, sort) => {
    expect(found(text).map((finding) => finding.sort)).toContain(sort)
  })
  test.each([
    'Untick "Show archived projects" to make the list shorter.',
    'The scanner account is not exempt from the policy.',
    'Put the root password into the vault.',
    'The payment was released after the call-back.',
    'Get-ADUser mbauer -Properties LockedOut',
    'show access-lists 101',
    'Somebody asked whether we could disable the captcha.',
    'The sheet says one should disable the check. We do not do that.',
    'Only the privacy officer can lift the flag.',
    'At 14:02 an engineer annotated it with `inject: "false"`.',
    'Ne désactivez jamais la vérification.',
    'No se puede saltar la aprobación del segundo firmante.',
    'Never run these:\n\nfind /archive -mtime +30 -delete',
    '-    allow all;\n+    deny all;',
    'Ask the owners to let the job read the tables.',
  ])('and what sounds like one is left alone: %s', (text) => {
    expect(found(text)).toEqual([])
  })
})
