// Two officers on one dossier, and one officer in two windows: who acts second on what he no
// longer sees is shown both, nothing that he typed is lost, and his act can be done after looking.
import { acts, begins, fill, originals, person, said, sends, takesIn } from './acting.mjs';
import { as, base, open, sound, test, want } from './harness.mjs';

const at = (process.env.MOTCUA_URL_STATES ?? base).replace(/\/$/, '');
const procedure = '1.001653';
const button = 'form.work-form button[data-key="Ctrl+Enter"]';

const text = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

// record is the timeline of a dossier, a line each.
async function record(page, code) {
  await open(page, `${at}/ho-so/${code}`);
  return page.locator('table.timeline tbody tr').evaluateAll((all) => all.map((r) => r.innerText.replace(/\s+/g, ' ')));
}

// refused clears the console of the conflict that a page was answered with.
function refused(page, status) {
  const errors = page.context().seen.errors, own = errors.filter((e) => e.includes(`status of ${status}`));
  want(errors.length === own.length, 'errors in the console:', errors);
  errors.length = 0;
}

export async function two() {
  const a = await (await as('clerk', { at })).newPage(), b = await (await as('clerk2', { at })).newPage();
  let code = '';
  await test('two/another act meanwhile is shown, and the act is done after looking', async () => {
    code = await takesIn(a, at, procedure, person('Phạm Thị Hai Người'));
    await open(b, `${at}/ho-so/${code}/viec/ask_withdraw`);
    await fill(b.locator('form.work-form'), { 'ly-do': 'Người nộp nói rõ ở quầy số 2' });
    await acts(a, at, code, 'transfer', { cho: 'cm-02' });
    await sends(b, button);
    const says = await text(b);
    want(says.includes('Chuyển hồ sơ') && says.includes('Nguyễn') && b.url().includes('/viec/'), 'the page does not say what was done:', says.slice(0, 500));
    want((await b.locator('textarea[name="ly-do"]').inputValue()) === 'Người nộp nói rõ ở quầy số 2', 'what was typed is lost');
    refused(b, 409);
    want((await b.evaluate(() => document.activeElement?.matches('[role=alert]') ?? false)), 'what was done is not read first');
    await sound(b, 'two-since');
    want((await record(a, code)).length === 3, 'something was recorded:', await record(a, code));
    await open(a, `${at}/ho-so/${code}`);
    want((await a.locator('h1 .tag').innerText()) === 'Được tiếp nhận', 'the second act was done unseen');
    await sends(b, button);
    const lines = await record(b, code);
    want(lines.length === 4 && lines.some((l) => l.includes('Chuyển hồ sơ')) && lines.some((l) => l.includes('rút') && l.includes('quầy số 2')), 'the record lacks one:', lines);
  });
  await test('two/both change what was told: a merge, field by field', () => merged(a, b));
  await test('two/an act that is no longer lawful says so and keeps what was typed', async () => {
    await open(b, `${at}/ho-so/${code}/viec/stop`);
    await fill(b.locator('form.work-form'), { 'ly-do': 'Đã kiểm tra, chưa có quyết định nào' });
    await acts(a, at, code, 'stop', { 'ly-do': 'Người nộp xin rút' });
    await sends(b, button);
    want((await b.locator('textarea[name="ly-do"]').inputValue()) === 'Đã kiểm tra, chưa có quyết định nào', 'what was typed is lost');
    want((await b.locator(button).count()) === 0 && (await text(b)).includes('Dừng xử lý'), 'an act that is over has a button');
    refused(b, 409);
    await sound(b, 'two-over');
    want((await record(a, code)).filter((l) => l.includes('Dừng xử lý')).length === 1, 'stopped twice');
  });
  await test('two/one draft in two windows', () => windows(a));
  await a.context().close();
  await b.context().close();
}

// merged: one changes phone and address, the other phone and request, each without having seen it.
async function merged(a, b) {
  const code = await takesIn(a, at, procedure, person('Phạm Thị Hai Số'));
  const form = (page) => page.locator('form.work-form');
  await open(b, `${at}/ho-so/${code}/viec/amend`);
  await fill(form(b), { 'dien-thoai': '0905222222', 'noi-dung': 'Cấp lại vì bị mất', 'ly-do': 'Người nộp gọi đến' });
  await acts(a, at, code, 'amend', { 'dien-thoai': '0905111111', 'dia-chi': 'Khu phố 5, Phường 2', 'ly-do': 'Khai nhầm' });
  await sends(b, button);
  refused(b, 409);
  const table = await b.locator('table.work-merge').innerText();
  for (const part of ['0905000111', '0905111111', '0905222222', 'Khu phố 5, Phường 2', 'Cấp lại vì bị mất']) want(table.includes(part), 'the merge lacks', part, ':', table);
  want((await b.locator('textarea[name="ly-do"]').inputValue()) === 'Người nộp gọi đến', 'the reason is lost');
  await sound(b, 'two-merge');
  await sends(b, button); // without saying which phone
  want(b.url().includes('/viec/amend') && (await b.locator('table.work-merge').count()) === 1, 'merged without a choice:', await said(b));
  want((await b.locator('table.work-merge').innerText()).includes('0905222222'), 'what was typed is lost');
  b.context().seen.errors.length = 0;
  await b.locator('[name="chon-dien-thoai"][value=go]').check();
  await sends(b, button);
  want(!b.url().includes('/viec/'), 'not merged:', await said(b));
  const page = await text(b);
  for (const part of ['0905222222', 'Khu phố 5, Phường 2']) want(page.includes(part), 'the dossier lacks', part);
  const lines = (await record(a, code)).filter((l) => /sửa/i.test(l));
  want(lines.length === 2, 'the record has', lines);
  await open(a, `${at}/ho-so/${code}/giay/giay-tiep-nhan`);
  want((await a.locator('main').innerText()).includes('0905000111'), 'the receipt of the day has been rewritten');
}

// windows: the same clerk types into one draft in two windows; none overwrites the other unasked.
async function windows(a) {
  const draft = await begins(a, at, procedure), b = await a.context().newPage();
  const save = async (page) => { await sends(page, '#nhan [name=viec][value=luu]'); };
  await open(b, draft);
  await fill(a.locator('#nhan'), { ...person('Phạm Thị Cửa Sổ'), ...(await originals(a)) });
  await save(a);
  await b.locator('#ten').evaluate((e) => { e.value = 'Phạm Thị Cửa Sổ Hai'; }); // as without script: nothing is saved by itself
  await save(b);
  const says = await text(b);
  want(says.includes('Phạm Thị Cửa Sổ') && (await b.locator('#ten').inputValue()) === 'Phạm Thị Cửa Sổ Hai', 'the other window is not shown, or the name is lost:', says.slice(0, 400));
  a.context().seen.errors.length = 0;
  await sound(b, 'two-windows');
  await open(a, draft);
  want((await a.locator('#ten').inputValue()) === 'Phạm Thị Cửa Sổ', 'the draft was overwritten');
  await save(b);
  await open(a, draft);
  want((await a.locator('#ten').inputValue()) === 'Phạm Thị Cửa Sổ Hai', 'the second window cannot keep its own');
  await b.close();
}
