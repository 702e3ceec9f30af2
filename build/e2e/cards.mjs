// A thousand codes of identity cards at the counter's intake: sound ones fill the form exactly,
// damaged ones are refused, and none is stored wrong. Some dozens are scanned with real keys,
// into whatever has the focus, while something else has just been typed; the others are posted
// as the scan target posts them. idcard's own tests have thousands more of each damage.
import http from 'node:http';
import { as, base, test, want } from './harness.mjs';
import { begins } from './acting.mjs';
import { burst, send } from './keys.mjs';
import { strokes } from './strokes.mjs';

const at = (process.env.MOTCUA_URL_COUNTER ?? base).replace(/\/$/, '');
const keyed = 30, all = 1000, procedure = '1.000894';

// dice are random numbers, the same in every run.
let seed = 26112026;
const next = () => { seed = Math.imul(seed, 1664525) + 1013904223 >>> 0; return seed / 4294967296; };
const upTo = (n) => Math.floor(next() * n), pick = (from) => from[upTo(from.length)];
const digits = (n) => Array.from({ length: n }, () => upTo(10)).join(''), two = (n) => String(n).padStart(2, '0');

// Made-up people; every name has marks, without which some damage could not be seen by anybody.
const families = 'Nguyễn Trần Lê Phạm Hoàng Huỳnh Võ Đặng Bùi Hồ Ngô Dương Lý'.split(' ');
const middles = 'Thị Hữu Quốc Đức Ngọc Xuân Thùy Bảo Khánh Nhật'.split(' ');
const givens = 'Dũng Đạt Hà Hòa Hương Khuê Lệ Ngân Nguyệt Phước Quyên Sơn Thủy Tuấn Vỹ Ý Yến'.split(' ');
const places = ['Thôn Tân Xuân, Xã Hải Thượng, Hải Lăng, Quảng Trị', 'Khu phố 3, Phường 2, Thị xã Quảng Trị, Quảng Trị', 'Số 12/4B Đường Lê Lợi, Thị trấn Khe Sanh, Hướng Hóa, Quảng Trị', 'Tổ 5, Phường Đúc, Thành phố Huế, Thừa Thiên Huế'];

function card() {
  const man = next() < 0.5, year = 1950 + upTo(55), ten = [pick(families), pick(middles), pick(givens)].join(' ');
  const d = two(1 + upTo(28)), m = two(1 + upTo(12)), so = `045${(year >= 2000 ? 2 : 0) + (man ? 0 : 1)}${two(year % 100)}${digits(6)}`;
  const fields = { ten: next() < 0.5 ? ten : ten.toUpperCase(), so, sinh: `${d}/${m}/${year}`, 'dia-chi': pick(places) };
  return { fields, raw: [so, next() < 0.6 ? digits(9) : '', fields.ten, d + m + year, man ? 'Nam' : 'Nữ', fields['dia-chi'], `${two(1 + upTo(28))}${two(1 + upTo(12))}${2021 + upTo(4)}`].join('|') };
}

const bare = (s) => s.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
const hand = (s, method) => s.split(' ').map((w) => strokes(w, method).map(([k]) => k).join('')).join(' ');
const azerty = Object.fromEntries([...'1234567890'].map((c, i) => [c, [...'&é"\'(-è_çà'][i]]));
const damages = {
  'Telex keys': (s) => hand(s, 'telex'), 'VNI keys': (s) => hand(s, 'vni'), 'no marks': bare, 'no marked letters': (s) => [...s].filter((c) => c.charCodeAt(0) < 128).join(''),
  'question marks': (s) => [...s].map((c) => (c.charCodeAt(0) < 128 ? c : '?')).join(''), 'Caps Lock': (s) => [...s].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(''),
  'another layout': (s) => [...s].map((c) => azerty[c] ?? c).join(''), 'another bar': (s) => s.replace(/\|/g, '~'),
};
const cuts = { 'end cut': (s) => s.slice(0, 6 + upTo(s.length - 6)), 'beginning cut': (s) => s.slice(1 + upTo(s.length - 12)) };

// sample is the n-th card: sound, mangled or cut.
function sample(n) {
  const c = card(), kind = ['sound', 'mangled', 'cut'][n % 3], how = kind === 'sound' ? ['sound', (s) => s] : pick(Object.entries(kind === 'mangled' ? damages : cuts));
  return { ...c, kind, how: how[0], sent: how[1](c.raw) };
}

// verdict wants of a draft what holds after a scan: what stands there is of the card, and of a
// damaged one nothing does. Without the day of issue the address may be cut too: it stays empty.
function verdict(s, has) {
  const stands = Object.keys(s.fields).filter((k) => has[k] !== '');
  for (const k of stands) want(has[k] === s.fields[k], s.how, 'stored', k, has[k], 'for', s.fields[k], 'of', s.sent);
  if (s.kind === 'sound') want(stands.length === 4, 'a sound card is refused:', s.sent, has);
  if (s.kind === 'mangled') want(stands.length === 0, s.how, 'is taken:', s.sent, has);
  if (s.kind === 'cut') want(stands.length === 0 || (stands.length === 3 && has['dia-chi'] === '' && s.sent.split('|').length === 6), s.how, 'is taken:', s.sent, has);
}

const standing = (root) => root.evaluate(() => Object.fromEntries(['ten', 'so', 'sinh', 'dia-chi', 'dt', 'email'].map((k) => [k, document.getElementById(k).value])));

// spots are where the focus is when the card comes; a number has just been typed into another field.
const spots = { 'a field': '#email', 'the target': '#quet', 'a button': '#nhan button[value=luu]', 'a box': '#doi-chieu', 'a list': '.counter-papers select', nothing: null };

async function scansOne(page, cdp, n) {
  const s = sample(n), where = Object.keys(spots)[n % 6], pace = 1 + upTo(25), slow = upTo(160);
  await begins(page, at, procedure);
  await page.locator('#dt').fill('0905 000 ' + (100 + n));
  if (spots[where]) await page.locator(spots[where]).first().focus();
  else await page.evaluate(() => document.activeElement.blur());
  const came = page.waitForNavigation();
  await send(cdp, burst(s.sent.length < 6 ? s.raw : s.sent), (i) => (i === slow ? 250 : i % 2 ? pace / 3 : pace * 2 / 3));
  await came;
  const has = await standing(page);
  want(has.dt === '0905 000 ' + (100 + n), where, ': what was typed before the scan is', has.dt);
  want(has.email === '', where, ': the field holds', has.email);
  verdict(s, has);
  if (Object.values(has).join('') === has.dt) want((await page.locator('main').innerText()).includes('uét'), 'the page does not say why');
  await page.evaluate(() => { document.querySelectorAll('form').forEach((f) => f.reset()); });
}

async function postsOne(request, page, n) {
  const s = sample(n), draft = await drafts(request, page);
  const r = await request.post(draft, { form: { viec: 'quet', q: s.sent }, maxRedirects: 0 });
  want([303, 400, 422].includes(r.status()), s.how, 'answers', r.status());
  const html = await (await request.get(draft)).text();
  verdict(s, await page.evaluate((h) => {
    const d = new DOMParser().parseFromString(h, 'text/html');
    return Object.fromEntries(['ten', 'so', 'sinh', 'dia-chi'].map((k) => [k, d.getElementById(k).value]));
  }, html));
  return r.status() === 303;
}

// drafts begins a draft without showing it.
async function drafts(request, page) {
  const form = await page.evaluate(() => Object.fromEntries(new FormData(document.querySelector('form:has(#thu-tuc)'))));
  form.khoa = Array.from({ length: 26 }, () => pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'])).join('');
  const r = await request.post(at + '/tiep-nhan', { form: { ...form, 'thu-tuc': procedure }, maxRedirects: 0 });
  want(r.status() === 303, 'no draft:', r.status());
  return new URL(r.headers().location, at).href;
}

export async function cards() {
  const c = await as('clerk2', { at }), page = await c.newPage(), cdp = await c.newCDPSession(page);
  page.on('dialog', (d) => d.accept());
  for (const [i, where] of Object.keys(spots).entries()) {
    await test(`cards/scanned into ${where}`, async () => { for (let n = i; n < keyed; n += 6) await scansOne(page, cdp, n); });
  }
  await test(`cards/${all - keyed} posted`, async () => {
    await page.goto(at + '/tiep-nhan');
    let taken = 0;
    for (let n = keyed; n < all; n++) taken += await postsOne(c.request, page, n);
    want(taken >= (all - keyed) / 3 - 1 && taken < all / 2, taken, 'are taken');
  });
  await test('cards/a second one while the first is being read', twice);
  await c.close();
}

// slow stands before the server, lets no POST through to a draft before it is told to, and hears
// what the page tells it under /nghe/.
async function slow(until, hears) {
  const proxy = http.createServer(async (q, a) => {
    if (q.url.startsWith('/nghe/')) {
      hears(JSON.parse(decodeURIComponent(q.url.slice(6))));
      return a.writeHead(204).end();
    }
    if (q.method === 'POST' && /^\/tiep-nhan\/\w+$/.test(q.url)) await until;
    q.pipe(http.request(at + q.url, { method: q.method, headers: q.headers }, (r) => { a.writeHead(r.statusCode, r.headers); r.pipe(a); }).on('error', () => a.destroy()));
  });
  await new Promise((up) => proxy.listen(0, 'localhost', up));
  return proxy;
}

// tells makes the page tell when its form is under way, and what it then says. While another page
// is on its way the browser answers no question about the one that is there.
const tells = (page) => page.evaluate(() => {
  const tell = (what) => fetch('/nghe/' + encodeURIComponent(JSON.stringify({ ...what, target: document.getElementById('quet').value })));
  const voice = document.getElementById('tieng-noi');
  new MutationObserver(() => { if (document.querySelector('form[data-sent]')) tell({ sent: true }); }).observe(document.body, { attributes: true, attributeFilter: ['data-sent'], subtree: true });
  new MutationObserver(() => tell({ said: voice.textContent })).observe(voice, { childList: true, characterData: true, subtree: true });
});

// twice scans a second card while the server is still reading the first: it is not taken, the
// page says so, and the first one is.
async function twice() {
  const [first, second] = [sample(0), sample(3)], heard = [];
  let go, woken = () => {};
  const proxy = await slow(new Promise((r) => { go = r; }), (h) => { heard.push(h); woken(); }), near = `http://localhost:${proxy.address().port}`;
  const hears = async (is) => {
    const late = setTimeout(() => { heard.push({ late: true }); woken(); }, 60_000);
    while (!heard.some(is) && !heard.some((h) => h.late)) await new Promise((r) => { woken = r; });
    clearTimeout(late);
    want(heard.some(is), 'the page told', heard);
    return heard.find(is);
  };
  const c = await as('clerk2', { at: near }), page = await c.newPage(), cdp = await c.newCDPSession(page);
  try {
    await begins(page, near, procedure);
    await page.evaluate(() => document.activeElement.blur());
    await tells(page);
    await send(cdp, burst(first.sent));
    await hears((h) => h.sent);
    await send(cdp, burst(second.sent));
    const { target } = await hears((h) => h.said?.includes('Chưa nhận'));
    want(target === first.sent || target === '', 'the second stands in the target:', heard);
    const came = page.waitForNavigation();
    go();
    await came;
    verdict(first, await standing(page));
  } finally {
    go();
    await c.close();
    proxy.closeAllConnections();
    proxy.close();
  }
}
