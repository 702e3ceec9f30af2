// Acting as an officer with a mouse: what journeys share that bring dossiers somewhere. The whole
// day by keyboard is day.mjs; here the way does not matter, only where it leads.
import { open, want } from './harness.mjs';

// fill gives fields of a form their values by name; a list of values ticks boxes.
export async function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const all = form.locator(`[name="${name}"]`), kind = await all.first().evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type));
    if (kind === 'select') await all.first().selectOption(value);
    else if (kind === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === 'checkbox') for (const v of [value].flat()) await form.locator(`[name="${name}"][value="${v}"]`).check();
    else await all.first().fill(value);
  }
}

// begins opens an intake of a procedure.
export async function begins(page, at, procedure) {
  await open(page, at + '/tiep-nhan');
  await page.locator('#thu-tuc').fill(procedure);
  await Promise.all([page.waitForURL(/\/tiep-nhan\/./), page.locator('form:has(#thu-tuc)').evaluate((f) => f.requestSubmit())]);
  return page.url();
}

// sends presses a button of a form and waits for the page that answers.
export const sends = (page, selector) => Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);

// takesIn receives a dossier at the counter with all its papers, and returns its code. It is
// handed to nobody, whatever the clerk's habit is, unless the fields say to whom.
export async function takesIn(page, at, procedure, fields) {
  await begins(page, at, procedure);
  await fill(page.locator('#nhan'), { chuyen: '', ...fields, ...(await originals(page)) });
  await sends(page, '#nhan [name=viec][value=nhan]');
  want(page.url().includes('/giay/'), 'not received:', await said(page));
  return codeOf(page);
}

// person is a fictitious applicant as typed; originals are all papers of the checklist, handed in.
export const person = (name) => ({ ten: name, 'dia-chi': 'Khu phố 1, Phường 2', dt: '0905 000 111' });
export const originals = async (page) => Object.fromEntries(await page.locator('.counter-papers select').evaluateAll((all) => all.map((e) => [e.name,
  [...e.options].map((o) => o.value).find((v) => v === 'original') ?? 'none'])));

// putOff promises a new day with an apology: the first working day after the appointment, or after
// today when that is over.
export async function putOff(page, at, code, command) {
  await open(page, `${at}/ho-so/${code}/viec/${command}`);
  const form = page.locator('form.work-form'), [d, m, y] = (await form.innerText()).match(/sau ngày hẹn (\d{2})\/(\d{2})\/(\d{4})/).slice(1).map(Number);
  const from = Math.max(Date.UTC(y, m - 1, d), Date.now());
  for (let n = 1; n <= 12 && page.url().includes('/viec/'); n++) {
    const day = new Intl.DateTimeFormat('vi-VN', { timeZone: 'UTC', day: '2-digit', month: '2-digit', year: 'numeric' }).format(from + n * 24 * 3600_000);
    await fill(form, { ngay: day, 'ly-do': 'Hội đồng chưa họp' });
    await sends(page, 'form.work-form button[data-key="Ctrl+Enter"]');
  }
  want(!page.url().includes('/viec/'), 'not put off:', await said(page));
  page.context().seen.errors.length = 0; // a day off was refused
}

// codeOf is the dossier that the address of the page names.
export const codeOf = (page) => decodeURIComponent(new URL(page.url()).pathname.split('/')[2]);

// acts gives a command on a dossier through its form.
export async function acts(page, at, code, command, fields = {}) {
  await open(page, `${at}/ho-so/${code}/viec/${command}`);
  await fill(page.locator('form.work-form'), fields);
  await sends(page, 'form.work-form button[data-key="Ctrl+Enter"]');
  want(!page.url().includes('/viec/'), command, 'was not done:', await said(page));
}

// said is what the page says, for a failure.
export const said = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ').slice(0, 800);

// hands hands a result over at the counter.
export async function hands(page, at, code) {
  await open(page, `${at}/tra-ket-qua/${code}`);
  await page.locator('[name="doi-chieu"][value=receipt]').check();
  await sends(page, 'button[data-key=F9]');
}

// offered are the acts that a dossier's page offers; the first is the primary one when there is
// one.
export const offered = (page) => page.locator('.work-acts a').evaluateAll((all) => all.map((a) => ({
  act: /\/tra-ket-qua\//.test(a.pathname) ? 'return' : a.pathname.split('/').pop(), primary: !a.classList.contains('button--quiet'), key: a.dataset.key ?? '' })));
