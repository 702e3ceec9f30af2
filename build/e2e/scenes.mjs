// An office at work, set up through its own forms: people at their desks, and a dossier in
// every state, for the pictures of staff.mjs.
import { as, open, test, want } from './harness.mjs';
import { here } from './look.mjs';

// give fills the fields of a form and sends it, by a button of it when one is named. A field is
// a text, the value of a choice, true or false for a box, or a list of the boxes to tick; clear
// empties all others that a person can see.
export async function give(page, form, fields = {}, { button = 'button:not([value="luu"])', clear = false } = {}) {
  const say = await Promise.all([page.waitForNavigation(), page.evaluate(({ form, fields, button, clear }) => {
    const f = document.querySelector(form);
    if (!f) throw new Error(`no form ${form} on ${location.pathname}: ${document.querySelector('main').innerText.slice(0, 300)}`);
    const missing = Object.keys(fields).filter((n) => !f.querySelector(`[name="${n}"]`));
    if (missing.length) throw new Error(`${location.pathname} has no ${missing}`);
    for (const e of f.elements) {
      const box = e.type === 'checkbox' || e.type === 'radio';
      if (e.type === 'hidden' || e.tagName === 'BUTTON' || e.tagName === 'FIELDSET') continue;
      const v = fields[e.name];
      if (v !== undefined && box) e.checked = Array.isArray(v) ? v.includes(e.value) : v === true || v === e.value;
      else if (v !== undefined) e.value = v;
      else if (clear && box) e.checked = false;
      else if (clear && e.tagName !== 'SELECT') e.value = '';
      else if (clear && [...e.options].some((o) => o.value === '')) e.value = '';
    }
    f.noValidate = true; // what the server says is looked at, not what the browser says
    f.requestSubmit(f.querySelector(button));
  }, { form, fields, button, clear })]);
  return say[0];
}

// Desk is one officer with one page.
export class Desk {
  static async of(who, at, options = {}) {
    const d = new Desk();
    d.at = at;
    d.context = await as(who, { at, ...options });
    d.page = await d.context.newPage();
    return d;
  }

  async to(address, status = 200) {
    await open(this.page, this.at + address, status);
    return this.page;
  }

  give(form, fields, more) {
    return give(this.page, form, fields, more);
  }

  // draft begins an intake of a procedure and returns its address.
  async draft(procedure = '1.000894') {
    await this.to('/tiep-nhan');
    await this.give('form:has(#thu-tuc)', { 'thu-tuc': procedure });
    return new URL(this.page.url()).pathname;
  }

  // fills a draft that stands open: who comes, and every paper in the first way that it may come.
  async fills(fields, button) {
    const papers = await this.page.locator('.counter-papers select').evaluateAll((all) => Object.fromEntries(all.map((e) => {
      const ways = [...e.options].map((o) => o.value);
      return [e.name, ways.includes('original') ? 'original' : ways.find((w) => w !== '' && w !== 'missing')];
    })));
    return this.give('#nhan', { ...papers, ...fields }, { button: `button[value="${button}"]` });
  }

  // receive takes a dossier in and returns its code.
  async receive(name, to) {
    await this.draft();
    await this.fills({ ten: name, 'dia-chi': 'Khu phố 2, Phường 2', dt: '0905 600 111', chuyen: to }, 'nhan');
    const code = decodeURIComponent(new URL(this.page.url()).pathname.split('/')[2]);
    want(this.page.url().includes('/giay/'), 'no receipt:', this.page.url(), await this.page.locator('main').innerText());
    return code;
  }

  // act gives a command to a dossier by its form.
  async act(code, command, fields = {}) {
    await this.to(`/ho-so/${code}/viec/${command}`);
    await this.give('form:has(input[name="seq"])', fields);
    want(!this.page.url().includes('/viec/'), command, 'was refused:', await this.page.locator('main').innerText());
  }

  async close() {
    await this.context.close();
  }
}

// seen looks at a page as a person has it: go is its address, or leads there.
export const seen = (name, d, go, { status = 200, ...more } = {}) => test(`staff/${name}`, async () => {
  d.context.seen.errors.length = 0;
  d.context.seen.foreign.length = 0;
  if (typeof go === 'string') await d.to(go, status);
  else await go();
  await here(d.page, `staff-${name}`, more);
});

// refused looks at a form that was sent and came back: go leads to it and names it; fields and
// more are as in give; times is how often it is sent.
export const refused = (name, d, address, form, fields = {}, more = {}) => seen(name, d, async () => {
  if (address) await d.to(address);
  let r;
  for (let i = 0; i < (more.times ?? 1); i++) r = await d.give(form, fields, more);
  want(r.status() >= 400 && r.status() < 500, 'answers', String(r.status()));
}, { refused: true });

// people are those whom pages are looked at with.
export async function people(at) {
  const out = {};
  const officers = { clerk: 'mc-01', certifier: 'mc-02', clerk2: 'mc-03', specialist: 'cm-02', leader: 'ld-01', leader2: 'ld-02', admin: 'qt-01', inspector: 'kt-01', reporter: 'cc-01' };
  for (const [who, id] of Object.entries(officers)) out[who] = await Desk.of(id, at);
  return out;
}

// dossiers brings a dossier into every state and returns their codes.
export async function dossiers({ clerk, specialist, leader }) {
  const names = { received: 'Hồ Thị Mai Hương', processing: 'Trần Đình Quốc Bảo', supplement: 'Lê Ngọc Ánh Dương', obligation: 'Phan Văn Đức', withdrawing: 'Hoàng Thị Mỹ Duyên',
    stopped: 'Võ Minh Tuấn', proposed: 'Đặng Thị Thu Thảo', extending: 'Bùi Quang Huy', settled: 'Ngô Thị Kim Chi', returned: 'Dương Văn Lộc', declined: 'Mai Thị Bích Ngọc' };
  const codes = {};
  for (const [state, name] of Object.entries(names)) {
    codes[state] = await clerk.receive(name, 'cm-02');
    if (state !== 'received') await specialist.act(codes[state], 'accept');
  }
  await specialist.act(codes.supplement, 'ask_supplement', { khac: 'Giấy xác nhận tình trạng hôn nhân', 'ly-do': 'Chưa có giấy xác nhận tình trạng hôn nhân' });
  await specialist.act(codes.obligation, 'raise_obligation', { 'noi-dung': 'Nộp lệ phí đăng ký', 'so-tien': '30.000' });
  for (const state of ['withdrawing', 'stopped']) await clerk.act(codes[state], 'ask_withdraw', { 'ly-do': 'Người nộp đổi ý' });
  await clerk.act(codes.stopped, 'stop', { 'ly-do': 'Người nộp xin rút hồ sơ' });
  const proposal = { viec: 'settle', cho: 'ld-01', 'du-thao': 'Đề nghị cấp Giấy chứng nhận kết hôn; hai bên đủ điều kiện theo Điều 8 Luật Hôn nhân và gia đình.', 'ly-do': 'Đã xác minh tình trạng hôn nhân của hai bên' };
  for (const state of ['proposed', 'declined']) await specialist.act(codes[state], 'propose', proposal);
  await leader.act(codes.declined, 'decline', { 'ly-do': 'Bổ sung căn cứ xác minh nơi cư trú của bên nam' });
  for (const [state, n] of [['settled', '901/2026'], ['returned', '902/2026']]) await leader.act(codes[state], 'settle', { 'ket-qua': 'giai-quyet', so: n, dang: ['giay'] });
  await clerk.to(`/tra-ket-qua/${codes.returned}`);
  await clerk.give('form:has([name="doi-chieu"])', { 'doi-chieu': 'receipt' });
  return codes;
}
