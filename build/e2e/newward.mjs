// The first day of a ward: the first administrator, the people whom they invite, how each comes
// in, and every page while there is nothing on it yet.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { test, visitor, want } from './harness.mjs';
import { Desk, refused, seen } from './scenes.mjs';

const at = (process.env.MOTCUA_URL_NEW ?? '').replace(/\/$/, '');
const first = process.env.MOTCUA_FIRST ?? ''; // the one-time link that the server printed, without the machine
const server = (...args) => execFileSync(process.env.MOTCUA_PROGRAM, ['account', ...args, '--data', process.env.MOTCUA_DATA_NEW], { encoding: 'utf8' });
const password = 'sông Thạch Hãn mùa nước lên';
const form = 'main form[method=post]';

// totp is what an authenticator app shows, some steps from now.
function totp(secret, ahead = 0) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const secretOf = (d) => d.page.locator('input[name="khoa_bi_mat"]').inputValue();

// stranger is somebody at a browser in which nobody has signed in.
async function stranger() {
  const d = new Desk();
  Object.assign(d, { at, context: await visitor({ at }) });
  d.page = await d.context.newPage();
  return d;
}

export async function newward() {
  if (!at) return test('new/served', async () => want(false, 'MOTCUA_URL_NEW is not given'));
  const admin = await stranger();
  await firstRun(admin);
  const links = {};
  await test('new/people are invited', async () => {
    for (const [login, role] of Object.entries({ hoa: 'clerk', phuong: 'specialist', son: 'leader' })) links[login] = await invited(admin, login, role);
    // Nobody else can confirm the first leader yet: who sits at the server does.
    for (const p of JSON.parse(server('waiting', '--json'))) server('confirm', p.id);
    links.tam = await invited(admin, 'tam', 'inspector'); // waits for the leader
  });
  if (Object.keys(links).length !== 4) return admin.context.close();
  await seen('new-proposals-own', admin, '/quan-tri/de-nghi');
  await empty(admin, 'admin', ['/quan-tri', '/quan-tri/nguoi', '/quan-tri/suc-khoe', '/quan-tri/don-vi']);
  await seen('new-account', admin, '/tai-khoan');
  await seen('new-app-has', admin, '/tai-khoan/ung-dung');
  await seen('new-recovery', admin, '/tai-khoan/du-phong');
  await admin.context.close();
  await comesIn(links.hoa);
  await entersByCode(links.son);
  await doors();
}

async function firstRun(admin) {
  await seen('new-first-run', admin, first);
  const who = { ho_ten: 'Ngô Anh Quân', chuc_danh: 'Công chức quản trị phần mềm', ten: 'quan' };
  await refused('new-first-run-refused', admin, null, form, { ...who, mat_khau: 'ngắn', ma: '000000' });
  await seen('new-codes', admin, async () => { await admin.give(form, { ...who, mat_khau: password, ma: totp(await secretOf(admin)) }); });
  await seen('new-link-used', admin, first, { status: 404 });
}

// invited makes an account with a role and returns the one-time link for its password.
async function invited(admin, login, role) {
  await admin.to('/quan-tri/nguoi');
  await admin.give('form:has([name="ho-ten"])', { 'ho-ten': 'Người thử ' + login, ten: login, 'chuc-danh': 'Công chức', vai: role, 'can-cu': 'Quyết định số 12/QĐ-UBND' });
  await admin.give('form[action$="/lien-ket"]', { 'ly-do': 'Tài khoản mới' });
  if (login === 'hoa') await seen('new-link-made', admin, async () => {});
  return new URL(await admin.page.locator('.admin-link').innerText()).pathname;
}

// comesIn is a clerk on the first day, at a counter that has received nothing yet.
async function comesIn(link) {
  const clerk = await stranger();
  await seen('new-password', clerk, link);
  await refused('new-password-refused', clerk, null, form, { mat_khau: 'ngắn' });
  await test('new/a clerk comes in', async () => { await clerk.give(form, { mat_khau: password }); });
  await empty(clerk, 'clerk', ['/quay', '/tiep-nhan', '/chung-thuc', '/chung-thuc/so', '/tra-ket-qua', '/hang-doi', '/viec', '/so-theo-doi', '/', '/tai-khoan/khoa']);
  await refused('new-account-password-refused', clerk, '/tai-khoan/mat-khau', form, { mat_khau_cu: 'sai', mat_khau: password + ' mới' });
  await seen('new-prove', clerk, '/xac-nhan');
  await refused('new-prove-refused', clerk, null, form, { mat_khau: 'sai mật khẩu' });
  await seen('new-form-kept', clerk, async () => { // a form that is sent when its session has ended
    await clerk.to('/tiep-nhan');
    await clerk.context.clearCookies();
    await clerk.give('form:has(#thu-tuc)', { 'thu-tuc': '1.000894' });
  });
  await seen('new-form-again', clerk, () => clerk.give('main form[action="/dang-nhap"]', { ten: 'hoa', mat_khau: password }));
  await seen('new-switch', clerk, '/doi-nguoi');
  await refused('new-switch-refused', clerk, null, 'form[action="/doi-nguoi"]', { mat_khau: 'sai' });
  await seen('new-locked', clerk, async () => { await clerk.to('/doi-nguoi'); await clerk.give('form[action$="/khoa-may"]'); });
  await clerk.context.close();
}

// entersByCode is a leader, who must have a second factor.
async function entersByCode(link) {
  const leader = await stranger();
  await seen('new-enrol', leader, async () => { await leader.to(link); await leader.give(form, { mat_khau: password }); });
  await refused('new-enrol-refused', leader, null, form, { ma: '000000' });
  let secret = '';
  await seen('new-enrolled', leader, async () => { secret = await secretOf(leader); await leader.give(form, { ma: totp(secret) }); });
  await seen('new-proposals', leader, '/quan-tri/de-nghi');
  await refused('new-proposal-refused', leader, '/quan-tri/de-nghi', 'form[action$="/bo"]', { 'ly-do': '' });
  await seen('new-proposals-confirmed', leader, async () => { await leader.to('/quan-tri/de-nghi'); await leader.give('form[action$="/xac-nhan"]'); });
  await empty(leader, 'leader', ['/lanh-dao', '/lanh-dao/duyet', '/nhat-ky-xem', '/hang-doi']);
  const again = await stranger();
  await seen('new-code', again, async () => { await again.to('/dang-nhap'); await again.give('main form[action="/dang-nhap"]', { ten: 'son', mat_khau: password }); });
  await refused('new-code-refused', again, null, 'form[action="/dang-nhap/ma"]', { ma: '000000' });
  await test('new/a leader comes in by a code', async () => {
    await again.give('form[action="/dang-nhap/ma"]', { ma: totp(secret, 1) }); // not the code that was used
    want(again.page.url().includes('/lanh-dao'), 'at', again.page.url());
  });
  for (const d of [leader, again]) await d.context.close();
}

// doors are what stands before who has not signed in.
async function doors() {
  const d = await stranger();
  const enter = 'main form[action="/dang-nhap"]';
  await seen('new-sign-in', d, async () => {
    await d.to('/dang-nhap');
    want((await d.page.locator('.entrance-guest').count()) === 0, 'who was invited is offered without a password');
  });
  await refused('new-sign-in-refused', d, null, enter, { ten: 'hoa', mat_khau: 'sai' });
  await refused('new-sign-in-locked', d, null, enter, { ten: 'tam', mat_khau: 'sai' }, { times: 6 });
  await seen('new-public-display', d, '/cach-xem');
  await seen('new-no-link', d, '/khoi-tao/AAAAAAAAAAAAAAAAAAAAAAAAAA', { status: 404 });
  await seen('new-no-page', d, '/khong-co', { status: 404 });
  await d.context.close();
}

// empty looks at pages that have nothing on them yet.
async function empty(d, who, addresses) {
  for (const a of addresses) await seen(`empty-${who}${a === '/' ? '-overview' : a.replace(/\//g, '-')}`, d, a);
}
