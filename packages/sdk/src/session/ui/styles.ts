/** The look of the SDK's own interface. It lives in a shadow root: the page's rules do not reach it, nor its own the page. */
export const STYLES = `
:host { color-scheme: light dark; }
* { box-sizing: border-box; }
.layer {
  --surface: #ffffff; --text: #16181d; --muted: #5b6270; --line: #dfe3ea; --accent: #1d4ed8; --accent-text: #ffffff;
  --danger: #b91c1c; --shadow: 0 1px 2px rgb(15 23 42 / .10), 0 12px 32px rgb(15 23 42 / .22);
  font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: var(--text); letter-spacing: normal; text-align: start; -webkit-text-size-adjust: 100%;
}
@media (prefers-color-scheme: dark) {
  .layer { --surface: #1c1f26; --text: #f2f4f8; --muted: #a7afbd; --line: #353a45; --accent: #3b6ff0; --accent-text: #ffffff;
    --danger: #f87171; --shadow: 0 0 0 1px rgb(255 255 255 / .08), 0 12px 32px rgb(0 0 0 / .6); }
}
.surface { border: 0; padding: 0; margin: 0; background: none; overflow: visible; }
button { font: inherit; color: inherit; cursor: pointer; border-radius: 10px; border: 1px solid var(--line); background: transparent;
  padding: 9px 18px; min-height: 42px; font-weight: 600; transition: background-color .12s, border-color .12s; }
button:hover { background: color-mix(in srgb, var(--text) 7%, transparent); }
button:focus-visible, h2:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); outline-offset: 2px; }
h2:focus-visible { outline: none; }

dialog { border: 0; padding: 0; margin: auto; width: min(440px, calc(100vw - 24px)); max-width: none; max-height: calc(100dvh - 24px); overflow: hidden;
  border-radius: 18px; background: var(--surface); box-shadow: var(--shadow); color: var(--text); }
dialog::backdrop { background: rgb(15 23 42 / .45); }
dialog[open] { display: flex; flex-direction: column; }
.prompt { padding: 26px 26px 18px; display: grid; gap: 18px; overflow: auto; overscroll-behavior: contain; }
.prompt header { display: grid; grid-template-columns: auto 1fr; gap: 14px; align-items: center; }
.badge { width: 44px; height: 44px; border-radius: 13px; display: grid; place-items: center; color: var(--accent-text); background: var(--accent); }
.badge svg { width: 24px; height: 24px; }
h2 { margin: 0; font-size: 20px; line-height: 1.25; font-weight: 700; }
.prompt p { margin: 0; overflow-wrap: anywhere; }
.prompt .recorded { display: flex; align-items: center; gap: 10px; font-size: 14px; }
.recorded input { flex: none; width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
.facts { display: grid; gap: 14px; padding: 16px; border: 1px solid var(--line); border-radius: 12px; font-size: 14px; }
.facts h3 { margin: 0 0 4px; font-size: 13px; font-weight: 600; color: var(--muted); }
.facts ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 4px; }
.facts li { display: grid; grid-template-columns: 20px 1fr; gap: 8px; overflow-wrap: anywhere; }
.facts li svg { width: 18px; height: 18px; margin-top: 2px; }
.yes svg { color: #16a34a; } .no svg { color: var(--muted); }
.actions { padding: 0 26px 22px; display: flex; gap: 10px; justify-content: flex-end; flex-wrap: wrap; align-items: center; }
.note { color: var(--muted); font-size: 13px; flex: 1 1 140px; min-width: 0; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
.primary:hover { background: color-mix(in srgb, var(--accent) 86%, black); }

.bar { position: fixed; inset: auto auto 16px 50%; transform: translateX(-50%); max-width: calc(100vw - 24px); width: max-content;
  display: flex; align-items: center; gap: 12px; padding: 7px 8px 7px 16px; border-radius: 999px; background: var(--surface);
  box-shadow: var(--shadow); font-size: 14px; }
.bar:dir(rtl) { padding: 7px 16px 7px 8px; }
.bar .state { display: flex; align-items: center; gap: 8px; min-width: 0; }
.bar .names { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 46vw; }
.dots { display: flex; flex: none; }
.record { flex: none; width: 10px; height: 10px; border-radius: 50%; background: #dc2626; }
.recording { flex: none; display: flex; align-items: center; gap: 6px; padding-inline-start: 10px; border-inline-start: 1px solid var(--line); color: var(--muted); }
.recording[hidden] { display: none; }
.dot { width: 12px; height: 12px; border-radius: 50%; margin-inline-start: -3px; border: 2px solid var(--surface); box-sizing: content-box; }
.dot:first-child { margin-inline-start: 0; }
.live { animation: breathe 2.4s ease-in-out infinite; }
.hidden { flex: none; display: grid; place-items: center; width: 34px; min-height: 34px; padding: 0; border-radius: 50%; border-color: transparent; color: var(--muted); }
.hidden svg { width: 20px; height: 20px; }
.hidden[aria-pressed="true"] { color: #fff; background: #9333ea; }
.stop { flex: none; min-height: 34px; padding: 5px 14px; border-radius: 999px; border-color: transparent; color: var(--danger);
  background: color-mix(in srgb, var(--danger) 11%, transparent); }
.stop:hover { background: color-mix(in srgb, var(--danger) 20%, transparent); }
.bar.ended { padding-inline: 18px; }
.ask { position: fixed; inset: auto auto 76px 50%; transform: translateX(-50%); width: min(440px, calc(100vw - 24px)); display: flex; flex-wrap: wrap;
  justify-content: flex-end; gap: 10px; padding: 18px 20px; border-radius: 18px; background: var(--surface); box-shadow: var(--shadow); }
.ask p { flex: 1 0 100%; margin: 0; overflow-wrap: anywhere; }
.corner { position: fixed; inset: auto 16px 16px auto; max-width: calc(100vw - 32px); }
.corner:dir(rtl) { inset: auto auto 16px 16px; }
.help { display: flex; align-items: center; gap: 8px; border-radius: 999px; background: var(--accent); border-color: transparent;
  color: var(--accent-text); box-shadow: var(--shadow); padding-inline: 14px 18px; }
.help:hover { background: color-mix(in srgb, var(--accent) 86%, black); }
.help svg { width: 22px; height: 22px; flex: none; }
.wait { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 12px 12px; width: min(340px, calc(100vw - 32px)); padding: 16px 16px 14px 18px;
  border-radius: 16px; background: var(--surface); box-shadow: var(--shadow); }
.wait p { margin: 0; grid-column: 2; overflow-wrap: anywhere; }
.wait p:first-child { grid-column: 1 / -1; }
.wait button { grid-column: 1 / -1; justify-self: end; min-height: 36px; padding: 5px 14px; font-size: 14px; }
.beat { width: 12px; height: 12px; border-radius: 50%; background: var(--accent); animation: breathe 1.8s ease-in-out infinite; }
@media (max-width: 420px) { .bar { font-size: 13px; gap: 6px 8px; flex-wrap: wrap; border-radius: 22px; } .bar .state { flex: 1 1 45%; }
  .bar .names { max-width: none; } .bar .stop { margin-inline-start: auto; } .actions button { flex: 1; } .note { flex-basis: 100%; }
  .prompt { padding: 20px 20px 14px; gap: 14px; } .actions { padding: 12px 20px 18px; } }
@media (max-height: 520px) { .prompt { gap: 12px; padding-block: 16px 10px; } .facts { padding: 10px 12px; gap: 10px; } .actions { padding-block: 8px 12px; }
  .badge { width: 34px; height: 34px; border-radius: 10px; } h2 { font-size: 18px; } }

.pointers { position: fixed; inset: 0; width: 100vw; height: 100vh; pointer-events: none; overflow: hidden; background: none; }
.pointer { position: absolute; inset: 0 auto auto 0; margin: -3px 0 0 -5px; transition: transform .09s linear, opacity .2s; opacity: 0; direction: ltr; }
.pointer.shown { opacity: 1; }
.pointer svg { display: block; width: 22px; height: 22px; filter: drop-shadow(0 1px 2px rgb(0 0 0 / .4)); }
.pointer span { position: absolute; inset: 18px auto auto 14px; padding: 1px 8px; border-radius: 8px; color: #fff; font-size: 12px;
  font-weight: 600; white-space: nowrap; max-width: 180px; overflow: hidden; text-overflow: ellipsis; }
@keyframes breathe { 50% { opacity: .45; } }
@media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { dialog, .bar, .ask, .wait, .help { border: 1px solid; } }
`;
