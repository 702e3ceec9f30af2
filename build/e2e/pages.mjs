// The pages of figures, reports and procedures, each looked at (look.mjs) at two sizes. Those of
// the office at work are in staff.mjs and newward.mjs.
import { readFileSync } from 'node:fs';
import { context, desk, inTurn, open, phone, test, want } from './harness.mjs';
import { look } from './look.mjs';

const report = JSON.parse(readFileSync(process.env.MOTCUA_REPORT, 'utf8'));

// addresses are all kinds of pages; those with a status other than 200 are the error pages.
async function addresses() {
  const c = await context();
  const p = await c.newPage();
  const links = async (at, selector) => {
    await open(p, at);
    return p.locator(selector).evaluateAll((as) => as.map((a) => a.getAttribute('href')));
  };
  const front = `/bao-cao/${report.report}?den=${report.as_of}`;
  const out = [
    ['overview', '/'], ['overview-2024', '/?den=2024-06-30'], ['overview-empty', '/?den=2019-01-01'], ['overview-en', '/?lang=en'],
    ['reports', '/bao-cao'], ['report-front', front],
    ['indicators', '/chi-tieu'], ['indicator-ratio', '/chi-tieu/III.4.3'], ['indicator-target', '/chi-tieu/IX.5'], ['indicator-pair', '/chi-tieu/III.6.1'],
    ['compare', '/so-sanh'], ['findings', '/doi-chieu'],
    ['procedures', '/thu-tuc'], ['procedures-search', '/thu-tuc?q=khai+sinh'], ['procedures-none', '/thu-tuc?q=xyzzy'], ['calendar', '/lich'],
    ['list-sorted', '/danh-sach?cot=received.total&den=2024-12-31&tu=2024-01-01&sap=due&trang=2'],
    ['list-empty', '/danh-sach?cot=open.overdue&den=2024-12-31&tu=2024-01-01'],
    ['no-page', '/khong-co', 404], ['list-unclear', '/danh-sach', 400], ['day-malformed', '/?den=hom-qua', 400], ['no-dossier', '/ho-so/H50.31.02-990101-9999', 404],
  ];
  for (const href of await links(front, 'main table a')) out.push(['report-' + new URL(href, 'http://x').pathname.split('/').pop(), href]);
  const first = async (name, at, selector) => {
    const [href] = await links(at, selector);
    want(href, name, 'has no page to look at in', at);
    out.push([name, href]);
  };
  for (const c of report.cells) {
    const kind = { dossiers: 'list-dossiers', register: 'list-items', catalogue: 'list-procedures' }[c.source];
    if (!kind || c.state !== 'value' || !c.num || out.some(([n]) => n === kind)) continue;
    const q = new URLSearchParams({ ct: c.indicator, tu: c.from, den: c.to, bc: report.report, chot: report.as_of });
    out.push([kind, '/danh-sach?' + q]);
    if (kind === 'list-dossiers') await first('dossier', '/danh-sach?' + q, 'table.rows a[href^="/ho-so/"]');
    if (kind === 'list-items') await first('item', '/danh-sach?' + q, 'table.rows a[href^="/muc/"]');
  }
  await first('procedure', '/thu-tuc?q=khai+sinh', 'main a[href^="/thu-tuc/"]');
  await c.close();
  return out;
}

export async function pages(workers) {
  let all = [];
  await test('pages/found', async () => {
    all = await addresses();
    want(all.length >= 35, 'only', all.length, 'pages');
  });
  for (const [size, viewport] of [['desk', desk], ['phone', phone]]) {
    const ground = async () => {
      const c = await context({ viewport });
      return { c, page: await c.newPage() };
    };
    await inTurn(all, workers, ground, (g, job) => test(`pages/${size}/${job[0]}`, () => look(g.c, g.page, job, size)));
  }
}
