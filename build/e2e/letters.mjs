// Every letter of the form sets: those that the acts of states.mjs issued in the set of today,
// those of June 2025 in the set of 2018. Each is opened as a page and fetched as a PDF, which has
// its title and the code of the dossier.
import { execFileSync } from 'node:child_process';
import { begins, fill, person, said, sends } from './acting.mjs';
import { before, open, shot, sound, test, want } from './harness.mjs';

const plain = (text) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');

// titles are those of both circulars; where they differ the one of 2018 is second.
const titles = { '01': ['Giấy tiếp nhận hồ sơ và hẹn trả kết quả'], '02': ['Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'], '03': ['Phiếu từ chối tiếp nhận giải quyết hồ sơ'],
  '04': ['Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả'], '05': ['Thông báo dừng giải quyết hồ sơ'],
  '06': ['Phiếu kiểm soát quá trình giải quyết hồ sơ'], '07': ['Sổ theo dõi hồ sơ'] };
const now = { name: 'Thông tư số 03/2025/TT-VPCP', title: (form) => titles[form][0] };
const old = { name: 'Thông tư số 01/2018/TT-VPCP', title: (form) => titles[form][1] ?? titles[form][0] };

// printed fetches a PDF and reads its text.
async function printed(page, href) {
  const r = await page.context().request.get(new URL(href, page.url()).href);
  const body = await r.body();
  want(r.status() === 200 && body.subarray(0, 5).toString() === '%PDF-', href, 'is no PDF:', String(r.status()), body.subarray(0, 40).toString());
  return plain(execFileSync('pdftotext', ['-', '-'], { input: body }).toString());
}

// reads wants a paper of a dossier to be the form it should be, on the screen and printed.
async function reads(page, href, form, set, code, ...more) {
  await open(page, href);
  const title = set.title(form), text = plain(await page.locator('main').innerText());
  want(plain(await page.locator('h1').innerText()) === plain(title), 'the page is', await page.locator('h1').innerText(), 'not', title);
  want(text.includes(plain(set.name)), 'not of', set.name, ':', text.slice(0, 300));
  const pdf = await printed(page, await page.locator('.paper-acts a[href*=".pdf"]').getAttribute('href'));
  for (const part of [title, ...(code ? [code] : []), ...more]) want(pdf.includes(plain(part)), 'the PDF of form', form, 'lacks', part, ':', pdf.slice(0, 800));
}

// issued are the letters of a dossier, as its page lists them.
async function issued(page, at, code) {
  await open(page, `${at}/ho-so/${code}`);
  return page.locator('.work-letters a').evaluateAll((all) => all.map((a) => ({ text: a.textContent, href: a.href })));
}

// has wants a dossier to have letters of these forms in this order, each readable.
async function has(page, at, code, set, forms, coded = true, ...more) {
  const all = await issued(page, at, code);
  want(all.length === forms.length, code, 'has', all.map((l) => l.text), 'not', forms);
  for (const [i, form] of forms.entries()) {
    want(plain(all[i].text).includes(plain(set.title(form))), 'letter', String(i), 'is', all[i].text, 'not', set.title(form));
    await reads(page, all[i].href, form, set, coded ? code : '', ...more);
  }
}

const slip = (page, at, code, set) => reads(page, `${at}/ho-so/${code}/giay/kiem-soat`, '06', set, code);

// letters reads what the acts of the journey through the statuses issued.
export async function letters(at, who, on) {
  const p = who.clerk;
  await test('letter/01 receipt, 02 supplement, 01 receipt again', () => has(p, at, on.course, now, ['01', '02', '01']));
  await test('letter/02 supplement before the receipt', () => has(p, at, on.supplied, now, ['02', '01'], false, 'Qua Mạng'));
  await test('letter/03 refusal at the counter and of the portal', async () => {
    await has(p, at, on.refused, now, ['03'], false, 'Không Nhận', 'Không thuộc thẩm quyền');
    await has(p, at, before.Online[1], now, ['03'], false, 'Trùng với hồ sơ đã nộp');
    await shot(p, 'letter-03');
  });
  await test('letter/03 refusal as a result', () => has(p, at, on.denied, now, ['01', '03'], true));
  await test('letter/04 apology, before the day and after it', async () => {
    await has(p, at, on.late, now, ['01', '04']);
    const all = await issued(p, at, before.Overdue);
    want(all.length === 2, 'letters', all);
    for (const [i, [form, set]] of [['01', old], ['04', now]].entries()) await reads(p, all[i].href, form, set, before.Overdue);
  });
  await test('letter/05 stop, on request and on a legal ground', async () => {
    await has(p, at, on.drawn, now, ['01', '05']);
    await has(p, at, on.ground, now, ['01', '05']);
  });
  await test('letter/06 control slip', async () => {
    await slip(p, at, on.course, now);
    await sound(p, 'letter-06');
    await slip(p, at, on.drawn, now);
  });
  await test('letter/07 register', async () => {
    await open(who.leader, at + '/so-theo-doi');
    const text = plain(await who.leader.locator('main').innerText());
    for (const code of [on.course, on.late, on.ground]) want(text.includes(plain(code)), 'the register lacks', code);
    const pdf = await printed(who.leader, await who.leader.locator('a[href*="so-theo-doi.pdf"]').getAttribute('href'));
    for (const part of [now.title('07'), on.course, on.late]) want(pdf.includes(plain(part)), 'the PDF of the register lacks', part);
  });
  await test('letter/2018 receipt, supplement, receipt again', () => has(p, at, before.Supplied, old, ['01', '02', '01'])); // it was stopped: that set has no notice of it
  await test('letter/2018 refusal', () => has(p, at, before.Refused, old, ['03'], false, 'Thử Hai'));
  await test('letter/2018 apology', () => has(p, at, before.Extended, old, ['01', '04']));
  await test('letter/2018 control slip', () => slip(p, at, before.Supplied, old));
  await test('letter/a dossier of 2025 goes on in the set of today', async () => {
    await open(p, `${at}/ho-so/${before.Waiting}/viec/supply`);
    await fill(p.locator('form.work-form'), { nhan: '0' });
    await sends(p, 'form.work-form button[data-key="Ctrl+Enter"]');
    const all = await issued(p, at, before.Waiting);
    want(all.length === 3, 'letters', all);
    for (const [i, [form, set]] of [['01', old], ['02', old], ['01', now]].entries()) await reads(p, all[i].href, form, set, before.Waiting);
  });
}

// guided is the request for what is missing that is given at the counter, before anything is
// registered: it has no number, no code, and the draft waits (one-stop-rules 2.3).
export async function guided(at, page, procedure) {
  await test('letter/02 at the counter, nothing registered', async () => {
    const draft = await begins(page, at, procedure);
    const first = page.locator('.counter-papers select').first();
    await fill(page.locator('#nhan'), { ...person('Trần Thị Thiếu Giấy'), [await first.getAttribute('name')]: 'missing' });
    await page.locator('#ly-do').evaluate((e) => { e.closest('details').open = true; });
    await sends(page, '#nhan [name=viec][value=bo-sung]');
    want(page.url() === draft + '/bo-sung', 'led to', page.url(), await said(page));
    const text = plain(await page.locator('main').innerText());
    for (const part of [now.title('02'), 'Trần Thị Thiếu Giấy']) want(text.includes(plain(part)), 'the paper lacks', part);
    await sound(page, 'letter-02-guided');
    await open(page, draft);
    want((await page.locator('#ten').inputValue()) === 'Trần Thị Thiếu Giấy', 'the draft does not wait');
  });
}
