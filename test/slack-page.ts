// What Slack is given as a page that looks much like Slack: for pictures that a person looks at, at the width of a desk or
// of a phone. What it does not know it shows as it is, so that nothing drawn is left out of a picture.

import type { Json } from '../src/json.ts'
import { type Row, rowOf, rows, textOf } from './slack-row.ts'

export function pageOf(drawn: readonly Json[], dark: boolean): string {
  const all = drawn.map((one) => surface(rowOf(one))).join('')
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
  return `<!doctype html>${head}<style>${style}</style><body class="${dark ? 'dark' : ''}">${all}</body>`
}

function surface(one: Row): string {
  const blocks = rows(one.blocks).map(block).join('')
  if (one.type === 'modal') {
    const submit = one.submit === undefined ? '' : `<span class="button primary">${label(one.submit)}</span>`
    const foot = `<div class="foot"><span class="button">${label(one.close)}</span>${submit}</div>`
    return `<div class="modal"><div class="title">${label(one.title)}</div>${blocks}${foot}</div>`
  }
  if (one.type === 'home') return `<div class="home">${blocks}</div>`
  const by = '<b>Countersign</b> <i class="app">APP</i>'
  return `<div class="message"><div class="face">C</div><div class="body">${by}${blocks}</div></div>`
}

function block(row: Row): string {
  switch (row.type) {
    case 'header':
      return `<h2>${label(row.text)}</h2>`
    case 'divider':
      return '<hr>'
    case 'section':
      return `<div class="section"><p>${label(row.text)}</p>${row.accessory === undefined ? '' : element(rowOf(row.accessory))}</div>`
    case 'context':
      return `<p class="context">${rows(row.elements)
        .map((one) => letters(one.text))
        .join(' ')}</p>`
    case 'rich_text':
      return `<div class="rich">${rows(row.elements).map(rich).join('')}</div>`
    case 'actions':
      return `<div class="actions">${rows(row.elements).map(element).join('')}</div>`
    case 'input':
      return input(row)
    default:
      return `<pre>${escaped(JSON.stringify(row))}</pre>`
  }
}

function rich(one: Row): string {
  const bar = one.border === 1 || one.type === 'rich_text_quote' ? 'bar' : ''
  if (one.type === 'rich_text_list') {
    const tag = one.style === 'ordered' ? 'ol' : 'ul'
    const start = typeof one.offset === 'number' ? one.offset + 1 : 1
    const indent = typeof one.indent === 'number' ? one.indent : 0
    const items = rows(one.elements).map((item) => `<li>${runs(item)}</li>`)
    return `<div class="${bar}"><${tag} start="${start}" style="margin-left:${indent * 24}px">${items.join('')}</${tag}></div>`
  }
  if (one.type === 'rich_text_preformatted') return `<div class="${bar}"><pre>${runs(one)}</pre></div>`
  return `<p class="${bar}">${runs(one)}</p>`
}

function runs(one: Row): string {
  return rows(one.elements)
    .map((run) => {
      const text = letters(run.text ?? run.fallback)
      const style = rowOf(run.style)
      if (run.type === 'link') return `<a>${text}</a>`
      if (style.code === true) return `<code>${text}</code>`
      if (style.strike === true) return `<s>${text}</s>`
      if (style.italic === true) return `<em>${text}</em>`
      return style.bold === true ? `<b>${text}</b>` : text
    })
    .join('')
}

/** A menu is shown open: what stands in it is part of the card. */
function element(one: Row): string {
  if (one.type === 'overflow') {
    const options = rows(one.options).map((option) => `<span>${label(option.text)}</span>`)
    return `<span class="button">⋯</span><span class="menu">${options.join('')}</span>`
  }
  return `<span class="button ${letters(one.style)}">${label(one.text)}</span>`
}

function input(row: Row): string {
  const one = rowOf(row.element)
  const optional = row.optional === true ? ' <i>(optional)</i>' : ''
  const hint = row.hint === undefined ? '' : `<p class="context">${label(row.hint)}</p>`
  const chosen = letters(rowOf(one.initial_option).value)
  const ticks = rows(one.options).map((option) => {
    const mark = one.type === 'checkboxes' ? '☐' : letters(option.value) === chosen && chosen !== '' ? '◉' : '○'
    return `<p class="tick">${mark} ${label(option.text)}</p>`
  })
  const box =
    ticks.length > 0
      ? ticks.join('')
      : `<div class="box ${one.multiline === true ? 'long' : ''}">${letters(one.initial_value)}</div>`
  return `<div class="input"><p><b>${label(row.label)}</b>${optional}</p>${box}${hint}</div>`
}

function label(value: Json | undefined): string {
  return letters(rowOf(value).text)
}

function letters(value: Json | undefined): string {
  return escaped(textOf(value))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const style = `
:root { --bg: #fff; --ink: #1d1c1d; --soft: #616061; --line: #ddd; --code: #f8f8f8; --bar: #bbb; }
.dark { --bg: #1a1d21; --ink: #d1d2d3; --soft: #ababad; --line: #565856; --code: #222529; --bar: #797c81; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { background: var(--bg); color: var(--ink); font: 15px/1.46 Lato, "Noto Sans", "DejaVu Sans", sans-serif; padding: 12px; }
.message { display: flex; gap: 8px; margin-bottom: 12px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #4a154b; color: #fff; text-align: center; line-height: 36px; font-weight: 900; }
.body { flex: 1; min-width: 0; max-width: 720px; }
.app { font: 700 10px/1 sans-serif; background: var(--line); color: var(--soft); padding: 1px 3px; border-radius: 2px; }
h2 { font-size: 18px; font-weight: 900; margin: 8px 0 4px; }
p, li { white-space: pre-wrap; overflow-wrap: anywhere; }
.rich, .context, .section, .actions, .input { margin: 6px 0; }
.context { color: var(--soft); font-size: 13px; }
.bar { border-left: 4px solid var(--bar); padding-left: 12px; }
ol, ul { padding-left: 26px; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 4px; padding: 8px; font: 12px/1.5 monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
code { background: var(--code); border: 1px solid var(--line); border-radius: 3px; padding: 1px 3px; font: 12px monospace; color: #e01e5a; }
a { color: #1264a3; }
.section { display: flex; gap: 12px; align-items: start; }
.section p { flex: 1; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; position: relative; }
.section .button { flex: none; }
.button { border: 1px solid var(--bar); border-radius: 4px; padding: 4px 12px; font-weight: 700; font-size: 13px; align-self: start; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
.menu { border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 2px 8px #0003; padding: 6px 0; }
.menu span { display: block; padding: 2px 14px; font-size: 14px; }
.modal { border: 1px solid var(--line); border-radius: 8px; max-width: 520px; padding: 0 20px; margin-bottom: 12px; }
.title { font-weight: 900; font-size: 20px; padding: 14px 0 6px; }
.foot { display: flex; justify-content: end; gap: 10px; padding: 14px 0; }
.box { border: 1px solid var(--bar); border-radius: 4px; min-height: 34px; padding: 6px 10px; white-space: pre-wrap; overflow-wrap: anywhere; }
.box.long { min-height: 84px; }
.home { max-width: 760px; }
hr { border: 0; border-top: 1px solid var(--line); margin: 14px 0; }
`
