// The card's actions and what is asked before each, as plain HTML forms: they work without a line of script.

import { html, raw } from 'hono/html'
import type { Action, Field, Form, Option } from '../../src/card/card.ts'
import { framed, type Html } from './blocks.ts'
import { residents } from './cast.ts'

/** Where a form goes, and what it brings besides what a person fills in. */
export type Target = { readonly to: string; readonly brings: { readonly [name: string]: string } }

export function drawActions(actions: readonly Action[], target: Target, extra: readonly Html[] = []): Html {
  const first = actions.filter((action) => !action.more)
  const more = actions.filter((action) => action.more)
  // A compact card shows four; what explains it stands with the rest.
  const tucked = first.length >= 4 && more.length > 0
  const behind =
    more.length === 0
      ? undefined
      : html`<details class="more" data-key="more"><summary class="button plain">More…</summary><div class="actions">${more.map((action) => drawAction(action, target))}${tucked ? extra : undefined}</div></details>`
  return html`<div class="actions">${first.map((action) => drawAction(action, target))}${tucked ? undefined : extra}${behind}</div>`
}

export function drawAction(action: Action, target: Target): Html {
  const { act, label, tone, form, step } = action
  const brings = { ...target.brings, do: act, ...(step === undefined ? {} : { step }) }
  // Details of one name: the browser keeps one form of a card open at a time.
  const about = target.brings.draft ?? target.brings.post ?? 'page'
  if (form === undefined)
    return html`<form method="post" action="${target.to}">${hidden(brings)}<button class="button ${tone}">${label}</button></form>`
  return html`<details class="do" name="do-${about}" data-key="${act}${step ?? ''}"><summary class="button ${tone}">${label}</summary>${drawForm(form, { ...target, brings }, tone)}</details>`
}

export function drawForm(form: Form, target: Target, tone: Action['tone']): Html {
  const warning = form.warning === undefined ? undefined : html`<p class="warning">${form.warning}</p>`
  const about = form.framed === undefined ? undefined : framed(html`<p>${form.framed}</p>`)
  // Stopping must take no thought: the nearest scope is chosen already. Nothing else is chosen for anybody.
  const chosen = target.brings.do === 'stop' ? 0 : undefined
  return html`<form class="form" method="post" action="${target.to}">${hidden(target.brings)}
<h4>${form.title}</h4>${warning}${about}${form.fields.map((field) => drawField(field, chosen))}
<p><button class="button ${tone === 'plain' ? 'primary' : tone}">${form.submit}</button></p></form>`
}

export function hidden(brings: Target['brings']): Html[] {
  return Object.entries(brings).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}

function drawField(field: Field, chosen: number | undefined): Html {
  switch (field.field) {
    case 'ticks': {
      const ticks = field.options.map((option) =>
        drawOption('checkbox', field.name, option, field.all ? 'required' : ''),
      )
      const hint = field.hint === undefined ? undefined : html`<p class="hint">${field.hint}</p>`
      // Assumptions are the agent's wording, and stand in its frame here too.
      const asked = field.framed === true ? framed(ticks) : ticks
      return html`<fieldset><legend>${field.label}</legend>${asked}${hint}</fieldset>`
    }
    case 'choice': {
      const options = field.options.map((option, index) =>
        drawOption(
          'radio',
          field.name,
          option,
          index === chosen || option.value === field.value ? 'required checked' : 'required',
        ),
      )
      return html`<fieldset><legend>${field.label}</legend>${options}</fieldset>`
    }
    // Practice has neither a page of its own for a person nor more channels than it shows.
    case 'place':
      return html`<label class="text"><span>${field.label}</span><input type="text" name="${field.name}" required></label>`
    case 'person': {
      const hint = field.hint === undefined ? undefined : html`<p class="hint">${field.hint}</p>`
      return html`<label class="text"><span>${field.label}</span><select name="${field.name}" required><option value=""></option>${residents.map((one) => html`<option value="${one.user}">${one.name}</option>`)}</select></label>${hint}`
    }
    case 'text': {
      const label = field.required ? field.label : `${field.label} (optional)`
      const required = field.required ? html` required` : ''
      const input = field.long
        ? // A newline directly after the tag is dropped by browsers; this one is there to be dropped.
          html`<textarea name="${field.name}" rows="5"${required}>
${field.value ?? ''}</textarea>`
        : html`<input type="text" name="${field.name}" value="${field.value ?? ''}"${required}>`
      return html`<label class="text"><span>${label}</span>${field.value === undefined || field.whose === 'ours' ? input : framed(input)}</label>${field.hint === undefined ? undefined : html`<p class="hint">${field.hint}</p>`}`
    }
  }
}

type Demand = '' | 'required' | 'required checked'

function drawOption(type: 'checkbox' | 'radio', name: string, { value, label }: Option, demand: Demand): Html {
  return html`<label class="tick"><input type="${type}" name="${name}" value="${value}" ${raw(demand)}><span>${label}</span></label>`
}
