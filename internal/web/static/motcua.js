// What pages do for who has script; every page works without. The rules (docs/decisions/0019):
// no letter is ever taken from a field; nothing happens while an input method composes; a scan
// goes to the scan target and nowhere else; the server alone decides what is recorded.
import { scanner } from "./scan.js";

(() => {
  const say = document.getElementById("tieng-noi"), words = say ? say.dataset : {}, body = document.body;
  const one = (s, e = document) => e.querySelector(s), all = (s, e = document) => [...e.querySelectorAll(s)];
  const fill = (text, at) => (text || "").replace(/\{(\w+)\}/g, (m, n) => at[n] ?? m);
  const make = (tag, more, ...inside) => { const e = Object.assign(document.createElement(tag), more); e.append(...inside); return e; };
  const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0 && !e.disabled;
  const typed = (e) => !!e && (e.tagName === "TEXTAREA" || (e.tagName === "INPUT" && !/^(button|submit|reset|checkbox|radio|file|image|range|color)$/.test(e.type)));
  const ask = (url, data, more) => fetch(url, { method: data ? "POST" : "GET", body: data, redirect: "manual", cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000), ...more });
  let composing = false;
  addEventListener("compositionstart", () => { composing = true; }, true);
  addEventListener("compositionend", () => { composing = false; }, true);

  // The strip at the foot. What ticks is hidden from who listens: it is said once.
  let ticking = 0, shown = "";
  function strip(kind, text, from, more) {
    clearInterval(ticking);
    shown = kind;
    if (!say) return;
    say.hidden = !kind;
    say.className = "says screen-only" + (kind === "lost" || kind === "ended" ? " says--bad" : "");
    const [a, b] = (text || "").split(/\{\w\}/), time = make("span", { ariaHidden: "true" });
    say.replaceChildren(make("span", {}, a, time, b || ""), ...(more ? [more] : []));
    const tick = () => {
      const n = Math.round((Date.now() - from) / 1000);
      time.textContent = kind === "lost" ? String(n / 60 | 0).padStart(2, "0") + ":" + String(n % 60).padStart(2, "0") : n;
    };
    if (from) { tick(); ticking = setInterval(tick, 1000); }
  }
  const enter = () => make("a", { href: words.signIn, target: "_blank", textContent: words.enter });

  // The server: is it there, and is the session still of the person who typed.
  let lost = 0, contact = performance.now();
  const line = one("[data-line]");
  function heard(there) {
    if (line) {
      line.hidden = false;
      line.textContent = there ? words.on : words.off;
      line.classList.toggle("self__line--lost", !there);
    }
    if (there && lost) {
      lost = 0;
      strip("back", words.back);
      setTimeout(() => shown === "back" && strip(""), 4000);
      saved.forEach((s) => s.dirty && s.save());
    } else if (!there && !lost) {
      lost = Date.now();
      strip("lost", (one("main [data-lost]") || say).dataset.lost, lost);
    }
  }
  const ping = () => ask("/livez").then((r) => heard(r.ok), () => heard(false));
  if (body.dataset.who) {
    let last = 0;
    setInterval(() => { if (!document.hidden && (lost || Date.now() - last > 20000)) { last = Date.now(); ping(); } }, 4000);
    addEventListener("online", ping);
    addEventListener("offline", () => heard(false));
    if (line) heard(navigator.onLine);
  }
  const over = (r) => r.type === "opaqueredirect" || r.status === 401;
  const ended = () => strip("ended", words.ended, 0, enter());
  async function alive() {
    try {
      const r = await ask(words.alive);
      if (over(r) || r.status === 403) return ended(), false;
      if (!r.ok) return true; // whoever decides is the server
      const { who } = await r.json();
      if (who !== body.dataset.who) return strip("ended", words.other, 0, enter()), false;
      contact = performance.now();
      if (shown === "ended") strip("");
      return true;
    } catch { return heard(false), false; }
  }

  // What follows from what was typed: pieces of the page that the server says anew. A piece with
  // the focus in it stays.
  const pieces = {};
  function live(parts) {
    for (const [name, html] of Object.entries(parts || {})) {
      const e = one(`[data-live="${CSS.escape(name)}"]`);
      if (e && pieces[name] !== html && !e.contains(document.activeElement)) e.innerHTML = pieces[name] = html;
    }
  }
  all("form[data-ask]").forEach((form) => {
    let timer = 0, turn = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        if (composing || lost || form.dataset.sent) return;
        const mine = ++turn, d = new URLSearchParams();
        for (const [k, v] of new FormData(form)) if (typeof v === "string") d.append(k, v);
        d.set("viec", "tinh");
        try { const r = await ask(form.dataset.ask, d); if (r.ok && mine === turn) live((await r.json()).parts); } catch { /* the button says it too */ }
      }, 400);
    });
  });

  // Drafts keep themselves: a second after the last change, never while composing.
  const saved = all("form[data-autosave]").map((form) => {
    const s = { form, dirty: false, first: 0, busy: null, timer: 0 }, told = one("[data-saved]", form);
    const tell = (text) => { if (told) told.textContent = text; };
    const data = () => { const d = new URLSearchParams(); for (const [k, v] of new FormData(form)) if (typeof v === "string") d.append(k, v); return d; };
    const later = () => { clearTimeout(s.timer); s.timer = setTimeout(s.save, Math.max(0, Math.min(1000, s.first + 5000 - Date.now()))); };
    s.save = async () => {
      if (composing) return later();
      if (s.busy) { await s.busy; if (!s.dirty || lost) return; }
      clearTimeout(s.timer);
      s.dirty = false;
      s.first = Date.now();
      tell(words.saving);
      s.busy = ask(form.dataset.autosave, data()).then(async (r) => {
        if (over(r) || r.status === 403) { s.dirty = true; tell(""); return over(r) ? ended() : alive(); }
        const a = await r.json().catch(() => ({ error: String(r.status) }));
        heard(true);
        if (a.error) { s.dirty = true; s.why = a.error; return tell(fill(words.unsaved, { why: a.error })); }
        if (form.elements.rev) form.elements.rev.value = a.rev;
        live(a.parts);
        tell(fill(words.saved, { t: a.at }));
      }, () => { s.dirty = true; tell(""); heard(false); }).finally(() => { s.busy = null; });
      return s.busy;
    };
    s.beacon = () => { if (s.dirty) navigator.sendBeacon(form.dataset.autosave, data()); };
    const changed = (e) => { if (e.target.type !== "file") { if (!s.dirty) s.first = Date.now(); s.dirty = true; later(); } };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    return s;
  });
  const flush = () => Promise.all(saved.map((s) => s.dirty ? s.save() : s.busy));

  // What was typed is not left behind unasked; what was sent is not sent twice. leaving is the
  // form that is being sent.
  const touched = new Set();
  let leaving = null;
  addEventListener("input", (e) => {
    const f = e.target.form;
    if (e.isTrusted && f && f.method === "post" && !f.dataset.autosave && (f.hasAttribute("data-guard") || one("textarea", f))) touched.add(f);
  });
  addEventListener("beforeunload", (e) => {
    if ([...touched].some((f) => f !== leaving) || (!leaving && lost && saved.some((s) => s.dirty))) { e.preventDefault(); e.returnValue = ""; }
  });
  addEventListener("pagehide", () => saved.forEach((s) => s.form !== leaving && s.beacon()));
  let waits = [];
  function release() {
    waits.forEach(clearTimeout);
    waits = [];
    leaving = null;
    saved.forEach((s) => { s.form.inert = false; });
    all("form[data-sent]").forEach((f) => { delete f.dataset.sent; f.removeAttribute("aria-busy"); });
    if (shown === "long") strip("");
  }
  addEventListener("pageshow", (e) => e.persisted && release());
  // keep saves the drafts before a scan leads to a new page, and takes no letter until that is
  // there: it would not be on it.
  async function keep(f, again) {
    saved.forEach((s) => { s.form.inert = true; });
    await flush();
    await new Promise((done) => setTimeout(done)); // a form is not sent again while it is still being sent
    const s = saved.find((s) => s.dirty);
    if (!s) { f.dataset.kept = "1"; return again(); }
    release();
    if (!lost) strip("scanned", fill(words.unsaved, { why: s.why }));
  }
  document.addEventListener("submit", (e) => {
    const f = e.target, again = () => f.requestSubmit(e.submitter && f.contains(e.submitter) ? e.submitter : undefined);
    if (e.defaultPrevented || f.method !== "post" || f.target) return;
    if (f.dataset.sent) return e.preventDefault();
    if (lost) { e.preventDefault(); return ping().then(() => lost || again()); }
    if (body.dataset.who && performance.now() - contact > 240000) { e.preventDefault(); return alive().then((ok) => ok && again()); }
    if (f.matches("[data-scan]") && saved.length && !f.dataset.kept) { e.preventDefault(); return keep(f, again); }
    const began = Date.now();
    delete f.dataset.kept;
    f.dataset.sent = "1";
    f.setAttribute("aria-busy", "true");
    leaving = f;
    saved.forEach((s) => s.form === f && clearTimeout(s.timer));
    waits = [setTimeout(() => strip("long", words.long, began), 3000), setTimeout(() => {
      release();
      strip("long", words.long, began, make("button", { type: "button", className: "linklike", textContent: words.stop, onclick: () => { stop(); strip(""); } }));
    }, 10000)];
  });

  const scan = scanner({ one, all, typed, words, strip, touched, composing: () => composing });

  // Keys. The house's key of a command stands in data-key; a person may have moved it.
  const off = body.dataset.keys === "off", moved = new Map(off ? [] : (body.dataset.keys || "").split(" ").filter(Boolean).map((p) => p.split("=")));
  function chord(e) {
    if (e.metaKey || e.shiftKey || (e.ctrlKey && e.altKey) || e.getModifierState("AltGraph")) return "";
    const held = e.ctrlKey || e.altKey, code = e.code || "";
    let k = e.key;
    if (code === "Space") k = "Space";
    else if (held && /^(Digit|Key)/.test(code) && !/^[A-Za-z0-9]$/.test(k)) k = code.replace(/^(Digit|Key)/, "");
    else if (e.altKey && /^Numpad\d/.test(code)) return "";
    if (k.length === 1) k = held ? k.toUpperCase() : "";
    return k && (e.ctrlKey ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") + k;
  }
  function house(c) {
    if (off) return c === "Escape" ? c : "";
    for (const [h, o] of moved) if (o === c) return h;
    return moved.has(c) ? "" : c;
  }
  function press(e) {
    if (e.hasAttribute("data-key") && (typed(e) || e.tagName === "SELECT")) { e.focus(); if (e.select) e.select(); } else e.click();
    return true;
  }
  // found is the element that has a key: in the open box, else in the content, else in the frame.
  function found(key, within) {
    const box = one("dialog[open]"), s = `[data-key="${CSS.escape(key)}"]`;
    return all(s, within || box || one("main") || body).concat(within || box ? [] : all(s)).find(seen);
  }
  const field = () => { const e = document.activeElement; return typed(e) || (e && e.tagName === "SELECT"); };
  const acts = {
    "Ctrl+K": () => box("palette"), "Ctrl+/": () => box("keymap"), F8: () => { print(); return true; },
    "Ctrl+S": () => saved.length > 0 && (saved.forEach((s) => s.save()), true),
    "Ctrl+Space": () => { const b = one("input[type=checkbox]", document.activeElement.closest("[data-rows] tr") || make("p")); return !!b && press(b); },
    "Ctrl+Enter": () => { const f = document.activeElement.form; return !!f && f.method === "post" && (f.requestSubmit(), true); },
  };
  // The queues of the person have their keys on every page. Backspace leads back to where one came
  // from, with its filters, unless something here would be lost.
  const queues = (words.queues || "").split("\n").filter(Boolean).map((line) => { const at = line.indexOf(" "); return { url: line.slice(0, at), text: line.slice(at + 1) }; });
  queues.slice(0, 9).forEach((q, i) => { acts["Alt+" + (i + 1)] = () => { location.assign(q.url); return true; }; });
  acts.Backspace = () => !touched.size && !saved.length && !one("dialog[open]") && document.referrer.startsWith(location.origin + "/") && (history.back(), true);
  function command(e) {
    const key = house(chord(e));
    if (!key || ((key === "Ctrl+Z" || !/^(F\d+$|Ctrl|Alt|Escape)/.test(key)) && field())) return false;
    const f = document.activeElement.form, own = key === "Ctrl+Enter" && f && f.method === "post";
    const at = own ? found(key, f) : found(key);
    if (at) return e.repeat || press(at);
    return acts[key] ? e.repeat || acts[key]() : false;
  }
  // Enter in a field leads to the next one: a name is never sent half typed. Ctrl+Enter sends.
  function onward(e) {
    const t = e.target, f = t.form;
    if (chord(e) !== "Enter" || !f || f.method !== "post" || t.tagName !== "INPUT" || /^(password|submit|button|file|image|reset)$/.test(t.type) || f.matches("[data-scan],[data-enter=send]")) return false;
    const stops = [...f.elements].filter((x) => seen(x) && x.tagName !== "FIELDSET" && x.tabIndex >= 0), next = stops[stops.indexOf(t) + 1];
    if (!next || stops.filter((x) => typed(x)).length < 2) return false;
    next.focus();
    if (typed(next) && next.select) next.select();
    return true;
  }
  // Arrows lead from row to row, or from tile to tile; Enter on the link there is the browser's.
  function arrows(e) {
    const way = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[chord(e)], here = document.activeElement;
    if (!way || field() || (here && here.type === "radio") || one("dialog[open]")) return false;
    const rows = /Up|Down/.test(e.key) && one("[data-rows]"), tiles = here.closest("[data-tiles]");
    const stops = (tiles ? all("a", tiles) : rows ? all("tbody tr", rows).map((r) => one("a", r) || one("input", r)) : []).filter((x) => x && seen(x));
    if (!stops.length) return false;
    const at = stops.findIndex((x) => x === here || (!tiles && x.closest("tr").contains(here)));
    if (at < 0 && here !== body && here.id !== "noi-dung") return false;
    stops[Math.max(0, Math.min(stops.length - 1, at < 0 ? 0 : at + way))].focus();
    return true;
  }
  addEventListener("keydown", (e) => {
    if (!e.isTrusted || !e.key) return;
    if (scan(e)) return e.stopImmediatePropagation();
    if (e.isComposing || composing || e.keyCode === 229 || e.defaultPrevented) return;
    if (command(e) || onward(e) || arrows(e)) e.preventDefault();
  }, true);
  all("[data-key]").forEach((e) => {
    const k = off ? "" : moved.has(e.dataset.key) ? moved.get(e.dataset.key) : e.dataset.key;
    if (k) e.setAttribute("aria-keyshortcuts", k.replace("Ctrl", "Control"));
  });

  // The palette and the card of keys come when they are first asked for.
  const box = (what) => { if (!one("dialog[open]")) import(words.box).then((m) => m[what]({ words, queues, all, one, seen, fill, make, ask, press, heard }), () => heard(false)); return true; };

  // The errors of a refused form come first. A box that has nothing to scroll is no stop of Tab.
  const first = one("[data-focus]");
  if (first) first.focus();
  const boxes = all(".scroll"), measure = () => boxes.forEach((b) => {
    if (b.scrollWidth > b.clientWidth + 1) b.setAttribute("tabindex", "0");
    else b.removeAttribute("tabindex");
  });
  measure();
  if (window.ResizeObserver) boxes.forEach((b) => new ResizeObserver(measure).observe(b));
})();
