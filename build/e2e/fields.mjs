// Telex and VNI, hooking and composing, typed into every text field of every page that the ward's
// people can open: none of it is lost or doubled and no shortcut fires. The pages are found by
// their links, the fields from the pages, so that new ones are covered without being named here.
import { as, base, open, test, want } from './harness.mjs';
import { acts, begins, fill, originals, person, takesIn } from './acting.mjs';
import { text, ways } from './keys.mjs';

// What is typed may be saved by itself: the ward is one that may be written.
const at = (process.env.MOTCUA_URL_COUNTER ?? base).replace(/\/$/, '');

const fieldsOf = 'input:not([type]), input[type=text], input[type=search], input[type=tel], input[type=email], textarea';

// fields are the fields of a page in which one can type now.
const fields = (page) => page.locator(fieldsOf).evaluateAll((all) => all.map((e, i) => ({ i, id: e.id || e.name || String(i), max: e.maxLength })).filter(({ i }) => {
  const e = all[i];
  return e.checkVisibility() && e.getClientRects().length > 0 && !e.disabled && !e.readOnly;
}));

// pattern is an address without what stands for one thing among many; one page of a pattern is
// enough, but for the acts on a dossier, each of which has a form of its own.
const pattern = (address) => new URL(address, at).pathname.replace(/[^/]*\d[^/]*/g, '*').replace(/\/tiep-nhan\/[a-z0-9]{20,}/, '/tiep-nhan/*');

// parts are halves of the text, so that every mark is typed often, and no field takes long.
const half = text.indexOf(' ', text.length / 2), parts = [text.slice(0, half), text.slice(half + 1)];

// fit is as many whole words of a part as a field takes.
function fit(s, max) {
  while (max > 0 && s.length > max) s = s.includes(' ') ? s.slice(0, s.lastIndexOf(' ')) : s.slice(0, max);
  return s;
}

async function typeInto(page, cdp, f, way, words) {
  const field = page.locator(fieldsOf).nth(f.i), should = fit(words, f.max), here = page.url();
  await field.fill('');
  await field.focus();
  await way(cdp, should);
  want(await field.inputValue() === should, f.id, 'holds', await field.inputValue(), 'not', should);
  want(page.url() === here && !(await page.locator('dialog[open]').count()), f.id, ': a shortcut fired');
  return should;
}

// known are the fields that have been typed into, by pattern and name.
const known = new Set();

// eachOf types into the fields of the open page that are new. What each then holds is kept in held.
async function eachOf(page, cdp, name, held = new Map()) {
  await page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true; }));
  for (const f of await fields(page)) {
    const id = f.id === 'tim-nhanh' ? f.id : `${name}/${f.id.replace(/\d+/g, '*')}`;
    if (known.has(id)) continue;
    known.add(id);
    const n = known.size;
    await test(`typing/${id}`, async () => {
      for (const [k, [way, types]] of Object.entries(ways).filter((_, k) => k % 2 === n % 2).entries()) { // a hooking and a composing one: Telex here, VNI there
        held.set(f.id, await typeInto(page, cdp, f, types, parts[(n + k) % 2]).catch((e) => { throw new Error(way + ': ' + e.message); }));
      }
    });
  }
  return held;
}

// keysOf presses every key that the page names, and wants the element that names it to be pressed:
// once a page, a key and a role. What the press would do is held back.
const pressed = new Set();
async function keysOf(page, name, who) {
  const keys = await page.locator('[data-key]').evaluateAll((all) => [...new Set(all.filter((e) => e.checkVisibility() && e.getClientRects().length && !e.disabled).map((e) => e.dataset.key))]);
  for (const key of keys) {
    const id = `${name}/${key}`;
    if (pressed.has(id)) continue;
    pressed.add(id);
    await test(`keys/${who}${id}`, async () => {
      want(map.test(key), key, 'is not on the card');
      await page.evaluate((k) => {
        document.activeElement.blur();
        window.hit = null;
        window.stop?.();
        const found = (e) => { const x = e.target.closest(`[data-key="${CSS.escape(k)}"]`); if (x) { window.hit = e.type; } if (e.type === 'click') { e.preventDefault(); e.stopImmediatePropagation(); } };
        addEventListener('click', found, true);
        addEventListener('focusin', found, true);
        window.stop = () => { removeEventListener('click', found, true); removeEventListener('focusin', found, true); };
      }, key);
      await page.keyboard.press(key.replace('Ctrl', 'Control'));
      want(await page.evaluate(() => window.hit) !== null, key, 'does nothing');
    });
  }
  await page.evaluate(() => window.stop?.());
}

// map are the keys of the card (ux 2.5).
const map = /^(F2|F4|F8|F9|F10|Ctrl\+Z|Ctrl\+\/|Ctrl\+K|Alt\+[1-9]|Alt\+Arrow(Left|Right)|Ctrl\+Enter|Ctrl\+S|Ctrl\+Space|Escape)$/;

// been are the pages that a role has opened. Those of a dossier are others at each of its stages.
const been = new Set();
const again = (who, p) => !/^\/(ho-so|tra-ket-qua)\//.test(p) && been.has(who + p);

// walk follows the links from some pages, as far as three away, and types into what it finds.
async function walk(who, from) {
  const c = await as(who, { at }), page = await c.newPage(), cdp = await c.newCDPSession(page), seen = new Set();
  page.on('dialog', (d) => d.accept()); // what was typed is left behind
  let now = from.map((a) => at + a);
  for (let far = 0; far <= 3 && now.length; far++) {
    const next = [];
    for (const address of now) {
      const p = pattern(address);
      if (seen.has(p) || again(who, p) || /\.\w{2,4}$/.test(new URL(address).pathname)) continue;
      seen.add(p);
      been.add(who + p);
      const r = await page.goto(address).catch(() => null); // a file comes down
      if (!r || r.status() !== 200 || !/html/.test(r.headers()['content-type'] ?? '')) continue;
      next.push(...await page.locator('a[href]:not([download]):not([hreflang])').evaluateAll((all, at_) => all.filter((a) => a instanceof HTMLAnchorElement).map((a) => a.href.split('#')[0]).filter((u) => u.startsWith(at_)), at));
      await keysOf(page, pattern(page.url()), who);
      await eachOf(page, cdp, pattern(page.url()));
    }
    now = next;
  }
  await c.close();
  return seen.size;
}

// intake types into all of a draft while the server answers two seconds late: what was typed is
// in the draft when it is opened again.
async function intake(clerk) {
  const page = await clerk.newPage(), cdp = await clerk.newCDPSession(page);
  const address = await begins(page, at, '1.000894');
  await page.route('**/*', async (route) => {
    if (route.request().method() === 'POST') await new Promise((go) => setTimeout(go, 2000));
    await route.continue().catch(() => {}); // the page has gone
  });
  let saves = 0;
  page.on('requestfinished', (r) => { saves += r.url().endsWith('/luu'); });
  const held = await eachOf(page, cdp, '/tiep-nhan/*');
  held.delete('quet');
  await test('typing/the draft has every letter, saved late', async () => {
    want(held.size >= 8, 'only', held.size, 'fields');
    await page.locator('#ten').press('End'); // nothing more is typed: the last save has all
    await page.waitForFunction(() => !document.querySelector('[data-saved]').textContent.includes('…'), null, { timeout: 30_000 });
    await page.keyboard.press('Control+s');
    const before = saves;
    for (const until = Date.now() + 60_000; saves === before && Date.now() < until;) await page.waitForTimeout(100);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await open(page, address);
    await page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true; }));
    for (const [id, should] of held) {
      const has = await page.locator(`[id="${id}"], [name="${id}"]`).first().inputValue();
      want(has === should, id, 'was kept as', has, 'not', should);
    }
    want(saves >= 2, 'saved', saves, 'times');
  });
  await page.close();
}

// stages bring a dossier through its states; at each the forms of the acts that an officer may do
// are typed into, and left.
async function stages(clerk) {
  const page = await clerk.newPage(), specialist = await as('specialist', { at }), desk = await specialist.newPage();
  const code = await takesIn(page, at, '1.000894', { ...person('Nguyễn Thị Gõ'), chuyen: 'cm-02' }), dossier = '/ho-so/' + code;
  await walk('clerk', [dossier]);
  await walk('specialist', [dossier]);
  await acts(desk, at, code, 'accept');
  await walk('specialist', [dossier]);
  await walk('leader', [dossier]);
  await acts(desk, at, code, 'ask_supplement', { khac: 'Giấy xác nhận', 'ly-do': 'Chưa có giấy xác nhận' });
  await walk('clerk', [dossier]);
  await acts(page, at, code, 'supply', { nhan: '0', them: 'Giấy xác nhận' });
  await acts(desk, at, code, 'propose', { viec: 'settle', cho: 'ld-01' });
  await walk('leader', ['/lanh-dao/duyet', '/lanh-dao']);
  const leader = await as('leader', { at }), lead = await leader.newPage();
  await acts(lead, at, code, 'settle', { 'ket-qua': 'giai-quyet', so: '77/2026', dang: ['giay'] });
  await walk('clerk', ['/tra-ket-qua/' + code, dossier]);
  await Promise.all([leader.close(), specialist.close(), page.close()]);
}

export async function everyField() {
  const clerk = await as('clerk', { at });
  await intake(clerk);
  await test('typing/stages', () => stages(clerk));
  await clerk.close();
  let pages = 0;
  for (const [who, from] of [['clerk', ['/quay', '/chung-thuc', '/tiep-nhan', '/tra-cuu']], ['leader', ['/lanh-dao', '/']], ['specialist', ['/hang-doi']], ['admin', ['/quan-tri', '/tai-khoan']],
    ['reporter', ['/']], ['inspector', ['/nhat-ky-xem']]]) pages += await walk(who, from);
  await test('typing/found', async () => {
    want(known.size >= 60, 'only', known.size, 'fields on', pages, 'pages:', [...known]);
    for (const p of ['/tiep-nhan/*', '/chung-thuc', '/tra-ket-qua/*', '/ho-so/*/viec/ask_supplement', '/ho-so/*/viec/stop', '/ho-so/*/viec/propose', '/quan-tri/nguoi', '/hien-thi', '/nhat-ky-xem']) {
      want([...known].some((id) => id.startsWith(p + '/')), 'no field of', p, 'among', [...known]);
    }
  });
}
