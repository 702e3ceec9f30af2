// What of the working day stands in the reports at once, and how long the server took for it.
import { as, int, open, want } from './harness.mjs';

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());

// steps of a certified copy, by what the server is asked.
const steps = { 'POST q': 'the card is read', 'GET tu': 'the form with the card', 'POST bs-0-giay': 'certified, numbered, handed over', 'GET xong': 'the page with the number' };

// timed keeps, for each step of a certified copy, how long the browser waited for each answer.
export function timed(page) {
  const took = {};
  page.on('requestfinished', (r) => {
    const u = new URL(r.url()), t = r.timing();
    const step = u.pathname === '/chung-thuc' && Object.keys(steps).find((s) => s.startsWith(r.method()) && new URLSearchParams(r.postData() ?? u.search).get(s.split(' ')[1]));
    if (step) (took[steps[step]] ??= []).push(t.responseStart - t.requestStart);
  });
  return took;
}

// counted opens every line of the report that a dossier's page says it is in, and wants the
// dossier in the list behind the number. The report of 2021–2025 has no column of a later year;
// its lines count one all the same.
export async function counted(at, code) {
  const c = await as('reporter', { at }), page = await c.newPage();
  await open(page, `${at}/ho-so/${code}`);
  const lines = await page.locator('main a[href*="/danh-sach?ct="]').evaluateAll((all) => all.map((a) => a.href));
  want(lines.some((l) => l.includes('ct=III.4.3')), code, 'is not in line III.4.3 but in', lines);
  for (const line of lines) {
    await open(page, line);
    want((await page.locator('table.rows tbody').innerText()).includes(code), code, 'is not in the list of', line);
  }
  await c.close();
}

// flows reads columns of form II.06a for today from the lists behind them.
export async function flows(at) {
  const c = await as('reporter', { at });
  const page = await c.newPage();
  const out = {};
  for (const column of ['received.total', 'settled.total']) {
    await open(page, `${at}/danh-sach?cot=${column}&tu=${today}&den=${today}`);
    out[column] = int((await page.locator('.verdict__count').innerText()).match(/^[\d.]+/)[0]);
    out.listed = await page.locator('table.rows tbody tr').count();
  }
  const year = today.slice(0, 4);
  await open(page, `${at}/danh-sach?ct=III.4.3&tu=${year}-01-01&den=${year}-12-31`);
  out['III.4.3'] = int((await page.locator('.verdict__count').innerText()).match(/^[\d.]+/)?.[0] ?? '0');
  await c.close();
  return out;
}
