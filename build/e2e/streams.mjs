// The reader of scans (internal/web/static/scan.js) without a browser: what it makes of ten
// thousand hands, which are never scanners, and of ten thousand scanners, whose scans are whole
// or are left alone. Times are numbers here, so that no machine is too slow for the test.
import { readFileSync } from 'node:fs';
import { hooked } from './strokes.mjs';

const source = readFileSync(new URL('../../internal/web/static/scan.js', import.meta.url), 'utf8');
const { reader, BACK, HIDDEN } = await import('data:text/javascript,' + encodeURIComponent(source));

const many = 10_000;

// dice are random numbers that are the same for the same seed.
function dice(seed) {
  let s = seed * 2654435761 >>> 0;
  const next = () => {
    s = s + 0x6d2b79f5 >>> 0;
    let t = Math.imul(s ^ s >>> 15, 1 | s);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
  const between = (a, b) => a + (b - a) * next(), upTo = (n) => Math.floor(next() * n);
  const bell = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return { next, between, upTo, bell, pick: (all) => all[upTo(all.length)], chance: (p) => next() < p };
}

const words = ('Nguyễn Thị Hường Đặng Quốc Khánh ở xã Vĩnh Ô phường Đông Hà thửa đất số người trường nghiêng khuỷu quyết định được Trưởng thôn ' +
  'Hoàng Văn Ngoãn đường Lê Duẩn tổ dân phố khu vực chứng thực bản sao giấy khai sinh cha mẹ con chị em 079090012345 0912345678 12/05/1990').split(' ');
const names = 'NGUYỄN THỊ HOÀI THƯƠNG|TRẦN ĐÌNH QUỐC|Lê Ngọc Ánh Dương|PHAN VĂN ĐỨC|Hồ Thị Mỹ Duyên'.split('|');
const places = 'Khu phố 1, Phường 2, Thị xã Quảng Trị, Quảng Trị|Thôn Đông, Xã Vĩnh Ô, Vĩnh Linh, Quảng Trị'.split('|');
const digits = (d, n) => Array.from({ length: n }, () => d.upTo(10)).join('');
const code = (d) => `${d.pick(['H50.31.02', 'H50', '000.00.31.H50'])}-${digits(d, 6)}-${digits(d, 4 + d.upTo(2))}`;
const card = (d) => `${digits(d, 12)}|${d.chance(0.5) ? digits(d, 9) : ''}|${d.pick(names)}|${digits(d, 8)}|${d.pick(['Nam', 'Nữ'])}|${d.pick(places)}|${digits(d, 8)}`;
const receipt = (d) => `MC1 ${code(d)} ${Array.from({ length: 32 }, () => d.pick([...'0123456789BCGHKM'])).join('')}`;
const other = (d) => Array.from({ length: 6 + d.upTo(24) }, () => d.pick([...'0123456789ABCDEFGHK-'])).join('');

// hand is one that types a text at its own pace: keys with their time, "\b" taken back. A calm one
// does not stop to think.
function hand(d, text, method, from = 0, calm = false) {
  const mean = 1000 / d.between(calm ? 6 : 2, 15), out = [];
  let at = from;
  const beat = () => { at += d.chance(0.03) ? d.between(12, 35) : Math.max(10, mean * Math.exp(0.3 * d.bell() - 0.045)); };
  for (const [i, word] of text.split(' ').entries()) {
    if (i) { beat(); out.push([at, ' ']); }
    for (const k of method === 'none' ? [...word].map((typed) => ({ typed })) : hooked(word, method)) {
      beat();
      for (const c of k.typed ?? k.sent) {
        out.push([at, c]);
        if (k.sent) at += d.between(0, 4);
      }
      if (d.chance(0.02)) { beat(); out.push([at, d.pick([...'asdfw'])]); beat(); out.push([at, '\b']); }
    }
    if (!calm && d.chance(0.1)) at += d.between(300, 3000); // it thinks
  }
  beat();
  return { keys: out, end: at };
}

// scanned are the keys of a scanner: 1 to 30 ms apart, at some places up to 300 ms, on clocks that
// count by the millisecond or by the sixtieth of a second.
function scanned(d, text, { from = 0, stumbles = 0 } = {}) {
  const pace = d.between(1, 30), tick = d.chance(0.3) ? 15.625 : 0, at = new Set(Array.from({ length: stumbles }, () => d.upTo(text.length + 1)));
  let t = from;
  const times = [...text, '\n'].map((_, i) => {
    if (i) t += at.has(i) ? d.between(35, 284) : Math.min(30, Math.max(1, pace * d.between(0.8, 1.2)));
    return tick ? Math.floor(t / tick) * tick : t;
  });
  return { keys: [...text].map((c, i) => [times[i], c]), end: times[text.length] };
}

// feed lets a reader follow keys; a mark is what stood in the field when it was taken.
function feed(r, keys, field, options) {
  for (const [at, c] of keys) {
    const stood = field.text;
    r.key(at, c === '\b' ? BACK : c, () => ({ stood }), options);
    field.text = c === '\b' ? field.text.slice(0, -1) : field.text + c;
  }
}

const say = (name, failed, n) => process.stdout.write(JSON.stringify({ test: 'streams/' + name, ok: failed.length === 0, ms: 0,
  error: failed.length ? `${failed.length} of ${n}: ${failed.slice(0, 5).map((f) => JSON.stringify(f)).join('\n')}` : '' }) + '\n');

function runs(name, check, n = many) {
  const failed = [];
  for (let seed = 1; seed <= n; seed++) {
    const wrong = check(dice(seed), seed);
    if (wrong) failed.push({ seed, ...wrong });
  }
  say(name, failed, n);
}

const sentence = (d) => Array.from({ length: 1 + d.upTo(14) }, () => d.pick(words)).join(' ');

for (const method of ['none', 'telex', 'vni']) {
  runs(`a hand is no scanner, ${method}`, (d) => {
    const r = reader(), field = { text: '' }, text = d.chance(0.2) ? d.pick([code, card, other])(d) : sentence(d), typed = hand(d, text, method, d.between(0, 1000));
    for (let i = 0; i < typed.keys.length; i++) {
      feed(r, [typed.keys[i]], field);
      if (r.rest()) return { text, rest: r.rest().text };
    }
    const got = r.end(typed.end);
    return got && { text, got: got.text };
  });
}

runs('a composing hand is no scanner', (d) => {
  const r = reader(), typed = hand(d, sentence(d), 'none');
  feed(r, typed.keys.map(([at, c]) => [at, c === '\b' ? c : HIDDEN]), { text: '' });
  return r.end(typed.end) && { text: 'composed' };
});

// A macro of Unikey is written out at once, after the short word has been taken back, and the
// key that asked for it comes with it.
runs('a macro is no scan', (d) => {
  const r = reader(), field = { text: '' }, word = d.pick(['vn', 'tp2', 'qt', 'ubnd']), before = hand(d, (d.chance(0.5) ? sentence(d) + ' ' : '') + word, 'none');
  let at = before.end;
  const written = [...'\b'.repeat(word.length), ...d.pick([...places, 'Việt Nam', 'Ủy ban nhân dân phường Quảng Trị'])].map((c) => [at += d.between(0, 4), c]);
  feed(r, [...before.keys, ...written], field);
  const got = r.end(at + d.between(0, 4));
  return got && { got: got.text };
});

const kinds = { card, code, receipt, other };
for (const [kind, make] of Object.entries(kinds)) {
  runs(`a scan is whole, ${kind}`, (d) => {
    const r = reader(), field = { text: 'Lê Văn' }, text = make(d);
    const s = scanned(d, text, { from: 5000, stumbles: d.upTo(text.length < 12 ? 2 : 1 + Math.min(2, text.length / 12 | 0)) });
    feed(r, s.keys, field);
    const rest = r.rest(), got = r.end(s.end);
    if (!rest || rest.text !== text || rest.before !== '') return { text, rest };
    return !got || got.text !== text || got.before !== '' || got.marks[0].stood !== 'Lê Văn' ? { text, got } : null;
  });
  runs(`a scan right after a hand, ${kind}`, (d) => {
    const r = reader(), field = { text: '' }, text = make(d), first = hand(d, kind === 'other' ? 'Trưởng thôn ' + sentence(d) : sentence(d), d.pick(['none', 'telex', 'vni']), 0, kind === 'other');
    const s = scanned(d, text, { from: first.end + d.between(40, 280), stumbles: kind === 'other' ? 0 : d.upTo(3) });
    feed(r, first.keys, field);
    const typed = field.text;
    feed(r, s.keys, field);
    const got = r.end(s.end);
    return !got || got.text !== text || got.marks[0].stood + got.before !== typed ? { text, got, typed } : null;
  });
}

// An input method rewrites a scan as it rewrites typing: what stands on the screen is what is
// sent, and the server refuses it. Nothing of it is left where it was typed.
for (const method of ['telex', 'vni']) {
  runs(`a scan through Unikey, ${method}`, (d) => {
    const r = reader(), field = { text: '' }, pace = d.between(4, 28);
    let at = 9000;
    const keys = [];
    for (const [i, part] of card(d).split(' ').entries()) {
      if (i) keys.push([at += pace, ' ']);
      for (const k of hooked(part, method)) {
        at += pace;
        for (const c of k.typed ?? k.sent) { keys.push([at, c]); at += k.sent ? 0.5 : 0; }
      }
    }
    feed(r, keys, field);
    const got = r.end(at + pace);
    return !got || got.text !== field.text || got.marks[0].stood !== '' ? { field, got } : null;
  }, many / 5);
}

// In the scan target itself no pause divides what a scanner has begun.
runs('a scan in the target, cut by long pauses', (d) => {
  const r = reader(), field = { text: '' }, text = d.pick([card, code, receipt])(d), s = scanned(d, text), cut = 8 + d.upTo(text.length - 8), late = d.between(300, 20_000);
  feed(r, s.keys.slice(0, cut), field, { kept: true });
  feed(r, s.keys.slice(cut).map(([at, c]) => [at + late, c]), field, { kept: true });
  const got = r.end(s.end + late, true);
  return !got || got.text !== text || got.marks[0].stood !== '' ? { text, got } : null;
});

// Outside of it a scan that pauses too long is not read, rather than read by halves; a tail that
// looks like a scan of its own is refused by the server (idcard, letter), never stored.
runs('what is not ended goes on where it was moved', (d) => {
  const r = reader(), field = { text: '' }, text = d.pick([card, receipt])(d), s = scanned(d, text), cut = 20 + d.upTo(text.length - 20), late = d.between(300, 5000);
  feed(r, s.keys.slice(0, cut), field);
  const half = r.rest();
  if (!half || half.text !== text.slice(0, cut)) return { text, half };
  r.moved(half, { stood: '' });
  feed(r, s.keys.slice(cut).map(([at, c]) => [at + late, c]), { text: half.text }, { kept: true });
  const got = r.end(s.end + late, true);
  return !got || got.text !== text || got.marks[0].stood !== '' ? { text, got } : null;
});
