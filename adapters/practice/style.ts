// How the practice chat looks: one sheet, light and dark, from 420 pixels up. The bar at the left of a box means “an
// agent wrote this” and is used for nothing else.

export const style = `
:root { color-scheme: light dark;
  --bg: #f3f4f6; --panel: #ffffff; --ink: #1b1f24; --soft: #545c66; --line: #d6dae0; --field: #7d8690;
  --accent: #0b57d0; --accent-ink: #ffffff; --danger: #b3261e; --danger-ink: #ffffff; --good: #17692f;
  --ask: #8a5300; --agent: #6a45c9; --agent-bg: #f6f3fe; --warn-bg: #fff3dc; --bad-bg: #fdeceb; --good-bg: #e8f5ec; --code: #eceef1; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #121519; --panel: #1b1f25; --ink: #e7e9ec; --soft: #a9b1bb; --line: #343b45; --field: #7b848f;
  --accent: #9cc1ff; --accent-ink: #0b1f3f; --danger: #ff9a91; --danger-ink: #3b0906; --good: #85dba0;
  --ask: #f0c26a; --agent: #b9a4ff; --agent-bg: #232034; --warn-bg: #34290f; --bad-bg: #3a1f1c; --good-bg: #17301f; --code: #2a3038; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1, h2, h3, h4, p, dl, dd, ul, ol, pre, figure, fieldset { margin: 0; padding: 0; }
ul, ol { padding-left: 1.5em; }
a { color: var(--accent); }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--code); border-radius: 4px; padding: 0.05em 0.3em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code); border-radius: 6px; padding: 8px 10px; }
pre code { background: none; padding: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--panel); padding: 8px; z-index: 2; }
.off { display: none; }
.label { color: var(--soft); font-size: 12px; font-weight: 600; letter-spacing: 0.04em; text-transform: uppercase; }
.hint, .empty { color: var(--soft); font-size: 13px; }

.banner { background: var(--ink); color: var(--bg); padding: 5px 16px; font-size: 13px; text-align: center; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 10px 16px; background: var(--panel); border-bottom: 1px solid var(--line); }
.top h1 { font-size: 17px; }
.mark { display: inline-block; width: 24px; height: 24px; line-height: 24px; text-align: center; border-radius: 7px; background: var(--good); color: var(--panel); font-size: 14px; }
.people { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; flex: 1; }
.people .label { margin-right: 6px; }
.people a { padding: 4px 11px; border: 1px solid var(--line); border-radius: 999px; color: var(--ink); text-decoration: none; white-space: nowrap; }
.people a span { color: var(--soft); font-size: 12px; }
.people a:hover { border-color: var(--accent); }
.people a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.people a[aria-current] span { color: inherit; }
.stop-control { margin-left: auto; }
.stop-control[open] { flex-basis: 100%; }
.stop-control[open] > summary { margin-left: auto; }
#told:empty, #away:empty, #stops:empty, #grants:empty { display: none; }
.told { margin: 10px 16px 0; padding: 9px 14px; background: var(--warn-bg); border: 1px solid var(--ask); border-radius: 8px; }
.stop-on { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 9px 16px; background: var(--bad-bg); border-bottom: 1px solid var(--danger); }
.grant-line { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 9px 16px; background: var(--warn-bg); border-bottom: 1px solid var(--ask); }
.grant-line.suggested { background: var(--good-bg); border-bottom-color: var(--good); }
.grant-line p { flex: 1 1 300px; }
.message.announced .said { background: var(--warn-bg); border-radius: 8px; padding: 6px 10px; margin-top: 3px; }
.stop-on p { flex: 1 1 300px; }

.columns { display: grid; grid-template-columns: 212px minmax(0, 1fr) minmax(380px, 0.82fr); min-height: calc(100vh - 90px); }
.side { padding: 14px 12px; border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: 20px; }
.channels { display: flex; flex-direction: column; gap: 2px; }
.channels .label { margin-bottom: 4px; }
.channels a { padding: 5px 10px; border-radius: 7px; color: var(--ink); text-decoration: none; }
.channels a span { color: var(--soft); font-size: 12px; }
.channels a:hover { background: var(--panel); }
.channels a[aria-current] { background: var(--panel); font-weight: 600; box-shadow: inset 0 0 0 1px var(--line); }
.own-agent { margin-top: 8px; border-top: 1px solid var(--line); padding-top: 10px; font-size: 14px; }
.own-agent > * + * { margin-top: 8px; }
.own-agent summary { font-weight: 600; }
.own-agent .command { font-size: 12px; max-height: 380px; overflow: auto; }
.stream { display: flex; flex-direction: column; background: var(--panel); min-width: 0; }
#place { padding: 12px 20px; border-bottom: 1px solid var(--line); }
#place h2 { font-size: 16px; }
#place p { color: var(--soft); font-size: 13px; }
.scroll { flex: 1; padding: 14px 20px; display: flex; flex-direction: column; gap: 18px; }
#messages { display: flex; flex-direction: column; gap: 16px; }
.message { display: flex; gap: 12px; }
.message > div { flex: 1; min-width: 0; }
.face { flex: none; width: 34px; height: 34px; line-height: 34px; text-align: center; border-radius: 9px; background: var(--code); font-weight: 600; }
.face.ours { background: var(--good); color: var(--panel); }
.by { color: var(--soft); font-size: 13px; }
.by b { color: var(--ink); font-size: 15px; }
.by .asked { color: var(--ink); }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
.note .said { background: var(--warn-bg); border-radius: 8px; padding: 6px 10px; margin-top: 3px; }
.gone { color: var(--soft); font-style: italic; }
.message .card { margin-top: 6px; }
.controls { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.controls details[open] { flex-basis: 100%; }
.controls form { max-width: 640px; max-height: 60vh; overflow: auto; }
.composer { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px 10px; align-items: end; padding: 12px 20px; border-top: 1px solid var(--line); background: var(--panel); }
.composer .to { grid-column: 1 / -1; display: flex; align-items: center; gap: 8px; }
.composer .to select { width: auto; max-width: 100%; }
.composer label > span { color: var(--soft); font-size: 12px; }
label.text { display: grid; gap: 3px; }
input[type=text], textarea, select { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--field); border-radius: 7px; padding: 7px 9px; width: 100%; }
textarea { resize: vertical; }
.inbox { padding: 14px 16px 40px; border-left: 1px solid var(--line); display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.inbox h2 { font-size: 15px; }
.inbox [data-list] { display: flex; flex-direction: column; gap: 12px; }
.inbox [data-list]:empty { display: none; }

.first-visit { border: 1px dashed var(--field); border-radius: 10px; padding: 10px 14px; }
.first-visit summary { font-weight: 600; }
.first-visit ol { margin: 8px 0 10px; display: grid; gap: 4px; }
.card { background: var(--panel); border: 1px solid var(--line); border-top: 4px solid var(--field); border-radius: 10px; padding: 12px 14px; display: grid; gap: 10px; min-width: 0; overflow-wrap: anywhere; }
.card.ask { border-top-color: var(--ask); }
.card.good { border-top-color: var(--good); }
.card.bad { border-top-color: var(--danger); }
.card > * { min-width: 0; }
.card h3 { font-size: 16px; line-height: 1.3; }
.card h4 { font-size: 13px; margin-bottom: -6px; }
.above { color: var(--soft); font-size: 12px; }
.facts { display: grid; gap: 2px; font-size: 14px; }
.facts > div { display: grid; grid-template-columns: 128px minmax(0, 1fr); gap: 10px; }
.facts dt { color: var(--soft); }
.facts dd { overflow-wrap: anywhere; }
.panel { margin-top: 8px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--bg); }
.words.small { color: var(--soft); font-size: 13px; }
.card.post > .words:first-child { color: var(--ink); font-weight: 600; font-size: 14px; }
.words.warning, .form .warning { background: var(--warn-bg); border-radius: 7px; padding: 7px 10px; }
.message .card.bad .words.warning { background: var(--bad-bg); font-size: 16px; }
.agent { position: relative; border-left: 4px solid var(--agent); background: var(--agent-bg); border-radius: 0 8px 8px 0; padding: 9px 12px 9px 14px; overflow: hidden; unicode-bidi: isolate; contain: content; }
.agent > * + * { margin-top: 6px; }
.agent > .caption { float: right; margin: -2px 0 4px 12px; color: var(--agent); font-size: 11px; font-weight: 600; }
.agent > .caption + * { margin-top: 0; }
.agent > .caption + pre { clear: both; }
.agent p { white-space: pre-wrap; }
.agent .heading { font-weight: 700; }
.agent .leads { color: var(--soft); font-size: 0.9em; }
.hidden-step { color: var(--soft); font-size: 14px; padding-left: 18px; }
.agent blockquote { margin: 0; padding-left: 14px; opacity: 0.9; }
.agent .wide { overflow-x: auto; }
.agent td { border: 1px solid var(--line); padding: 3px 8px; }
.changes { display: grid; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
.changes ins { text-decoration: none; color: var(--good); }
.changes del { text-decoration: none; color: var(--danger); }
.step { border: 1px solid var(--ask); border-radius: 8px; padding: 9px 11px; display: grid; gap: 8px; background: var(--warn-bg); }
.revealed { display: grid; gap: 8px; border-top: 1px solid var(--ask); padding-top: 8px; }
.risk { border-radius: 8px; padding: 8px 11px; background: var(--good-bg); }
.risk b { color: var(--good); }
.risk.high, .risk.forbidden { background: var(--bad-bg); }
.risk.high b, .risk.forbidden b { color: var(--danger); }

.actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start; }
.actions > details[open] { flex-basis: 100%; }
.actions .actions { margin-top: 8px; }
.button { display: inline-block; font: inherit; font-size: 14px; font-weight: 600; line-height: 1.35; padding: 6px 13px; border-radius: 8px; border: 1px solid var(--field); background: var(--panel); color: var(--ink); cursor: pointer; width: fit-content; }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.button.danger { border-color: var(--danger); color: var(--danger); }
.form .button.danger, details[open] > .button.danger { background: var(--danger); color: var(--danger-ink); }
.button:hover { filter: brightness(0.95); }
.button:disabled { opacity: 0.5; }
summary { cursor: pointer; }
summary.button { list-style: none; }
summary.button::-webkit-details-marker { display: none; }
.form { margin-top: 8px; border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; display: grid; gap: 12px; background: var(--bg); color: var(--ink); }
.form h4 { font-size: 15px; margin: 0; }
fieldset { border: 0; display: grid; gap: 5px; min-width: 0; }
legend { font-weight: 600; margin-bottom: 4px; }
.tick { display: flex; gap: 9px; align-items: flex-start; }
.tick input { width: 17px; height: 17px; margin: 3px 0 0; flex: none; accent-color: var(--accent); }
label.text > span { font-weight: 600; }
.preview summary, .settled summary, .ledger summary, .own-agent summary { color: var(--ink); }
.preview[open] { display: grid; gap: 10px; border: 1px dashed var(--field); border-radius: 8px; padding: 9px 11px; }
.preview > * + * { margin-top: 8px; }
.card.settled { padding: 8px 12px; border-top: 1px solid var(--line); }
.settled details[open] { display: grid; gap: 10px; }
.settled.good summary b { color: var(--good); }
.settled.bad summary b { color: var(--danger); }
.ledger { margin-top: 8px; border-top: 1px solid var(--line); padding-top: 10px; }
.ledger summary { font-weight: 600; }
.entries { list-style: none; padding: 0; margin-top: 6px; font-size: 13px; display: grid; gap: 3px; max-height: 420px; overflow: auto; }
.entries time { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--soft); }
.entries code { font-size: 11px; color: var(--soft); }

@media (min-width: 1100px) {
  body { height: 100vh; display: flex; flex-direction: column; }
  #app { flex: 1; min-height: 0; display: flex; flex-direction: column; }
  .columns { flex: 1; min-height: 0; }
  .side, .inbox, .scroll { overflow-y: auto; min-height: 0; }
  .stream { min-height: 0; }
  .stop-control { position: relative; }
  .stop-control[open] { flex-basis: auto; }
  .stop-control .form { position: absolute; right: 0; top: 100%; width: 400px; z-index: 3; box-shadow: 0 8px 30px #0004; background: var(--panel); }
}
@media (max-width: 1099px) {
  .columns { display: flex; flex-direction: column; }
  .side { border: 0; padding: 10px 14px 4px; gap: 8px; }
  .channels { flex-direction: row; flex-wrap: wrap; align-items: center; }
  .inbox { border: 0; border-top: 1px solid var(--line); padding: 12px 14px 40px; }
  .scroll { padding: 14px; }
  #place, .composer { padding-left: 14px; padding-right: 14px; }
}
@media (max-width: 520px) {
  .top { padding: 9px 12px; }
  .people { order: 1; flex-basis: 100%; }
  .people a { padding: 4px 10px; }
  .people a span { display: none; }
  .facts > div { grid-template-columns: 104px minmax(0, 1fr); }
  .message { gap: 9px; }
  .face { width: 28px; height: 28px; line-height: 28px; border-radius: 7px; }
}
`
