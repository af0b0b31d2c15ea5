// The practice chat in a real Chromium, as a newcomer uses it: ask, read the card, tick, approve, see the post, reveal,
// report, recall, stop. Pictures go to the folder SHOTS, if one is named.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Gate, openTestGate } from '../gate.ts'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const question = 'My job gets “permission denied” on our data store. How do I get access?'

let browser: Browser
let gate: Gate
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet })
})
afterAll(() => browser.close())
beforeEach(async () => {
  gate = await openTestGate()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(8000)
  complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (cause) => complaints.push(cause.message))
  await page.goto(`${gate.url}/practice`)
})
afterEach(async () => {
  await page.close()
  await gate[Symbol.asyncDispose]()
})

const drafts = () => page.getByRole('complementary', { name: 'Drafts' })
const card = () => drafts().getByRole('article').first()
const post = () => page.getByRole('main').getByRole('article').last()

async function be(name: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
  await page.waitForURL(new RegExp(`as=${name.toLowerCase()}`))
}

async function ask(agent: string, words: string): Promise<void> {
  await page.locator('select[name=to]').selectOption({ label: `Ask ${agent}` })
  await page.getByLabel('Message as').fill(words)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

async function allow(turn: string): Promise<void> {
  // As long as reading it takes.
  gate.clock.ahead += 60_000
  await card()
    .locator('summary', { hasText: `Approve (${turn} of 2)` })
    .click()
  for (const box of await card().getByRole('checkbox').all()) if (await box.isVisible()) await box.check()
  await card().getByLabel('I read it').check()
  await card()
    .getByRole('button', { name: `Approve (${turn} of 2)` })
    .click()
}

async function picture(name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

describe('a newcomer in the practice chat', () => {
  test('plays the incident from the question to the recall', async () => {
    await ask('Confident Colin', question)
    await card().getByRole('heading', { name: 'AI draft — not published' }).waitFor()
    expect(await card().textContent()).toContain('It loosens access control')
    expect(await page.getByRole('main').textContent()).not.toContain('Loosen the access control lists')
    await picture('1-card')

    await allow('1')
    await card().getByRole('heading', { name: 'waiting for a second person' }).waitFor()
    await be('Bo')
    await card().getByRole('heading', { name: 'Second review needed' }).waitFor()
    await allow('2')
    await post().getByText('AI draft, allowed by Ada (asked; read it) and Bo (read it)').waitFor()
    expect(await post().textContent()).toContain('holds no company or user data that needs clearance')
    expect(await page.content()).not.toContain('--readers everyone')
    await picture('2-post')

    await be('Gus')
    expect(await post().textContent()).not.toContain('--readers everyone')
    await post().locator('summary', { hasText: 'Show hidden step 1' }).click()
    await post().getByLabel('I am allowed to change what this changes').check()
    await post().getByLabel('I know that an AI wrote it').check()
    await picture('3-gate')
    await post().getByRole('button', { name: 'Show me the step' }).click()
    await post().getByText('High-risk step, shown only to you').waitFor()
    expect(await post().textContent()).toContain('--readers everyone')
    await picture('4-revealed')

    await post().locator('summary', { hasText: 'Report a problem' }).click()
    await post().getByLabel('It is dangerous').check()
    await post().getByRole('button', { name: 'Send report' }).click()
    await be('Mia')
    await post().locator('summary', { hasText: 'More' }).click()
    await post().locator('summary', { hasText: 'Recall' }).click()
    await post().getByLabel('Reason').fill('it opens the store to everyone')
    await post().getByRole('button', { name: 'Recall it now' }).click()
    await post().getByText('Do not follow the earlier instructions.').waitFor()
    expect(await post().textContent()).toContain('it opens the store to everyone')
    expect(await post().textContent()).not.toContain('simple permissions problem')
    await picture('5-recalled')
    expect(complaints).toEqual([])
  })

  test('keeps a useful answer private with one click', async () => {
    await ask('Careful Clara', 'When is the next staging deploy?')
    await card().getByRole('button', { name: 'Keep private' }).click()
    await drafts().getByText('Kept private').first().waitFor()
    expect(await page.getByRole('main').textContent()).not.toContain('AI draft')
    expect(complaints).toEqual([])
  })

  test('is told in one private line why a click did nothing', async () => {
    await ask('Confident Colin', question)
    await card().locator('summary', { hasText: 'Approve (1 of 2)' }).click()
    await card().getByLabel('I read it').check()
    // As a hurried person's own page would: without what the browser would insist on.
    await card()
      .locator('form')
      .first()
      .evaluate((form) => form.setAttribute('novalidate', ''))
    await card().getByRole('button', { name: 'Approve (1 of 2)' }).click()
    await page.getByText('Tick each assumption that you know to be true').first().waitFor()
    await be('Bo')
    expect(await page.content()).not.toContain('Tick each assumption that you know to be true. If one is false')
  })

  test('stops an agent, sees the draft frozen, and a moderator lifts it', async () => {
    await ask('Careful Clara', 'When is the next staging deploy?')
    await card().getByRole('button', { name: 'Approve & publish' }).waitFor()
    await card().locator('summary', { hasText: 'More' }).click()
    await card().locator('summary', { hasText: 'Stop this agent' }).click()
    await card().getByLabel('Reason').last().fill('it looks wrong')
    await card().getByRole('button', { name: 'Stop now' }).click()
    await card().getByText('Frozen: Ada stopped this').waitFor()
    expect(await card().getByRole('button', { name: 'Approve & publish' }).count()).toBe(0)
    await picture('6-frozen')
    await be('Mia')
    await page.getByRole('button', { name: /Resume/ }).click()
    await be('Ada')
    await card().getByRole('button', { name: 'Approve & publish' }).click()
    await post().getByText('AI draft, allowed by Ada').waitFor()
  })

  test('reads it all on a phone, without a line that is cut off', async () => {
    await page.setViewportSize({ width: 420, height: 900 })
    await ask('Confident Colin', question)
    await card().getByRole('heading', { name: 'AI draft — not published' }).waitFor()
    const wider = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    expect(wider).toBe(false)
    await picture('7-phone')
  })
})
