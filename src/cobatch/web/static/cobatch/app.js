// What the pages do beyond plain HTML: dialogs, toasts, live refresh that loses nothing typed, theme, clock.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// --- Dialogs: htmx loads into #dialog or #drawer, then it is shown.
let pressed = null;
document.addEventListener("submit", (event) => { pressed = event.submitter; });

function openDialog(dialog) {
  if (!dialog.open) dialog.showModal();
  const added = pressed && pressed.name === "_add" && all(`#rows-${CSS.escape(pressed.value)} > .rows-item`, dialog).at(-1);
  pressed = null;
  const first = find("[aria-invalid]", dialog) || find(".sign input[type=email], .sign input", dialog) || find("input:not([type=hidden]), select, textarea", added || dialog);
  if (first) first.focus();
}

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  const opener = event.target.closest("[data-opens]");
  if (opener) openDialog(document.getElementById(opener.dataset.opens));
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".toast").remove();
  const theme = event.target.closest("[data-set-theme]");
  if (theme) setTheme(theme.dataset.setTheme);
});

// --- Toasts: HX-Trigger {"toast": {"text": …, "tone": …}} or the event "toast" on body.
function toast(text, tone = "info") {
  const shown = document.getElementById(`toast-${tone}`).content.firstElementChild.cloneNode(true);
  find("span", shown).textContent = text;
  find("#toasts").append(shown);
  if (tone !== "bad") setTimeout(() => shown.remove(), 6000);
}
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));

// --- An act was done, here or elsewhere: close its dialog, let panels with hx-trigger="act from:body" refresh.
document.addEventListener("act", (event) => {
  const dialog = event.target.closest && event.target.closest("dialog");
  if (dialog) dialog.close();
  const drawer = document.getElementById("drawer");
  if (drawer && drawer.open && !(event.detail && event.detail.live)) drawer.close();
});

function announce(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

// --- Live: one stream, closed while the tab is hidden; on return everything is fetched anew.
let stream = null;
let settle = null;
function listen() {
  const address = document.body.dataset.live;
  if (!address || stream || document.hidden) return;
  stream = new EventSource(address);
  stream.addEventListener("act", (event) => {
    clearTimeout(settle);
    settle = setTimeout(() => announce("act", { record: event.data, live: true }), 80);
  });
  stream.addEventListener("missed", () => announce("act", { live: true }));
  stream.addEventListener("count", (event) => showCount(event.data));
  stream.addEventListener("gone", () => sessionEnded());
}
function silence() {
  if (stream) stream.close();
  stream = null;
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return silence();
  listen();
  announce("act", { live: true });
});
window.addEventListener("pagehide", silence);

// --- The number of things that wait, in the title.
function showCount(count) {
  for (const place of all("[data-inbox-count]")) place.textContent = count;
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = Number(count) > 0 ? `(${count}) ${title}` : title;
}
function readCount() {
  const place = find("[data-inbox-count]");
  if (place) showCount(place.textContent.trim());
}

// --- A panel that refreshes keeps what was typed into it, and the cursor.
const key = (input) => input.name || input.id;
const changed = (input) =>
  input.type === "checkbox" || input.type === "radio"
    ? input.checked !== input.defaultChecked
    : input.tagName === "SELECT"
      ? [...input.options].some((option) => option.selected !== option.defaultSelected)
      : input.type !== "hidden" && input.type !== "file" && input.value !== input.defaultValue;

function remember(panel) {
  const inputs = all("input, textarea, select", panel).filter((input) => key(input));
  const active = panel.contains(document.activeElement) ? document.activeElement : null;
  let caret = null;
  try { caret = active && [active.selectionStart, active.selectionEnd]; } catch { caret = null; }
  return {
    typed: inputs.filter(changed).map((input) => [key(input), input.value, input.checked]),
    focus: active && (active.id || active.name || active.getAttribute("href")),
    caret,
    open: all("details[open][id]", panel).map((details) => details.id),
  };
}
function recall(panel, kept) {
  const inputs = all("input, textarea, select", panel);
  for (const [name, value, checked] of kept.typed) {
    const several = inputs.filter((input) => key(input) === name);
    const input = several.length > 1 ? several.find((one) => one.value === value) : several[0];
    if (!input) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = checked;
    else input.value = value;
  }
  for (const id of kept.open) { const details = document.getElementById(id); if (details) details.open = true; }
  if (!kept.focus) return;
  const target = all("a, button, input, textarea, select", panel)
    .find((one) => [one.id, one.name, one.getAttribute("href")].includes(kept.focus));
  if (!target) return;
  target.focus({ preventScroll: true });
  if (kept.caret && kept.caret[0] !== null && kept.caret[0] !== undefined) target.setSelectionRange(...kept.caret);
}

const kept = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status === 401 || new URL(xhr.responseURL || location.href).pathname.includes("/login/")) {
    event.detail.shouldSwap = false;
    return sessionEnded();
  }
  if (target.id && !target.closest("dialog")) kept.set(target.id, remember(target));
});
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  const panel = target.id && document.getElementById(target.id);
  if (panel && kept.has(panel.id)) recall(panel, kept.get(panel.id));
  kept.delete(target.id);
  const dialog = event.target.closest && event.target.closest("#dialog, #drawer");
  if (dialog && dialog.childElementCount && event.detail.target === dialog) openDialog(dialog);
  readCount();
});
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline, "bad"));
document.addEventListener("htmx:responseError", (event) => toast(`${document.body.dataset.failed} (${event.detail.xhr.status})`, "bad"));

function sessionEnded() {
  silence();
  const dialog = find("#expired");
  if (dialog && !dialog.open) dialog.showModal();
}

// --- Theme: a cookie, so that the server renders it and nothing flashes.
function setTheme(theme) {
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax`;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  markTheme();
}
function markTheme() {
  const theme = document.documentElement.dataset.theme || "";
  for (const button of all("[data-set-theme]")) button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
}

// --- The clock in the bar runs on from the server's time, which a demo may have moved.
function runClock() {
  const clock = find("[data-clock]");
  if (!clock || !clock.dataset.zone) return;
  const ahead = new Date(clock.dateTime).getTime() - Date.now();
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.zone });
  if (Number.isNaN(ahead)) return;
  setInterval(() => { clock.textContent = format.format(new Date(Date.now() + ahead)); }, 15000);
}

document.addEventListener("DOMContentLoaded", () => {
  markTheme();
  readCount();
  runClock();
  listen();
  for (const shown of all(".toast:not(.toast-bad)", find("#toasts") || document.body)) setTimeout(() => shown.remove(), 8000);
});
