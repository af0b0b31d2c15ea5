// The page at the root, until the console has it: what this is, and where to go.

import { html } from 'hono/html'

export function welcome(version: string, doors: readonly string[]) {
  const links = [...doors, '/openapi.json', '/readyz']
  return html`<!doctype html><html lang="en"><meta charset="utf-8"><title>Countersign</title>
<h1>Countersign ${version}</h1><p>An AI agent’s post is a draft until a person countersigns it.</p>
<ul>${links.map((path) => html`<li><a href="${path}">${path}</a></li>`)}</ul></html>`
}
