// The ways that are the same on every page: the queues by their keys and in the palette, and back
// to where one came from with what was chosen there (ux 2.5, 3.13).
import { as, base, open, test, want } from './harness.mjs';

export async function ways() {
  const c = await as('leader'), page = await c.newPage();
  const goes = (key, where) => Promise.all([page.waitForURL(where), page.keyboard.press(key)]);
  await test('ways/a queue from any page', async () => {
    for (const from of ['/lanh-dao', '/bao-cao', '/phim']) {
      await open(page, from);
      await goes('Alt+1', /\/hang-doi\/cua-toi$/);
    }
    await open(page, '/lanh-dao');
    await page.locator('#tim-nhanh').focus(); // in a field too: no letter is lost by it
    await goes('Alt+2', /\/hang-doi\/tat-ca$/);
  });
  await test('ways/a queue in the palette', async () => {
    await open(page, '/bao-cao');
    await page.keyboard.press('Control+k');
    const box = page.locator('dialog[open] input');
    await box.waitFor();
    await box.fill('cua toi');
    const first = page.locator('dialog[open] [role=option]').first();
    await first.filter({ hasText: 'Của tôi' }).waitFor();
    await goes('Enter', /\/hang-doi\/cua-toi$/);
  });
  await test('ways/back with the filters', async () => {
    await open(page, '/hang-doi/tat-ca?sap=-since');
    await page.locator('.nav a[href="/bao-cao"]').focus();
    await goes('Enter', /\/bao-cao$/);
    await goes('Backspace', /\/hang-doi\/tat-ca\?sap=-since$/);
    const field = page.locator('#tim-nhanh');
    await field.fill('ab');
    await page.keyboard.press('Backspace'); // in a field it is a letter's
    want((await field.inputValue()) === 'a' && page.url() === base + '/hang-doi/tat-ca?sap=-since', 'in a field it leads away to', page.url());
  });
  await c.close();
}
