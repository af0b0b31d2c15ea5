// The agent's words as HTML. Built from the tree, escaped letter by letter, and always inside a frame that says whose
// words they are; our own voice never stands in one. That frame is what an imitated label cannot get out of.

import { html } from 'hono/html'
import type { Block, Span } from '../../src/card/tree.ts'

export type Html = ReturnType<typeof html>

export function framed(inside: Html | readonly Html[]): Html {
  return html`<div class="agent"><span class="caption">agent’s words</span>${inside}</div>`
}

export function drawBlocks(blocks: readonly Block[]): Html[] {
  return blocks.map(drawBlock)
}

function drawBlock(block: Block): Html {
  switch (block.block) {
    case 'paragraph':
      return html`<p>${drawSpans(block.spans)}</p>`
    case 'heading':
      return html`<p class="heading">${drawSpans(block.spans)}</p>`
    case 'code':
      return html`<pre><code>${block.text}</code></pre>`
    case 'quote':
      return html`<blockquote>${drawBlocks(block.blocks)}</blockquote>`
    case 'list': {
      const items = block.items.map((item) => html`<li>${drawBlocks(item)}</li>`)
      return block.first === undefined
        ? html`<ul>${items}</ul>`
        : html`<ol start="${String(block.first)}">${items}</ol>`
    }
    case 'table': {
      const rows = block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${drawSpans(cell)}</td>`)}</tr>`)
      return html`<div class="wide"><table>${rows}</table></div>`
    }
    case 'line':
      return html`<hr>`
    case 'hidden':
      return html`<p class="hidden-step">Hidden step ${String(block.number)} stands here. It is high risk.</p>`
  }
}

function drawSpans(spans: readonly Span[]): Html[] {
  return spans.map((span) => {
    const text = styled(span)
    if (span.href === undefined) return text
    // Where a link leads is always read beside it: its text is the agent's and may say something else.
    const leads = span.href === span.text ? undefined : html` <span class="leads">(${span.href})</span>`
    return html`<a href="${span.href}" rel="noreferrer noopener nofollow" target="_blank">${text}</a>${leads}`
  })
}

function styled(span: Span): Html {
  switch (span.style) {
    case undefined:
      return html`${span.text}`
    case 'strong':
      return html`<strong>${span.text}</strong>`
    case 'italic':
      return html`<em>${span.text}</em>`
    case 'struck':
      return html`<s>${span.text}</s>`
    case 'code':
      return html`<code>${span.text}</code>`
  }
}
