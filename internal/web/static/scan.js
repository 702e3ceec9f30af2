// Scans, told from typing. A scanner is a keyboard that types faster than a hand, ends with Enter,
// Tab or nothing, and knows nothing of the page. The first part is a reader of keys without a
// browser (build/e2e/streams.mjs asks it about thousands of hands and scanners); the second part
// takes a scan out of wherever it was typed and gives it to the scan target.

// Times are of the keys' own making (timeStamp), not of their handling: a busy page delays what
// it does with a key, and the times stay true. All in milliseconds.
const fast = 35; // a hand has no two keys of a word nearer to each other, but by chance
const steady = 32; // two ticks of an old Windows clock, which is what 30 ms look like there
const pause = 300; // a scanner may stumble so long; what comes later is something else
const recent = 2000; // so long after a key that was no scan's a hand may still be at work
const least = 6; // letters of the shortest scan
const short = 12; // a scan with fewer letters that stumbles has to be a scanner's in all the rest
const cost = 3; // one slow gap speaks against a scanner as much as three fast ones speak for it
const floor = -5 * cost; // so many slow gaps in a row are a hand's; what it typed before is forgotten
const most = 3000; // keys that are remembered

// What a key may be besides a letter. HIDDEN is a letter that an input method keeps to itself.
export const BACK = "back", MUTE = "mute", HIDDEN = "\0";

// known is how the scans of this house begin; whole is how those look that nothing is missing of.
const code = "(?:[A-Z]\\d{2}(?:\\.\\d{2,3})*|(?:\\d{2,3}\\.)+[A-Z]\\d{2})-\\d{6,8}-\\d{4,}";
const known = new RegExp("\\d{12}\\||MC1 |" + code + "$", "i");
const whole = new RegExp("^(?:\\d{12}\\|(?:[^|]*\\|){5}[\\s\\S]*\\d{8}|MC1 \\S+ \\w{32}|" + code + ")$", "i");

const complete = (text) => whole.test(text);
const begins = (text) => text.search(known) === 0;

// reader follows keys. A run is what may be one scan: letters into the same place without a long
// pause. mark() is asked for what stands in the field wherever a scan may have begun.
export function reader() {
  let run = [], last = -Infinity, erased = -Infinity, hand = false, score = 0;
  const stop = () => { run = []; score = 0; hand = false; last = -Infinity; };
  const weight = (k) => k.gap > fast ? -cost : 1;
  // forget drops what a hand typed, but for its last keys: a scan may have begun among them.
  function forget() {
    hand = true;
    while (run.length && (score < floor || run.length > most)) {
      let next = 1;
      while (next < run.length && !run[next].mark) next++;
      for (let i = 1; i <= next && i < run.length; i++) score -= weight(run[i]);
      run = run.slice(next);
    }
    if (!run.length) score = 0;
  }

  // letters are the keys of the run, from one on, that still stand; a backspace takes one away.
  function letters(from) {
    const out = [];
    for (let i = from; i < run.length; i++) {
      if (run[i].what === BACK) out.pop();
      else if (run[i].what !== MUTE) out.push(i);
    }
    return out;
  }
  const text = (indexes) => indexes.map((i) => run[i].what).join("");

  // likely reports whether the run, from one key on, is a scanner's: hardly a gap is slow. Where
  // letters are taken back an input method is at work, and a macro of Unikey writes as fast as a
  // scanner: then it has to look like a card.
  function likely(from, ending = 0) {
    const there = letters(from), n = there.length;
    let slow = ending > fast ? 1 : 0, lax = ending > steady ? 1 : 0, back = run[from].erased || run[from].what === BACK;
    for (let i = from + 1; i < run.length; i++) {
      slow += run[i].gap > fast;
      lax += run[i].gap > steady;
      back ||= run[i].what === BACK;
    }
    if (n < least || slow * 6 > run.length - from || (n < short && slow && lax > slow)) return false;
    return !back || (n >= 40 && /^\d{12}|\|.*\|/.test(text(there)));
  }

  // start is where the scan begins in the run: where its text says so, else where the run begins
  // if that was after a rest and not at a hand's pace, else where most speaks for a scanner.
  function start(ending) {
    const slow = (from, to) => run.slice(from, to).filter((k) => k.gap > fast).length;
    const all = letters(0), m = known.exec(text(all)), at = m ? all[m.index] : -1, some = slow(1, at + 1);
    if (at === 0 || (some && ((cost + 1) * some >= at || run.slice(0, at).some((k) => k.what === BACK)))) return likely(at, ending) ? at : -1;
    if (!hand && slow(1, 5) < 3 && likely(0, ending)) return 0;
    let best = -1, top = -Infinity;
    for (let i = run.length - 1, sum = 0; i >= 0 && run[i].what !== BACK; i--) {
      if (run[i].mark && !run[i].erased && sum > top) { top = sum; best = i; }
      sum += weight(run[i]);
    }
    return best >= 0 && likely(best, ending) ? best : -1;
  }

  // found is the scan in the run: its text, the marks of the places that it was typed into, and
  // the letters of a hand that stand before it and stay.
  function found(ending) {
    const at = run.length ? start(ending) : -1;
    if (at < 0) return null;
    let from = at;
    while (!run[from].mark) from--;
    return { text: text(letters(at)), before: text(letters(from).filter((i) => i < at)), marks: run.slice(from).map((k) => k.mark).filter(Boolean), at };
  }

  return {
    stop,
    // key follows a letter, BACK or MUTE; true when it goes on with a run at a scanner's speed. In
    // the scan target (kept) no pause divides a scan. elsewhere says that the focus has moved.
    key(at, what, mark, { kept = false, elsewhere = false } = {}) {
      const gap = at - last, on = run.length > 0 && (gap <= pause || (kept && likely(0)));
      if (!on) { stop(); hand = gap < recent; if (what === BACK) { last = erased = at; return false; } }
      const quick = on && (gap <= fast || likely(0)), k = { what, gap, erased: at - erased < fast, mark: !on || elsewhere || gap > fast ? mark() : null };
      run.push(k);
      if (on) score += weight(k);
      if (score < floor || run.length > most) forget();
      last = at;
      if (what === BACK) erased = at;
      return quick;
    },
    // add is a letter that came with the key before it.
    add: (what) => { if (run.length) run.push({ what, gap: 0, erased: false, mark: null }); },
    // end is the scan that an Enter or a Tab ends, or null.
    end(at, kept = false) {
      const gap = at - last, out = gap <= pause ? found(gap) : kept ? found(0) : null;
      if (out) stop();
      return out;
    },
    // rest is the scan that stands there although nothing has ended it; it goes on.
    rest: () => found(0),
    // moved says that what has been read of the scan stands somewhere else now.
    moved(scan, mark) {
      run = run.slice(scan.at).map((k, i) => ({ ...k, mark: i ? null : mark }));
      hand = false;
      score = 0;
    },
    idle: (now) => now - last,
  };
}

// scanner listens for scans on a page. It returns what to do with a key: true when the key ended
// a scan and is nobody else's.
export function scanner({ one, all, typed, words, strip, touched, composing }) {
  const keys = reader();
  let swallow = 0, timer = 0, alt = false, at = null, stale = "";
  const target = () => all("dialog[open] form[data-scan]").concat(all("main form[data-scan]"), all("form[data-scan]")).find((f) => f.elements.q);
  const secret = (e) => e && (e.type === "password" || e.autocomplete === "one-time-code" || (e.form && one("input[type=password]", e.form)) || (e.closest && e.closest("[data-noscan]")));
  // shape is what stands in a place, and whether somebody has typed into its form.
  function shape(e) {
    const own = { e, known: !e || !e.form || touched.has(e.form) };
    if (!typed(e)) return e && e.tagName === "SELECT" ? { ...own, value: e.value } : own;
    let from = null;
    try { from = e.selectionStart; } catch { /* of a number */ }
    return { ...own, value: e.value, at: from, end: from === null ? null : e.selectionEnd };
  }
  // written is what stands in a field since a mark was taken: what an input method made of keys.
  function written({ e, value, at: from, end }) {
    const head = from ?? value.length, tail = value.length - (end ?? value.length);
    return e.value.slice(head, e.value.length - tail);
  }
  // restore puts every place back to what stood there, but for letters of a hand before the scan.
  function restore({ marks, before }) {
    const done = new Set();
    marks.forEach((m, i) => {
      const { e, at: from, end } = m;
      if (m.value === undefined || done.has(e)) return;
      done.add(e);
      const keep = i ? "" : before, to = from ?? m.value.length;
      const value = keep ? m.value.slice(0, to) + keep + m.value.slice(end ?? to) : m.value;
      if (!m.known && !keep) touched.delete(e.form);
      if (e.value === value) return;
      e.value = value;
      if (from !== null && from !== undefined) e.setSelectionRange(to + keep.length, keep ? to + keep.length : end);
      e.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  // textOf is what the scanner wrote. In the target itself the field holds it, and nothing has to
  // be told from typing: what came there since the focus did is sent whole, unless the scan says
  // itself where it begins. What stood there before is of an earlier search.
  function textOf(scan, q) {
    const m = scan.marks[0];
    if (m.e !== q) return typed(m.e) && scan.text.includes(HIDDEN) ? written(m) || scan.text : scan.text;
    const own = written(m).slice(scan.before.length);
    if (m.value === "" || m.value === stale || begins(own)) return own;
    return stale && q.value.startsWith(stale) ? q.value.slice(stale.length) : q.value;
  }
  function finish(scan) {
    const f = target(), q = f.elements.q, text = textOf(scan, q);
    restore(scan);
    if (one("form[data-sent],form[inert]")) return strip("scanned", words.twice); // one at a time: nobody would see what became of the first
    q.value = text;
    strip("scanned", words.scanned);
    f.requestSubmit();
  }
  // unended takes a scan that nothing has ended to the target, and leaves it there for Enter. What
  // may still come of it is typed there.
  function unended() {
    timer = 0;
    const here = document.activeElement, f = target(), left = pause + 60 - keys.idle(performance.now());
    if (!f || secret(here) || composing()) return;
    if (left > 0) { timer = setTimeout(unended, left); return; }
    const scan = keys.rest(), q = f.elements.q;
    if (!scan || scan.text.includes(HIDDEN) || (typed(here) && !complete(scan.text))) return;
    if (here !== q) {
      restore(scan);
      q.value = scan.text;
      q.focus();
      q.setSelectionRange(q.value.length, q.value.length);
      at = q;
      stale = "";
      keys.moved(scan, { e: q, value: "", at: 0, end: 0 });
    }
    strip("scanned", words.unended);
  }
  const focused = (e) => { if (e && e.name === "q" && e.form && e.form.matches("[data-scan]")) stale = e.value; };
  focused(document.activeElement);
  addEventListener("focusin", (e) => focused(e.target));
  addEventListener("keypress", (e) => { if (alt && e.key.length === 1) keys.add(e.key); }, true);

  return (e) => {
    if (/^(Shift|Control|Alt|AltGraph|CapsLock|NumLock|Dead)$/.test(e.key)) return false;
    const now = e.timeStamp, odd = e.keyCode === 229, here = document.activeElement, f = target(), kept = !!f && f.elements.q === here;
    const held = (e.ctrlKey || e.metaKey || e.altKey) && !e.getModifierState("AltGraph");
    alt = e.altKey && /^Numpad/.test(e.code); // a scanner that writes letters by their number
    if (!f || secret(here) || e.repeat || (held && !alt)) { keys.stop(); return false; }
    if (e.key === "Enter" || (odd && /Enter$/.test(e.code)) || (e.key === "Tab" && !e.shiftKey)) {
      if (now < swallow) { e.preventDefault(); return true; }
      const scan = keys.end(now, kept);
      if (!scan) { keys.stop(); return false; }
      swallow = now + pause; // some end twice
      if (!odd) e.preventDefault();
      if (composing()) addEventListener("compositionend", () => setTimeout(finish, 0, scan), { once: true });
      else if (scan.text.includes(HIDDEN)) setTimeout(finish, 0, scan);
      else finish(scan);
      return true;
    }
    const what = e.key === "Backspace" ? BACK : alt ? MUTE : odd ? HIDDEN : e.key;
    if (what.length !== 1 && what !== BACK && what !== MUTE) { keys.stop(); return false; }
    const quick = keys.key(now, what, () => shape(here), { kept, elsewhere: here !== at });
    at = here;
    if (quick && !odd && !typed(here)) e.preventDefault(); // no button is pressed, no list is moved by a scan
    if (quick && !timer) timer = setTimeout(unended, pause + 60);
    return false;
  };
}
