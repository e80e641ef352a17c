// The reference at /docs: theme, filter, copying, colours in JSON, and trying requests. Nothing here is needed to read it.
"use strict";

const root = document.documentElement;
const storage = (kind) => { try { return window[kind]; } catch { return null; } };
const local = storage("localStorage");
const session = storage("sessionStorage");

function applyTheme() {
  const chosen = local?.getItem("niaga-theme");
  if (chosen) root.dataset.theme = chosen;
}
applyTheme();

document.querySelector("[data-theme-switch]").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  local?.setItem("niaga-theme", root.dataset.theme);
});

const menu = document.getElementById("menu");
const menuButton = document.querySelector("[data-menu-switch]");
function openMenu(open) {
  menu?.classList.toggle("open", open);
  if (open) menu.scrollTop = 0;
  menuButton?.setAttribute("aria-expanded", String(open));
}
menuButton?.addEventListener("click", () => openMenu(!menu.classList.contains("open")));
menu?.addEventListener("click", (event) => { if (event.target.closest("a")) openMenu(false); });

const filter = document.querySelector("[data-filter]");
function runFilter() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of document.querySelectorAll(filter.dataset.filter)) {
    const text = item.dataset.words.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll(".group, .menu section")) {
    section.hidden = !section.querySelector("[data-operation]:not([hidden])");
  }
  const nothing = document.querySelector("[data-nothing]");
  if (nothing) nothing.hidden = shown > 0;
}
filter?.addEventListener("input", runFilter);
filter?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  filter.value = "";
  runFilter();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && menu?.classList.contains("open")) { openMenu(false); menuButton.focus(); }
  if (event.key === "/" && !typing && filter?.dataset.focusKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (menuButton && getComputedStyle(menuButton).display !== "none") openMenu(true);
    filter.focus();
  }
});

async function copy(button) {
  const text = button.closest(".block").querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    const range = document.createRange();
    range.selectNodeContents(button.closest(".block").querySelector("code"));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1600);
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;
function colour(code) {
  const text = code.textContent;
  const parts = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.append(text.slice(at, match.index));
    const span = document.createElement("span");
    const token = match[1] ?? match[0];
    span.className = match[2] ? "t-key" : match[1] ? "t-text" : /^[tfn]/.test(token) ? "t-word" : "t-number";
    span.textContent = token;
    parts.append(span, match[2] ?? "");
    at = match.index + match[0].length;
  }
  parts.append(text.slice(at));
  code.replaceChildren(parts);
}
for (const code of document.querySelectorAll('pre[data-language="json"] code')) colour(code);

const key = document.querySelector("[data-key]");
if (key) {
  key.value = session?.getItem("niaga-key") ?? "";
  key.addEventListener("input", () => session?.setItem("niaga-key", key.value));
}

function request(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = new Headers({ "Accept": "application/json" });
  for (const input of form.querySelectorAll("[data-in]")) {
    if (!input.value) continue;
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else if (input.dataset.in === "query") query.append(input.name, input.value);
    else headers.set(input.name, input.value);
  }
  const body = form.elements.namedItem("body")?.value;
  if (body) headers.set("Content-Type", "application/json");
  if (key?.value) headers.set("Authorization", `Bearer ${key.value.trim()}`);
  const address = query.size ? `${path}?${query}` : path;
  return [address, { method: form.dataset.method.toUpperCase(), headers, body: body || undefined, cache: "no-store" }];
}

async function send(form) {
  const outcome = form.querySelector("[data-outcome]");
  const result = form.querySelector("[data-result]");
  const button = form.querySelector(".send");
  button.disabled = true;
  outcome.textContent = "Sending…";
  const began = performance.now();
  try {
    const [address, options] = request(form);
    const answer = await fetch(address, options);
    const text = await answer.text();
    outcome.textContent = `${answer.status} ${answer.statusText} in ${Math.round(performance.now() - began)} ms`;
    const code = result.querySelector("code");
    try { code.textContent = JSON.stringify(JSON.parse(text), null, 2); colour(code); } catch { code.textContent = text; }
    result.hidden = !text;
  } catch (error) {
    outcome.textContent = `The request could not be sent: ${error.message}`;
    result.hidden = true;
  } finally {
    button.disabled = false;
  }
}
for (const form of document.querySelectorAll("[data-try]")) {
  const once = form.querySelector('[name="Idempotency-Key"]');
  if (once) once.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2, 14)}`;
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
}

const links = new Map([...document.querySelectorAll(".menu li a")].map((link) => [link.hash.slice(1), link]));
if (links.size) {
  const operations = [...document.querySelectorAll(".operation")];
  let current = null;
  let waiting = false;
  const mark = () => {
    waiting = false;
    const here = operations.filter((one) => !one.hidden && one.getBoundingClientRect().top < 150).at(-1);
    if (here === current) return;
    links.get(current?.id)?.removeAttribute("aria-current");
    links.get(here?.id)?.setAttribute("aria-current", "true");
    current = here;
  };
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  }, { passive: true });
  mark();
}
