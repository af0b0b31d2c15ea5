// Every card, form, page and line as a picture, at the width of a desk and of a phone, light and dark, on Slack and in the
// practice chat. Pictures go to the folder SHOTS, if one is named (`npm run pictures`); what holds of each is tested anyway.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawCard as drawInPractice } from '../../adapters/practice/draw.ts'
import { drawActions } from '../../adapters/practice/form.ts'
import { style } from '../../adapters/practice/style.ts'
import type { Card } from '../../src/card/card.ts'
import type { GrantCard } from '../../src/card/grant-card.ts'
import { type Drawn, drawn } from '../slack-cards.ts'
import { everyPicture } from '../slack-lines.ts'
import { pageOf } from '../slack-page.ts'

const phone = { sort: 'phone', width: 375, dark: false }
/** Who does not look needs the narrowest alone. */
const looks =
  process.env.SHOTS === undefined
    ? [phone]
    : [
        phone,
        { sort: 'phone-dark', width: 375, dark: true },
        { sort: 'desk', width: 760, dark: false },
        { sort: 'desk-dark', width: 760, dark: true },
      ]

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(() => browser.close())

test.each(looks)('on Slack nothing is wider than the screen, $sort', async ({ sort, width, dark }) => {
  const page = await browser.newPage({ viewport: { width, height: 200 } })
  for (const one of everyPicture()) {
    await page.setContent(pageOf(drawn(one), dark))
    await look(page, join('slack', sort), one)
  }
  await page.close()
})

test.each(looks)('in the practice chat nothing is wider than the screen, $sort', async ({ sort, width, dark }) => {
  const page = await browser.newPage({ viewport: { width, height: 200 }, colorScheme: dark ? 'dark' : 'light' })
  for (const one of everyPicture()) {
    if (one.what !== 'card' && one.what !== 'post' && one.what !== 'grant') continue
    await page.setContent(`<!doctype html><meta charset="utf-8"><style>${style}</style>${await inPractice(one.card)}`)
    await look(page, join('practice', sort), one)
  }
  await page.close()
})

async function look(page: Page, folder: string, one: Drawn): Promise<void> {
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(wide, one.name).toBe(0)
  if (process.env.SHOTS === undefined) return
  const name = `${one.what} ${one.name}`.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '')
  await mkdir(join(process.env.SHOTS, folder), { recursive: true })
  await page.screenshot({ path: join(process.env.SHOTS, folder, `${name}.png`), fullPage: true })
}

/** What is shown beside it when it is asked for is left out: it is the form and the sheet of that name. */
async function inPractice(card: Card | GrantCard): Promise<string> {
  const actions = card.actions.filter((action) => action.act !== 'why')
  return `${await drawInPractice(card, { id: 'c', above: '', below: [drawActions(actions, { to: '', brings: {} })] })}`
}
