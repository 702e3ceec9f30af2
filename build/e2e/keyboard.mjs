// Without a mouse: the skip link, the navigation, a list's pages; a focus that can be seen; no
// trap. Then how pages look to those who see otherwise: twice the text, forced colours, print.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { context, desk, open, phone, screens, shot, test, want } from './harness.mjs';

const list = '/danh-sach?cot=received.total&den=2024-12-31&tu=2024-01-01';

const focused = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const box = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  return { tag: e.tagName, text: e.textContent.trim().slice(0, 60), id: e.id, href: e.getAttribute('href'), outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 };
});

// reaches waits until what has the focus is so, and is what has it in the end.
async function reaches(page, is, most = 60_000) {
  for (const end = Date.now() + most; ;) {
    const f = await focused(page);
    if (is(f) || Date.now() > end) return f;
    await page.waitForTimeout(30);
  }
}

// tabTo presses Tab until an element is reached, and wants every stop on the way to be seen.
async function tabTo(page, is, most = 150) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const f = await focused(page);
    if (f.tag === 'BODY') continue;
    want(f.outline || f.tag === 'MAIN', 'focus is not seen on', f);
    if (is(f)) return f;
  }
  throw new Error(`not reached with Tab: ${is}`);
}

export async function keyboard() {
  const c = await context();
  const page = await c.newPage();
  await test('keyboard/skip link', async () => {
    await open(page, '/');
    await page.keyboard.press('Tab');
    const f = await reaches(page, (at) => at.seen); // it slides in
    want(f.href === '#noi-dung' && f.seen && f.outline, 'the first stop is', f);
    await page.keyboard.press('Enter');
    const main = await reaches(page, (at) => at.id === 'noi-dung'); // the browser moves the focus when it has scrolled
    want(main.id === 'noi-dung', 'the skip link leads to', main);
  });
  await test('keyboard/navigation', async () => {
    await open(page, '/');
    await tabTo(page, (f) => f.href === '/bao-cao', 15);
    await Promise.all([page.waitForURL(/\/bao-cao$/), page.keyboard.press('Enter')]);
  });
  await test('keyboard/from a tile to a dossier and back', async () => {
    await open(page, '/?den=2025-03-31');
    await tabTo(page, (f) => (f.href ?? '').includes('cot=received.total'), 30);
    await Promise.all([page.waitForURL(/\/danh-sach/), page.keyboard.press('Enter')]);
    const at = page.url();
    await tabTo(page, (f) => (f.href ?? '').startsWith('/ho-so/'), 60);
    await Promise.all([page.waitForURL(/\/ho-so\//), page.keyboard.press('Enter')]);
    await tabTo(page, (f) => (f.href ?? '').startsWith('/danh-sach'), 30);
    await Promise.all([page.waitForURL(/\/danh-sach/), page.keyboard.press('Enter')]);
    want(page.url() === at, 'back on', page.url());
  });
  await test('keyboard/list pages and sort', async () => {
    await open(page, list);
    await tabTo(page, (f) => (f.href ?? '').includes('sap=due'), 60);
    await Promise.all([page.waitForURL(/sap=due/), page.keyboard.press('Enter')]);
    await page.locator('.pager a[rel="next"]').focus();
    await Promise.all([page.waitForURL(/trang=2/), page.keyboard.press('Enter')]);
  });
  await test('keyboard/overview has no trap', async () => {
    await open(page, '/');
    let stops = 0;
    for (; stops < 220; stops++) {
      await page.keyboard.press('Tab');
      if ((await focused(page)).tag === 'BODY') break;
    }
    want(stops < 220, 'Tab never leaves the page');
  });
  await c.close();
}

const looked = [['overview', '/'], ['appendix-III', '/bao-cao/cchc-2021-2025/phu-luc-III?den=2025-03-31'], ['list', list], ['procedure', '/thu-tuc'], ['findings', '/doi-chieu'], ['calendar', '/lich'], ['indicator', '/chi-tieu/III.4.3'], ['compare', '/so-sanh']];

export async function looks() {
  const large = await context();
  const p = await large.newPage();
  for (const [name, address] of looked) {
    await test(`looks/text at 200 %/${name}`, async () => {
      await open(p, address);
      await p.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      await shot(p, `large-${name}`);
      const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      want(wide <= 0, 'scrolls sideways by', wide);
    });
    await test(`looks/forced colours/${name}`, async () => {
      await p.emulateMedia({ forcedColors: 'active' });
      await open(p, address);
      await shot(p, `forced-${name}`);
      await p.emulateMedia({ forcedColors: 'none', contrast: 'more' });
      await shot(p, `contrast-${name}`);
      await p.emulateMedia({ contrast: null, forcedColors: null });
    });
    await test(`looks/print/${name}`, async () => {
      await open(p, address);
      const pdf = await p.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: false });
      writeFileSync(path.join(screens, `print-${name}.pdf`), pdf);
      want(pdf.subarray(0, 5).toString() === '%PDF-' && pdf.length > 5000, 'no print');
    });
  }
  await large.close();
}

export { desk, phone };
