// A report is checked: the file goes up, the contradictions come back, the marked copy goes
// down. Without script.
import { context, open, shot, test, want } from './harness.mjs';
import { here } from './look.mjs';

export async function findings() {
  const c = await context({ script: false }), seeing = await context();
  const page = await c.newPage();
  for (const [name, file] of Object.entries({ docx: process.env.MOTCUA_DOCX, xlsx: process.env.MOTCUA_XLSX, json: process.env.MOTCUA_JSON })) {
    if (!file) continue;
    await test(`findings/upload ${name}`, async () => {
      await open(page, '/doi-chieu');
      await page.locator('input[type="file"]').setInputFiles(file);
      await Promise.all([page.waitForURL(/\/doi-chieu\/t\//), page.locator('form:has(input[type="file"]) button[type="submit"]').click()]);
      want((await page.locator('h1').count()) === 1, 'no heading');
      await shot(page, `findings-${name}`);
      const files = await page.locator('main a[download]').evaluateAll((as) => as.map((a) => a.getAttribute('href')));
      want(files.length > 0, 'nothing to download');
      for (const f of files) {
        const r = await c.request.get(new URL(f, page.url()).href);
        want(r.status() === 200 && (await r.body()).length > 100, f, 'answers', r.status());
      }
      const beside = await seeing.newPage();
      await open(beside, page.url());
      await here(beside, `findings-${name}-seen`);
      await beside.close();
    });
  }
  await test('findings/a file that is none', async () => {
    await open(page, '/doi-chieu');
    await page.locator('input[type="file"]').setInputFiles({ name: 'anh.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('không phải Word') });
    await Promise.all([page.waitForNavigation(), page.locator('form:has(input[type="file"]) button[type="submit"]').click()]);
    want((await page.locator('main').innerText()).length > 40, 'nothing is said');
    await shot(page, 'findings-refused');
  });
  await c.close();
  await seeing.close();
}

