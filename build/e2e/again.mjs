// What is done once is done once: the back button, the same form again, a double click, a
// thousand identical forms at once, and a browser that is killed in the middle of an intake.
import { chromium } from 'playwright-core';
import { acts, begins, codeOf, fill, originals, person, said, sends, takesIn } from './acting.mjs';
import { as, base, figure, flags, int, open, signIn, test, visitor, want } from './harness.mjs';

const at = (process.env.MOTCUA_URL_STATES ?? base).replace(/\/$/, '');
const procedure = '1.001653';
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());

// received is how many dossiers were received today.
async function received(page) {
  await open(page, `${at}/danh-sach?cot=received.total&tu=${today}&den=${today}`);
  return int((await page.locator('.verdict__count').innerText()).match(/^[\d.]+/)[0]);
}

async function entries(page, code) {
  await open(page, `${at}/ho-so/${code}`);
  return page.locator('table.timeline tbody tr').count();
}

// formOf is a form as the browser would send it with one of its buttons.
const formOf = (page, selector, button = {}) => page.locator(selector).evaluate((f, extra) => {
  const d = new URLSearchParams();
  for (const [k, v] of new FormData(f)) d.append(k, v);
  for (const [k, v] of Object.entries(extra)) d.append(k, v);
  return { address: f.action, body: d.toString() };
}, button);

// posts sends one form many times, some at once, each over a line that is kept, as a browser
// does that was told to send again and again.
async function posts(page, { address, body }, times, abreast) {
  const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  const out = [];
  let left = times;
  await Promise.all(Array.from({ length: abreast }, async () => {
    while (left-- > 0) {
      const r = await fetch(address, { method: 'POST', body, redirect: 'manual', headers: { cookie, origin: at, 'content-type': 'application/x-www-form-urlencoded' } });
      out.push([r.status, r.headers.get('location') ?? (await r.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 600)]);
      await r.arrayBuffer().catch(() => {});
    }
  }));
  return out;
}

const only = (answers) => [...new Map(answers.map(([s, l]) => [s + ' ' + l, [s, l]])).values()];

export async function again() {
  const clerk = await (await as('clerk3', { at })).newPage(), reporter = await (await as('reporter', { at })).newPage();
  await back(clerk, reporter);
  const copier = await (await as('clerk2', { at })).newPage(); // who may also certify
  await doubled(clerk, copier, reporter);
  await copier.context().close();
  await killed();
  await clerk.context().close();
  await reporter.context().close();
}

async function back(page, reporter) {
  await test('again/back after receiving leads to the receipt', async () => {
    const before = await received(reporter);
    await open(page, at + '/quay');
    const code = await takesIn(page, at, procedure, person('Bùi Thị Lùi Lại')), receipt = page.url();
    await page.goBack();
    want(page.url() === receipt, 'back is', page.url(), await said(page));
    await page.goBack(); // to where the procedure is chosen: nothing is begun by that
    await page.goForward();
    want(codeOf(page) === code, 'forward is', page.url());
    want((await received(reporter)) === before + 1, 'received', String(await received(reporter)), 'of', String(before + 1));
  });
  await test('again/back after an act, and the same form again', async () => {
    const code = await takesIn(page, at, procedure, { ...person('Bùi Thị Làm Lại'), chuyen: '' });
    await open(page, `${at}/ho-so/${code}/viec/transfer`);
    await fill(page.locator('form.work-form'), { cho: 'cm-02' });
    const sent = await formOf(page, 'form.work-form');
    await sends(page, 'form.work-form button[data-key="Ctrl+Enter"]');
    const n = await entries(page, code);
    const [[status, to]] = await posts(page, sent, 1, 1); // what the browser has cached of a form is sent once more
    want(status === 303 && to.startsWith('/ho-so/' + code), 'the same form is answered', String(status), to);
    want((await entries(page, code)) === n, 'a second act was recorded');
    await open(page, `${at}/ho-so/${code}`);
    await page.goBack();
    await page.goBack();
    want(page.url().includes('/viec/transfer') || page.url().includes('/ho-so/'), 'back is', page.url());
    want((await entries(page, code)) === n, 'the back button acts');
  });
  await test('again/a refused intake: reloaded, and back', async () => {
    const before = await received(reporter), draft = await begins(page, at, procedure);
    const typed = { ...person('Bùi Thị Sai Số'), so: '12345', 'yeu-cau': 'Cấp lại' };
    await fill(page.locator('#nhan'), { ...typed, ...(await originals(page)) });
    await sends(page, '#nhan [name=viec][value=nhan]');
    await holds(page, typed, 'refused');
    want((await page.locator('[data-focus]').count()) === 1, 'the refusal does not stand first');
    await page.reload(); // the browser sends the same form again
    await holds(page, typed, 'sent again');
    await page.goBack();
    if (page.url() !== draft) await page.goForward();
    await open(page, draft);
    await holds(page, typed, 'opened again');
    want((await received(reporter)) === before, 'something was received');
    page.context().seen.errors.length = 0;
    await fill(page.locator('#nhan'), { so: '045190012345' });
    await sends(page, '#nhan [name=viec][value=nhan]');
    want(page.url().includes('/giay/') && (await received(reporter)) === before + 1, 'not received once:', await said(page));
  });
  await test('again/a refused act: reloaded', async () => {
    const code = await takesIn(page, at, procedure, person('Bùi Thị Thiếu Lý Do')), n = await entries(page, code);
    await open(page, `${at}/ho-so/${code}/viec/amend`);
    await fill(page.locator('form.work-form'), { 'dien-thoai': '0905333333', 'dia-chi': 'Khu phố 6' });
    await sends(page, 'form.work-form button[data-key="Ctrl+Enter"]');
    for (const step of ['refused', 'sent again']) {
      await holds(page, { 'dien-thoai': '0905333333', 'dia-chi': 'Khu phố 6' }, step);
      want((await page.locator('.work-field__error').count()) > 0, 'no error beside the field');
      if (step === 'refused') await page.reload();
    }
    page.context().seen.errors.length = 0;
    want((await entries(page, code)) === n, 'something was recorded');
  });
}

// holds wants the fields of a page to have what was typed.
async function holds(page, typed, when) {
  for (const [name, value] of Object.entries(typed)) {
    const got = await page.locator(`main [name="${name}"]`).first().inputValue();
    want(got === value, when + ':', name, 'holds', got, 'not', value);
  }
}

const crowd = 1000, abreast = 50;

async function doubled(page, copier, reporter) {
  await test('again/1,000 identical intakes are one dossier', async () => {
    const before = await received(reporter);
    await begins(page, at, procedure);
    await fill(page.locator('#nhan'), { ...person('Bùi Thị Nghìn Lần'), ...(await originals(page)), chuyen: 'cm-02' });
    const form = await formOf(page, '#nhan', { viec: 'nhan' }), began = Date.now();
    const answers = await posts(page, form, crowd, abreast);
    figure('1,000 identical intakes, 50 at once', Date.now() - began, 'ms');
    const kinds = only(answers);
    want(answers.length === crowd && kinds.length === 1 && kinds[0][0] === 303 && /\/ho-so\/.*\/giay\//.test(kinds[0][1]), 'answers:', kinds.slice(0, 5));
    want((await received(reporter)) === before + 1, 'received', String((await received(reporter)) - before), 'dossiers');
    await open(page, at + kinds[0][1]);
    want((await page.locator('main').innerText()).includes('BÙI THỊ NGHÌN LẦN'), 'the answers lead elsewhere');
    want((await entries(page, codeOf(page))) === 3, 'not one receipt, one letter, one transfer');
  });
  await test('again/1,000 identical certified copies are one number of the book', async () => {
    const before = await received(reporter), number = await certified(copier, 'Bùi Thị Số Một');
    await open(copier, at + '/chung-thuc');
    await fill(copier.locator('form:has([name="bs-0-giay"])'), { ten: 'Bùi Thị Nghìn Bản', 'bs-0-giay': '1', 'bs-0-ban': '2' });
    const form = await formOf(copier, 'form:has([name="bs-0-giay"])'), began = Date.now();
    const kinds = only(await posts(copier, form, crowd, abreast));
    figure('1,000 identical certified copies, 50 at once', Date.now() - began, 'ms');
    want(kinds.length === 1 && kinds[0][0] === 303 && kinds[0][1].includes('xong='), 'answers:', kinds.slice(0, 5));
    want((await certified(copier, 'Bùi Thị Số Ba')) === number + 2, 'the book has a gap, or a number twice');
    want((await received(reporter)) === before + 3, 'received', String((await received(reporter)) - before), 'of 3');
  });
  for (const script of [true, false]) {
    await test(`again/a double click, ${script ? 'with' : 'without'} script`, async () => {
      const c = await visitor({ at, script }), p = await c.newPage(), before = await received(reporter);
      await signIn(p, 'clerk4', at);
      await begins(p, at, procedure);
      await fill(p.locator('#nhan'), { ...person('Bùi Thị Hai Lần'), ...(await originals(p)) });
      await Promise.all([p.waitForURL(/\/giay\//), p.locator('#nhan [name=viec][value=nhan]').dblclick({ noWaitAfter: true })]);
      await p.waitForLoadState('load');
      want((await received(reporter)) === before + 1, 'received', String((await received(reporter)) - before), 'dossiers');
      await c.close();
    });
  }
}

// certified certifies a copy and returns its number.
async function certified(page, name) {
  await open(page, at + '/chung-thuc');
  await fill(page.locator('form:has([name="bs-0-giay"])'), { ten: name, 'bs-0-giay': '1' });
  await sends(page, 'form:has([name="bs-0-giay"]) [data-key=F9]');
  const found = (await page.locator('main').innerText()).match(/Số chứng thực ([\d.]+)/);
  want(found, 'not certified:', await said(page));
  return int(found[1]);
}

// all are the fields of an intake as they stand, but its keys.
const all = (page) => page.locator('#nhan').evaluate((f) => [...new FormData(f)].filter(([k]) => !['khoa', 'rev', 'viec'].includes(k)));

// killed: what was typed two seconds ago is there when the browser, or the machine, dies.
async function killed() {
  await test('again/a killed browser keeps the draft', async () => {
    const server = await chromium.launchServer({ executablePath: process.env.MOTCUA_CHROMIUM, args: flags });
    const victim = await chromium.connect(server.wsEndpoint()), page = await (await victim.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })).newPage();
    await signIn(page, 'clerk4', at);
    const draft = await begins(page, at, procedure);
    await page.locator('details:has(#uq)').evaluate((e) => { e.open = true; });
    const papers = await page.locator('.counter-papers select').evaluateAll((l) => Object.fromEntries(l.map((e) => [e.name, [...e.options].map((o) => o.value).find((v) => v === 'copy')])));
    await fill(page.locator('#nhan'), { ...person('Bùi Thị Mất Điện'), so: '045190012345', sinh: '15/08/1990', email: 'thu@example.vn', uq: '1', 'uq-ten': 'Bùi Văn Thay', 'uq-so': '045085023456',
      'uq-giay': 'Giấy ủy quyền số 3', ...papers, kenh: '3', 'dau-bd': '20/11', 'so-bo': '2', 'nhan-tai': 'post', 'nhan-noi': '12 Trần Hưng Đạo', 'ma-ngoai': 'H50-1' });
    const kept = page.waitForResponse((r) => r.url().endsWith('/luu') && r.status() === 200 && r.request().postData().includes(encodeURIComponent('nát')));
    await page.locator('#yeu-cau').pressSequentially('Cấp lại vì cũ nát', { delay: 20 });
    const last = Date.now(), typed = await all(page);
    await kept;
    figure('a draft is kept after the last key', Date.now() - last, 'ms');
    process.kill(-server.process().pid, 'SIGKILL');
    await new Promise((gone) => (server.process().exitCode !== null || server.process().signalCode ? gone() : server.process().once('exit', gone)));
    const c = await as('clerk4', { at }), next = await c.newPage();
    await open(next, at + '/quay');
    const link = next.locator(`a[href="${new URL(draft).pathname}"]`);
    want((await link.count()) > 0, 'the counter does not show the draft');
    await Promise.all([next.waitForURL(draft), link.first().click()]);
    const found = await all(next);
    want(JSON.stringify(found) === JSON.stringify(typed), 'the draft has', found, 'not', typed);
    await c.close();
  });
}
