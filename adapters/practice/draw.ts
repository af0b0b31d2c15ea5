// A card as HTML: its sections in their order, in our voice or in the agent's frame, and its spoken form as the name that
// screen readers announce. Nothing is worked out here; what the card does not say is not on the page.

import { html } from 'hono/html'
import type { Card, Section, Words } from '../../src/card/card.ts'
import { spokenCard, spokenWords } from '../../src/card/spoken.ts'
import type { Block } from '../../src/card/tree.ts'
import { spokenTime } from '../../src/time.ts'
import { drawBlocks, framed, type Html } from './blocks.ts'

export type Around = {
  readonly id: string
  /** A line above the headline: who sees this, and where it is. Posts need none. */
  readonly above: string
  /** Under a hidden step: its gate, or what it opened to. */
  readonly under?: (step: string) => Html | undefined
  /** After the sections: actions, and whatever can be unfolded. */
  readonly below: readonly (Html | undefined)[]
}

export function drawCard(card: Drawable, around: Around): Html {
  return html`<article id="${around.id}" role="article" class="card ${card.tone} ${card.card}" aria-label="${spokenCard(card)}">
${around.above === '' ? undefined : html`<p class="above">${around.above}</p>`}${card.card === 'post' ? undefined : html`<h3>${card.headline}</h3>`}
${drawSections(card.sections, around.under)}${around.below}</article>`
}

/** A card of a draft, of a post, or of a grant. */
type Drawable = Pick<Card, 'headline' | 'tone' | 'sections'> & { readonly card: string }

/** What is over takes one line, and opens to the whole card. */
export function drawSettled(card: Card, around: Around): Html {
  return html`<article id="${around.id}" role="article" class="card settled ${card.tone}" aria-label="${spokenCard(card)}">
<details data-key="settled"><summary><b>${card.headline}</b> <span class="above">${around.above}</span></summary>
${drawSections(card.sections)}${around.below}</details></article>`
}

export function drawSections(sections: readonly Section[], under?: Around['under']): Html[] {
  return sections.map((section) => drawSection(section, under))
}

function drawSection(section: Section, under: Around['under']): Html {
  switch (section.section) {
    case 'facts':
      return html`<dl class="facts">${section.facts.map((fact) => html`<div><dt>${fact.name}</dt><dd>${drawWords(fact.value)}</dd></div>`)}</dl>`
    case 'words':
      return html`<p class="words ${section.tone ?? ''}">${drawWords(section.words)}</p>`
    case 'agent': {
      const title = section.title === undefined ? undefined : html`<p class="heading">${section.title}</p>`
      return html`${title === undefined ? undefined : framed(title)}${drawWritten(section.blocks)}`
    }
    case 'step':
      return drawStep(section, under?.(section.id))
    case 'list': {
      const items = section.items.map((item) => html`<li>${item}</li>`)
      const list = section.numbered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`
      return html`<h4>${section.title}</h4>${framed(list)}`
    }
    case 'risk': {
      const reasons = section.reasons.map((reason) => html`<li>${reason}</li>`)
      const list = reasons.length === 0 ? undefined : html`<ul>${reasons}</ul>`
      return html`<div class="risk ${section.level}"><b>Risk: ${section.level === 'low' ? 'low' : section.level.toUpperCase()}</b>${list}</div>`
    }
    case 'changes': {
      const lines = section.lines.map(({ sign, text }) =>
        sign === '+' ? html`<ins>+ ${text}</ins>` : html`<del>- ${text}</del>`,
      )
      return html`<h4>Changed since revision ${String(section.since)} (+ added, - removed)</h4>${framed(html`<div class="changes">${lines}</div>`)}`
    }
  }
}

/** Where a step was taken out, the frame ends and begins again: that line is ours. */
function drawWritten(blocks: readonly Block[]): Html[] {
  const drawn: Html[] = []
  let run: Block[] = []
  const end = () => {
    if (run.length > 0) drawn.push(framed(drawBlocks(run)))
    run = []
  }
  for (const block of blocks) {
    if (block.block !== 'hidden') {
      run.push(block)
      continue
    }
    end()
    drawn.push(...drawBlocks([block]))
  }
  end()
  return drawn
}

function drawStep(step: Extract<Section, { section: 'step' }>, under: Html | undefined): Html {
  const hiddenAs = `Hidden step ${step.number}, high risk.`
  const text = step.text === undefined ? undefined : framed(html`<pre><code>${step.text}</code></pre>`)
  const check =
    step.check === undefined
      ? undefined
      : html`<p>Check that it worked:</p>${framed(html`<pre><code>${step.check}</code></pre>`)}`
  // Why it is risky may be the agent's own wording, and is framed like the rest of it then.
  const says = html`<p>${step.says}</p>`
  return html`<div class="step"><p><b>${hiddenAs}</b></p>${step.whose === 'ours' ? says : framed(says)}${text}${check}${under}</div>`
}

function drawWords(words: Words): Html[] {
  return words.map((word) => {
    if (typeof word === 'string') return html`${word}`
    if ('strong' in word) return html`<strong>${word.strong}</strong>`
    if ('code' in word) return html`<code>${word.code}</code>`
    if ('time' in word)
      return html`<time datetime="${new Date(word.time).toISOString()}">${spokenTime(word.time)}</time>`
    return html`<em>${spokenWords([word])}</em>`
  })
}
