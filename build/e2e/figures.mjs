// From a figure of the report to its list, to one of the rows, and back, without script: the
// list stands for the figure, its files hold the same rows, and the filters are kept.
import { readFileSync } from 'node:fs';
import { base, context, int, inTurn, open, renew, test, want } from './harness.mjs';

const report = JSON.parse(readFileSync(process.env.MOTCUA_REPORT, 'utf8'));
const anchor = (mark) => mark.replaceAll(' ', '_');

// oneOfEachLine picks a cell of every line and part that has something behind it: the last
// column that begins with dossiers of the unit, else the last with a value.
function oneOfEachLine() {
  const lines = new Map();
  for (const c of report.cells) {
    if (!c.drill || c.state !== 'value') continue;
    const key = `${c.appendix}/${c.line}/${c.part ?? ''}`;
    const now = lines.get(key);
    if (!now || (c.num ?? 0) > 0 || (now.num ?? 0) === 0) lines.set(key, c);
  }
  return [...lines.values()].map((c) => ({
    name: `${c.appendix}/${c.line}${c.part ? '/' + c.part : ''}`,
    section: `phu-luc-${c.appendix}`,
    mark: [c.appendix, c.line, c.column, ...(c.part ? [c.part] : [])].join('/'),
    total: c.num,
    value: c.value,
    dossiers: c.source === 'dossiers',
  }));
}

// flowCells are all columns of the total of form II.06a over the last whole year and over the
// whole span, one column of each of that year's rows, and one cell of every other period.
function flowCells(links) {
  const cells = [...links].map(([id, text]) => ({ id, text, period: id.split('/')[1], row: id.split('/')[2], column: id.split('/')[3] }));
  const periods = [...new Set(cells.map((c) => c.period))];
  const span = periods.find((p) => p.includes('..'));
  const year = periods.filter((p) => /^\d{4}$/.test(p)).sort().pop();
  return cells.filter((c) => {
    if (c.row === 'Tổng_số') return c.period === span || c.period === year || c.column === 'received.total';
    return c.period === year && c.column === 'settled.total';
  }).map((c) => ({ name: 'ii06a/' + c.period + '/' + c.row + '/' + c.column, section: 'ii06a-' + c.period, mark: c.id, total: int(c.text), value: int(c.text), dossiers: true }));
}

// figureOf reads a figure as the page shows it.
function figureOf(text) {
  const t = text.replace(/^[^\d:]+: /, '').replace(/\s/g, '');
  if (/^-?[\d.]+(,\d+)?%?$/.test(t)) return Number(t.replace(/[.%]/g, '').replace(',', '.'));
  return text.replace(/\s+/g, ' ').trim();
}

const reportPage = (section) => `/bao-cao/${report.report}/${section}?den=${report.as_of}`;

// stay keeps a page of the report open: lines of one appendix follow each other.
async function stay(page, section) {
  const here = new URL(page.url() === 'about:blank' ? base : page.url());
  if (here.pathname !== `/bao-cao/${report.report}/${section}`) await open(page, reportPage(section));
}

async function journey(page, job) {
  await stay(page, job.section);
  const link = page.locator(`a[id="${anchor(job.mark)}"]`);
  want((await link.count()) === 1, 'the page has no figure', job.mark);
  const shown = figureOf(await link.innerText());
  const expected = typeof job.value === 'string' ? job.value.replace(/\s+/g, ' ').trim() : Number(job.value);
  want(shown === expected, 'the page shows', shown, 'the report', expected);
  await Promise.all([page.waitForURL(/\/danh-sach\?/), link.click()]);
  const list = page.url();
  const count = int((await page.locator('.verdict__count').innerText()).match(/^[\d.]+/)[0]);
  want((await page.locator('.verdict .tag--bad').count()) === 0, 'the list says that it differs from the figure');
  if (job.dossiers && job.total !== null) want(count === job.total, 'the list has', count, 'the figure is', job.total);
  await sameRows(page, list, count, job.total);
  if (count > 0) await rowAndBack(page, list, count);
  await Promise.all([page.waitForURL(/\/bao-cao\//), page.locator('.actions a[href^="/bao-cao/"]').first().click()]);
  const back = new URL(page.url());
  want(back.searchParams.get('den') === report.as_of, 'back on another day:', page.url());
  const target = decodeURIComponent(back.hash.slice(1));
  want((await page.locator(`a[id="${target}"]`).count()) === 1, 'the way back leads to no figure:', page.url());
}

// sameRows fetches the list as files: as many rows as the page counts, the total that the
// figure is, and the same rows in each.
async function sameRows(page, list, count, total) {
  await renew(page.context());
  const file = async (format) => {
    const r = await page.context().request.get(list.replace('/danh-sach?', `/danh-sach.${format}?`));
    want(r.status() === 200, format, 'answers', r.status());
    return r.text();
  };
  const json = JSON.parse(await file('json'));
  want(json.rows.length === count, 'JSON has', json.rows.length, 'rows, the page', count);
  want(total === null || json.total === total, 'JSON stands for', json.total, 'the figure is', total);
  const text = await file('csv');
  const csv = count > 1000 ? text.trimEnd().split('\r\n').slice(1).map((line, i) => (i === count >> 1 ? rowsOf(line)[0] : null)) : rowsOf(text).slice(1);
  want(csv.length === count, 'CSV has', csv.length, 'rows, the page', count);
  for (const i of [0, count >> 1, count - 1]) {
    if (i < 0 || count === 0 || !csv[i]) continue;
    const plain = Object.values(json.rows[i]).map((v) => (v === null ? '' : String(v)));
    const cells = csv[i].map((v) => v.replace(/^'(?=[=+\-@])/, ''));
    want(JSON.stringify(plain) === JSON.stringify(cells), 'row', i, 'differs:', plain, cells);
  }
}

// rowsOf reads CSV with quotes.
function rowsOf(text) {
  const rows = [];
  let row = [], cell = '', quoted = false;
  const s = text.replace(/^\ufeff/, '');
  for (let i = 0; i < s.length; i++) {
    const c = s[i];
    if (quoted) {
      if (c === '"' && s[i + 1] === '"') { cell += '"'; i++; } else if (c === '"') quoted = false; else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') { row.push(cell); cell = ''; }
    else if (c === '\n') { row.push(cell.replace(/\r$/, '')); rows.push(row); row = []; cell = ''; }
    else cell += c;
  }
  if (cell || row.length) { row.push(cell); rows.push(row); }
  return rows;
}

// rowAndBack opens the first row that leads anywhere and comes back to the very same list.
async function rowAndBack(page, list, count) {
  const row = page.locator('table.rows tbody a').first();
  if ((await row.count()) === 0) return;
  const href = await row.getAttribute('href');
  await Promise.all([page.waitForURL((u) => u.pathname !== '/danh-sach'), row.click()]);
  want((await page.locator('main h1').count()) === 1, href, 'has no heading');
  const back = page.locator('nav.neighbours a').first();
  if (href.startsWith('/ho-so/')) {
    want((await back.count()) === 1, 'a dossier has no way back to its list');
    await Promise.all([page.waitForURL(/\/danh-sach\?/), back.click()]);
  } else {
    await page.goBack();
  }
  want(page.url() === list, 'back on', page.url(), 'not', list);
  want(int((await page.locator('.verdict__count').innerText()).match(/^[\d.]+/)[0]) === count, 'another count after coming back');
}

// sortedAndPaged: sort and page survive the visit to a dossier.
async function sortedAndPaged(page) {
  await open(page, `/danh-sach?cot=received.total&den=2024-12-31&tu=2024-01-01`);
  await Promise.all([page.waitForURL(/sap=due/), page.locator('thead a[href*="sap=due"]').click()]);
  await Promise.all([page.waitForURL(/trang=2/), page.locator('.pager a[rel="next"]').click()]);
  const count = int((await page.locator('.verdict__count').innerText()).match(/^[\d.]+/)[0]);
  await rowAndBack(page, page.url(), count);
  want(/sap=due/.test(page.url()) && /trang=2/.test(page.url()), 'sort or page lost:', page.url());
}

export async function figures(workers) {
  const ground = async () => {
    const c = await context({ script: false });
    return { page: await c.newPage() };
  };
  const g = await ground();
  const links = new Map();
  await test('figures/pages of the report', async () => {
    await open(g.page, `/bao-cao/${report.report}?den=${report.as_of}`);
    const parts = await g.page.locator('main table a').evaluateAll((as) => as.map((a) => a.getAttribute('href')));
    want(parts.length >= 15, 'the report has', parts.length, 'parts');
    for (const p of parts.filter((p) => p.includes('/ii06a-'))) {
      await open(g.page, p);
      for (const [id, text] of await g.page.locator('a[id^="ii06a/"]').evaluateAll((as) => as.map((a) => [a.id, a.textContent]))) links.set(id, text);
    }
  });
  const lines = oneOfEachLine();
  const jobs = [...lines, ...flowCells(links)];
  await test('figures/every computed line is visited', async () => {
    const computed = new Set(report.cells.filter((c) => c.drill && c.state === 'value').map((c) => `${c.appendix}/${c.line}`));
    want(new Set(lines.map((l) => l.name.split('/').slice(0, 2).join('/'))).size === computed.size && computed.size >= 60, 'lines:', computed.size);
    want(jobs.length - lines.length >= 30, 'cells of form II.06a:', jobs.length - lines.length);
  });
  await inTurn(jobs, workers, ground, (w, job) => test('figures/' + job.name, () => journey(w.page, job)));
  await test('figures/sort and page are kept', () => sortedAndPaged(g.page));
}
