// A working day by keyboard alone: four clerks, three specialists and two leaders receive,
// examine, ask, decide, certify and hand over; at its end form II.06a already has it. Nothing
// is clicked, and after sign-in no address is typed: pages are reached as an officer does.
import { counted, flows, timed } from './daycount.mjs';
import { as, base, figure, int, open, shot, test, want } from './harness.mjs';

// The day is written into a ward of its own.
const at = (process.env.MOTCUA_URL_DAY ?? base).replace(/\/$/, '');

// The people who come are fictitious, as their cards are.
const cards = [
  '045190012345||NGUYỄN THỊ HOÀI THƯƠNG|15081990|Nữ|Khu phố 1, Phường 2, Thị xã Quảng Trị, Quảng Trị|25052021',
  '045085023456|197123456|TRẦN ĐÌNH QUỐC|02031985|Nam|Khu phố 3, Phường 2, Thị xã Quảng Trị, Quảng Trị|12062021',
  '045300034567||LÊ NGỌC ÁNH DƯƠNG|21112000|Nữ|Khu phố 2, Phường 2, Thị xã Quảng Trị, Quảng Trị|30072021',
  '045078045678||PHAN VĂN ĐỨC|09091978|Nam|Khu phố 4, Phường 2, Thị xã Quảng Trị, Quảng Trị|01092021',
  '045195056789||HỒ THỊ MỸ DUYÊN|17041995|Nữ|Khu phố 5, Phường 2, Thị xã Quảng Trị, Quảng Trị|19082021',
];

// desk is one officer at a keyboard. It counts what is pressed.
class Desk {
  constructor(context, page) {
    this.context = context;
    this.page = page;
    this.strokes = 0;
  }

  static async of(id) {
    const context = await as(id, { at });
    const page = await context.newPage();
    await open(page, at + '/');
    return new Desk(context, page);
  }

  async press(...keys) {
    for (const k of keys) {
      this.strokes++;
      await this.page.keyboard.press(k);
    }
  }

  // type types as a hand does: what comes faster is a scanner's.
  async type(text) {
    this.strokes += [...text].length;
    await this.page.keyboard.type(text, { delay: 45 });
  }

  // goes presses a key that leads to another page.
  async goes(key, to) {
    await Promise.all([this.page.waitForURL(to, { timeout: 30_000 }), this.press(key)]);
    await this.page.locator('main h1').first().waitFor();
    await this.page.waitForLoadState('load');
  }

  at(selector) {
    return this.page.evaluate((s) => !!document.activeElement && document.activeElement.matches(s), selector);
  }

  // reach presses Tab until an element has the focus.
  async reach(selector, most = 200) {
    want((await this.page.locator(selector).count()) > 0, 'there is no', selector, 'on', this.page.url());
    for (let i = 0; i < most; i++) {
      if (await this.at(selector)) return;
      await this.press('Tab');
    }
    throw new Error(`not reached with Tab: ${selector} on ${this.page.url()}`);
  }

  async fill(selector, text) {
    await this.reach(selector);
    await this.press('Control+a');
    await this.type(text);
  }

  // choose moves through a list or a group of buttons with the arrow keys until a value is chosen.
  async choose(selector, value) {
    await this.reach(selector);
    for (let i = 0; i < 60; i++) {
      const now = await this.page.evaluate(() => {
        const e = document.activeElement;
        return e.type === 'radio' ? (e.checked ? e.value : '') : e.value;
      });
      if (now === value) return;
      const before = now;
      await this.press(i === 0 && before === '' && (await this.at('input[type=radio]')) ? 'Space' : 'ArrowDown');
    }
    throw new Error(`${selector} has no ${value}`);
  }

  async says(text) {
    const body = await this.page.locator('main').innerText();
    want(body.includes(text), 'the page does not say', text, ':', body.slice(0, 600));
  }

  code() {
    return this.page.evaluate(() => (document.body.innerText.match(/[A-Z]\d{2}[\d.]*-\d{6}-\d{4,}/) ?? [''])[0]);
  }

  async close() {
    want(this.context.seen.errors.length === 0, 'errors in the console:', this.context.seen.errors.slice(0, 3));
    await this.context.close();
  }
}

// receives takes a dossier in for who holds a card, and hands it on; it returns the code.
async function receives(desk, { procedure, words, card, to }) {
  await desk.goes('F2', /\/tiep-nhan$/);
  await desk.fill('#thu-tuc', words ?? procedure);
  await desk.goes('Enter', (u) => u.pathname.startsWith('/tiep-nhan'));
  if (words) { // several are found
    await desk.reach(`button[name="thu-tuc"][value="${procedure}"]`);
    await desk.goes('Enter', /\/tiep-nhan\/./);
  }
  await desk.press('F4');
  want(await desk.at('form[data-scan] input[name="q"]'), 'F4 does not lead to the scan target');
  await desk.type(card); // at the speed of a hand: it stands where it belongs
  await Promise.all([desk.page.waitForNavigation(), desk.press('Enter')]);
  want((await desk.page.locator('#ten').inputValue()) === card.split('|')[2], 'the card has not filled the name');
  const ways = await desk.page.locator('.counter-papers select').evaluateAll((all) => all.map((e) => [e.id, e.value, [...e.options].map((o) => o.value)]));
  for (const [id, value, values] of ways) {
    const first = values.find((v) => v === 'original') ?? values.find((v) => v !== '' && v !== 'missing');
    if (value === '' || value === 'missing') await desk.choose('#' + CSS(id), first);
  }
  if (to) await desk.choose('#chuyen', to);
  await desk.goes('F9', /\/giay\//);
  const code = await desk.code();
  want(code !== '', 'a receipt without a code');
  return code;
}

const CSS = (id) => id.replace(/([^\w-])/g, '\\$1');

// opens leads to a dossier by typing its code into the search of every page.
async function opens(desk, code) {
  if (await desk.page.locator('nav a[href="/quay"]').count()) { // a clerk's scan target is at home
    await desk.reach('nav a[href="/quay"]');
    await desk.goes('Enter', /\/quay$/);
  }
  await desk.press('F4');
  want(await desk.at('input[name="q"]'), 'F4 does not lead to the search');
  await desk.press('Control+a');
  await desk.type(code);
  await desk.goes('Enter', (u) => u.pathname.includes(code) || u.pathname.startsWith('/tra-ket-qua'));
}

// acts opens the form of an act from the dossier's page.
async function acts(desk, code, command) {
  await opens(desk, code);
  if (!desk.page.url().includes('/ho-so/')) {
    await desk.reach(`main a[href^="/ho-so/${code}"]`);
    await desk.goes('Enter', /\/ho-so\//);
  }
  await desk.reach(`a[href*="/viec/${command}"]`);
  await desk.goes('Enter', new RegExp('/viec/' + command));
}

const confirms = (desk) => desk.goes('Control+Enter', (u) => !u.pathname.includes('/viec/'));

export async function day() {
  const who = {};
  const codes = {};
  const certified = [];
  let keys = 0;
  await test('day/sign in', async () => {
    for (const id of ['mc-01', 'mc-02', 'mc-03', 'mc-04', 'cm-02', 'cm-03', 'cm-04', 'ld-01', 'ld-02']) who[id] = await Desk.of(id);
  });
  const before = await flows(at);
  await test('day/four clerks receive', async () => {
    codes.plain = await receives(who['mc-01'], { procedure: '1.000894', words: 'ket hon', card: cards[0], to: 'cm-02' });
    codes.asked = await receives(who['mc-02'], { procedure: '1.000894', card: cards[1], to: 'cm-02' });
    codes.longer = await receives(who['mc-03'], { procedure: '1.000894', card: cards[2], to: 'cm-03' });
    codes.drawn = await receives(who['mc-04'], { procedure: '1.000894', card: cards[3], to: 'cm-04' });
    want(new Set(Object.values(codes)).size === 4, 'codes', codes);
    await shot(who['mc-01'].page, 'day-receipt');
  });
  await test('day/certified copies in at most 20 strokes each', async () => {
    const d = who['mc-02'];
    await d.reach('a[href="/chung-thuc"]');
    await d.goes('Enter', /\/chung-thuc/);
    const took = timed(d.page);
    for (const card of cards.slice(2, 5)) {
      const began = Date.now();
      await d.press('F4');
      await d.page.keyboard.type(card, { delay: 45 }); // not among the strokes: a scanner does it
      await Promise.all([d.page.waitForNavigation(), d.page.keyboard.press('Enter')]);
      const from = d.strokes;
      await d.reach('.counter-copies input[id*="giay"]');
      await d.type('1');
      await d.press('Tab');
      await d.type('2');
      await d.press('Tab');
      await d.type('3');
      await Promise.all([d.page.waitForNavigation(), d.press('F9')]);
      await d.page.getByText(/Số chứng thực \d+/).first().waitFor();
      keys = Math.max(keys, d.strokes - from);
      certified.push(int((await d.page.locator('main').innerText()).match(/Số chứng thực ([\d.]+)/)[1]));
    }
    want(keys <= 20, 'a certified copy takes', keys, 'strokes');
    figure('certified copy: strokes', keys, 'keys');
    for (const [step, all] of Object.entries(took)) figure(`certified copy: ${step}, from the request to the first byte`, Math.round(all.sort((a, b) => a - b)[all.length >> 1]), 'ms');
    want(certified[1] === certified[0] + 1 && certified[2] === certified[1] + 1, 'numbers of the book', certified);
    await shot(d.page, 'day-certified');
  });
  await test('day/specialists accept', async () => {
    for (const [id, key] of [['cm-02', 'plain'], ['cm-02', 'asked'], ['cm-03', 'longer'], ['cm-04', 'drawn']]) {
      await acts(who[id], codes[key], 'accept');
      await confirms(who[id]);
      await who[id].says('Đang xử lý');
    }
  });
  await test('day/a supplement is asked once and supplied', async () => {
    const s = who['cm-02'];
    await acts(s, codes.asked, 'ask_supplement');
    await s.fill('textarea[name="khac"]', 'Giấy xác nhận tình trạng hôn nhân');
    await s.fill('textarea[name="ly-do"]', 'Chưa có giấy xác nhận tình trạng hôn nhân');
    await confirms(s);
    await s.says('Yêu cầu bổ sung');
    await shot(s.page, 'day-supplement');
    const c = who['mc-02'];
    await acts(c, codes.asked, 'supply');
    await c.fill('textarea[name="them"]', 'Giấy xác nhận tình trạng hôn nhân');
    for (const box of await c.page.locator('input[name="nhan"]').evaluateAll((all) => all.map((e) => e.value))) {
      await c.reach(`input[name="nhan"][value="${box}"]`);
      await c.press('Space');
    }
    await confirms(c);
    await c.says('Đang xử lý');
  });
  await test('day/withdrawn and stopped', async () => {
    const c = who['mc-04'];
    await acts(c, codes.drawn, 'ask_withdraw');
    await confirms(c);
    await acts(c, codes.drawn, 'stop');
    await c.fill('textarea[name="ly-do"]', 'Người nộp xin rút hồ sơ');
    await confirms(c);
    await c.says('Dừng xử lý');
  });
  await test('day/results are proposed and approved', async () => {
    for (const [id, key, leader] of [['cm-02', 'plain', 'ld-01'], ['cm-02', 'asked', 'ld-01'], ['cm-03', 'longer', 'ld-02']]) {
      const s = who[id];
      await acts(s, codes[key], 'propose');
      await s.choose('input[name="viec"]', 'settle');
      await s.choose('select[name="cho"]', leader);
      await confirms(s);
    }
    for (const [leader, keys] of [['ld-01', ['plain', 'asked']], ['ld-02', ['longer']]]) {
      const l = who[leader];
      for (const key of keys) {
        await l.reach('a[href="/lanh-dao"]');
        await l.goes('Enter', /\/lanh-dao/);
        await l.reach('a[href^="/lanh-dao/duyet"]');
        await l.goes('Enter', /\/lanh-dao\/duyet/);
        await l.reach(`main a[href*="${codes[key]}"]`);
        await l.goes('Enter', new RegExp(codes[key]));
        await l.goes('F9', /\/lanh-dao\/duyet/);
        await shot(l.page, 'day-decided-' + key);
      }
    }
  });
  await test('day/results are handed over', async () => {
    for (const [id, key] of [['mc-01', 'plain'], ['mc-02', 'asked'], ['mc-03', 'longer']]) {
      const c = who[id];
      await opens(c, codes[key]);
      if (!c.page.url().includes('/tra-ket-qua')) {
        await c.reach(`a[href^="/tra-ket-qua/${codes[key]}"], a[href*="/viec/return"]`);
        await c.goes('Enter', /\/tra-ket-qua/);
      }
      await c.choose('input[name="doi-chieu"]', 'receipt');
      await Promise.all([c.page.waitForNavigation(), c.press('F9')]);
      await opens(c, codes[key]);
      await c.says('trả');
      await shot(c.page, 'day-returned');
    }
  });
  await test('day/form II.06a has the day at once', async () => {
    const after = await flows(at);
    const n = certified.length;
    const grown = (name) => after[name] - before[name];
    want(grown('received.total') === 4 + n, 'received grew by', grown('received.total'), 'of', 4 + n);
    want(grown('settled.total') === 4 + n, 'settled grew by', grown('settled.total'), '(three results, one stop, the copies)');
    want(after.listed >= 4 + n, 'the list has', after.listed);
  });
  await test('day/the lines of the appendices have the day at once, with its dossiers', async () => {
    const after = await flows(at), grown = after['III.4.3'] - before['III.4.3'], n = 4 + certified.length;
    want(grown === n, 'line III.4.3 grew by', grown, 'of', n);
    for (const code of Object.values(codes)) await counted(at, code);
  });
  for (const d of Object.values(who)) await d.close();
}
