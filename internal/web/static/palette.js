// The command palette and the card of keys, loaded by motcua.js when first asked for. Entries
// are what can be done on the page, where one can go, and which procedures there are; a search
// for a dossier is posted, so that no name stands in an address.
const fold = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

// label is what an element says without the key beside it.
function label(e, all) {
  const c = e.cloneNode(true);
  all("kbd", c).forEach((k) => k.remove());
  return (e.dataset.palette || e.ariaLabel || (e.labels && e.labels[0] ? e.labels[0].textContent : c.textContent)).replace(/\s+/g, " ").trim();
}

function opened(make, ...inside) {
  const box = make("dialog", { className: "palette", onclose: () => box.remove() }, ...inside);
  document.body.append(box);
  box.showModal();
  return box;
}

export function palette({ words, queues, all, one, seen, fill, make, ask, press }) {
  const base = [], known = new Set();
  for (const e of all("main [data-palette],main [data-key],[data-key],.nav a,.self__acts a,.self__who a").filter(seen)) {
    const text = label(e, all), id = text + (e.href || "");
    if (!text || known.has(id)) continue;
    known.add(id);
    const key = one("kbd", e) || (e.parentElement && one("kbd", e.parentElement));
    base.push({ text, key: key && e.hasAttribute("data-key") ? key.textContent : "", go: () => press(e) });
  }
  queues.forEach((q, i) => known.has(q.text + new URL(q.url, location).href) || base.push({ text: q.text, key: i < 9 ? "Alt+" + (i + 1) : "", go: () => location.assign(q.url) }));
  const input = make("input", { type: "text", autocomplete: "off", spellcheck: false, placeholder: words.palette, ariaLabel: words.palette, role: "combobox", ariaExpanded: "true" });
  const list = make("ul", { id: "bang-lenh", role: "listbox", ariaLabel: words.palette });
  input.setAttribute("aria-controls", list.id);
  let entries = [], at = 0, more = [], timer = 0;
  const mark = () => [...list.children].forEach((li, i) => {
    li.setAttribute("aria-selected", i === at);
    if (i !== at) return;
    input.setAttribute("aria-activedescendant", li.id);
    li.scrollIntoView({ block: "nearest" });
  });
  const go = (i) => { if (entries[i]) { box.close(); entries[i].go(); } };
  const item = (x, i) => make("li", { id: "bl-" + i, role: "option", onclick: () => go(i) }, x.text, ...(x.key ? [make("kbd", { className: "key", textContent: x.key })] : []));
  function show() {
    const text = input.value.trim(), parts = fold(text).split(/\s+/);
    entries = base.filter((x) => parts.every((p) => fold(x.text).includes(p))).concat(more).slice(0, 60);
    if (text && words.lookup) entries.push({ text: fill(words.seek, { text }), go: () => {
      const f = make("form", { method: "post", action: words.lookup, hidden: true }, make("input", { name: "q", value: text }));
      document.body.append(f);
      f.requestSubmit();
    } });
    at = 0;
    list.replaceChildren(...entries.map(item));
    if (!entries.length) list.append(make("li", { id: "bl-0", role: "option", ariaDisabled: "true", textContent: words.none }));
    mark();
  }
  input.oninput = () => {
    clearTimeout(timer);
    more = [];
    show();
    const q = input.value.trim();
    if (q.length > 1) timer = setTimeout(() => ask(words.procedures, new URLSearchParams({ q })).then((r) => r.json()).then((found) => {
      if (input.value.trim() !== q) return;
      more = found.map((p) => ({ text: p.text, go: () => location.assign(p.url) }));
      show();
    }).catch(() => {}), 150);
  };
  input.onkeydown = (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    const way = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (way) { at = Math.max(0, Math.min(entries.length - 1, at + way)); mark(); } else if (e.key === "Enter") go(at); else return;
    e.preventDefault();
  };
  show();
  const box = opened(make, input, list);
  input.focus();
}

export function keymap({ words, one, make, ask, heard }) {
  ask(words.keymap, null, { headers: {} }).then((r) => r.text()).then((html) => {
    const map = one(".keymap", new DOMParser().parseFromString(html, "text/html"));
    if (!map) return location.assign(words.keymap);
    const box = opened(make, map, make("button", { type: "button", className: "button", textContent: words.close, onclick: () => box.close() }));
  }, () => heard(false));
}
