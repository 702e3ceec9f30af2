// Scanning as a scanner does it, into whatever has the focus: a scan lands in the scan target and
// nowhere else, whole, however it ends and however busy the machine; and the keys of the map do
// what the card says (ux 2.4, 2.5).
import { as, base, context, open, test, want } from './harness.mjs';
import { burst, code, enter, backspace, letter, packet, rest, send, unikey } from './keys.mjs';

async function begin(address) {
  const c = await context();
  const page = await c.newPage();
  const r = await page.goto(address.startsWith('http') ? address : new URL(address, process.env.MOTCUA_URL).href);
  return { c, page, cdp: await c.newCDPSession(page), here: r.status() === 200 && new URL(page.url()).pathname === new URL(address, 'http://x').pathname };
}

const card = '079090012345|123456789|Nguyễn Văn Mẫu|05031990|Nam|Khu phố 2, Phường 2, Quảng Trị|10052021';
const plain = 'H50.31.02-261123-0007';

// scanTargets makes the page keep what its scan target sends instead of sending it.
const watchScans = (page) => page.evaluate(() => {
  window.scans = [];
  window.clicks = 0;
  addEventListener('submit', (e) => { e.preventDefault(); window.scans.push(e.target.elements.q ? e.target.elements.q.value : null); }, true);
  addEventListener('click', () => { window.clicks++; }, true);
});

async function scansInto(page, cdp, prepare, check, { keys = burst, gap } = {}) {
  await prepare();
  for (const code_ of [plain, card]) {
    await rest(page);
    await page.evaluate(() => { window.scans = []; window.clicks = 0; });
    await send(cdp, keys(code_), gap);
    await page.waitForFunction(() => window.scans.length > 0, null, { timeout: 60_000 });
    const got = await page.evaluate(() => window.scans);
    want(got.length === 1 && got[0] === code_, 'the target got', got, 'not', code_);
    await check();
  }
}

export async function scans() {
  const { c, page, cdp, here } = await begin('/hien-thi');
  if (!here || !(await page.locator('form[data-scan]').count())) return c.close();
  await watchScans(page);
  const name = page.locator('#phim-primary'), q = page.locator('form[data-scan] [name=q]').first();
  await test('scan/into a field', () => scansInto(page, cdp, async () => { await name.fill('Nguyễn Thị'); await name.focus(); await page.keyboard.press('End'); },
    async () => want(await name.inputValue() === 'Nguyễn Thị', 'the field has', await name.inputValue())));
  await test('scan/into the middle of a field', () => scansInto(page, cdp, async () => { await name.evaluate((e) => { e.value = 'Trần Thị'; e.focus(); e.setSelectionRange(4, 6); }); },
    async () => {
      want(await name.inputValue() === 'Trần Thị', 'the field has', await name.inputValue());
      want((await name.evaluate((e) => [e.selectionStart, e.selectionEnd])).join() === '4,6', 'the selection has moved');
    }));
  await test('scan/on a button', () => scansInto(page, cdp, () => page.locator('main button[type=submit]').focus(), async () => want(await page.evaluate(() => window.clicks) === 0, 'the button was pressed')));
  await test('scan/on a checkbox', () => scansInto(page, cdp, () => page.locator('[name=tuong-phan]').focus(), async () => want(!(await page.locator('[name=tuong-phan]').isChecked()), 'the box was ticked')));
  await test('scan/with nothing focused', () => scansInto(page, cdp, () => page.evaluate(() => document.activeElement.blur()), async () => {}));
  await test('scan/in the target itself', () => scansInto(page, cdp, async () => { await q.fill('cũ'); await q.focus(); }, async () => {}));
  const intoName = async () => { await name.fill('Nguyễn Thị'); await name.focus(); await page.keyboard.press('End'); };
  const kept = async () => want(await name.inputValue() === 'Nguyễn Thị', 'the field has', await name.inputValue());
  const intoTarget = async () => { await q.fill(''); await q.focus(); };
  const stumble = (i) => (i === 5 || i === 21 || i === 30 ? 280 : 7); // a key and its release are two events
  await test('scan/that stumbles, into a field', () => scansInto(page, cdp, intoName, kept, { gap: stumble }));
  await test('scan/that stumbles, on a button', () => scansInto(page, cdp, () => page.locator('main button[type=submit]').focus(), async () => want(await page.evaluate(() => window.clicks) === 0, 'the button was pressed'), { gap: stumble }));
  await test('scan/that stumbles, in the target', async () => { // at any pace, and after any pause
    for (const gap of [stumble, (i) => (i === 24 ? 1500 : 5), () => 45]) await scansInto(page, cdp, intoTarget, intoTarget, { gap });
  });
  await test('scan/while the page is busy', async () => {
    for (const [at, check] of [[intoName, kept], [intoTarget, async () => {}]]) {
      await scansInto(page, cdp, at, check, { keys: (c) => {
        page.evaluate(() => { for (let i = 0; i < 6; i++) setTimeout(() => { const until = performance.now() + 150; while (performance.now() < until); }, i * 200); }).catch(() => {});
        return burst(c);
      }, gap: () => 9 });
    }
  });
  await test('scan/ended with Tab', async () => {
    const tab = (s) => [...burst(s).slice(0, -2), { type: 'rawKeyDown', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 }, { type: 'keyUp', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 }];
    await scansInto(page, cdp, intoName, kept, { keys: tab });
    await scansInto(page, cdp, () => page.locator('main button[type=submit]').focus(), async () => {}, { keys: tab });
    await scansInto(page, cdp, intoTarget, async () => {}, { keys: tab });
  });
  await test('scan/ended with nothing', async () => { // it waits in the target for the Enter of a hand
    for (const [at, check] of [[intoName, kept], [() => page.evaluate(() => document.activeElement.blur()), async () => {}]]) {
      for (const code_ of [plain, card]) {
        await at();
        await rest(page);
        await page.evaluate(() => { window.scans = []; });
        await send(cdp, burst(code_).slice(0, -2));
        await page.waitForFunction((c) => document.activeElement.name === 'q' && document.activeElement.value === c, code_, { timeout: 60_000 });
        await check();
        want(await page.evaluate(() => window.scans.length) === 0, 'sent by itself');
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => window.scans.length > 0, null, { timeout: 60_000 });
        want((await page.evaluate(() => window.scans)).join() === code_, 'the target got', await page.evaluate(() => window.scans));
      }
    }
  });
  await test('scan/through Unikey', async () => { // what stands there in the end is what is sent, all of it
    for (const method of ['telex', 'vni']) {
      await intoName();
      await rest(page);
      await page.evaluate(() => { window.scans = []; });
      await send(cdp, [...unikey(card.normalize('NFC'), method), ...enter()], () => 6);
      await page.waitForFunction(() => window.scans.length > 0, null, { timeout: 60_000 });
      const got = await page.evaluate(() => window.scans);
      want(got.length === 1 && got[0] === card, 'the target got', got);
      await kept();
    }
  });
  await test('scan/right after a hand', async () => { // what was typed stays, what was scanned goes
    for (const code_ of [plain, card]) {
      await name.fill('');
      await name.focus();
      await rest(page, 400);
      await page.evaluate(() => { window.scans = []; });
      const typed = [...'Lê Văn'].flatMap((c) => (c.charCodeAt(0) < 128 ? letter(c) : packet(c)));
      await send(cdp, [...typed, ...burst(code_)], (i) => (i <= typed.length ? 45 : 4));
      await page.waitForFunction(() => window.scans.length > 0, null, { timeout: 60_000 });
      want((await page.evaluate(() => window.scans)).join() === code_, 'the target got', await page.evaluate(() => window.scans));
      want(await name.inputValue() === 'Lê Văn', 'the field has', await name.inputValue());
    }
  });
  await test('scan/composed', async () => { // an input method takes the keys: what it made of them is what the target gets, and the field none of it
    await name.fill('Lê Văn');
    await name.focus();
    await page.keyboard.press('End');
    await rest(page);
    await page.evaluate(() => { window.scans = []; });
    const keys = [...'079090012345'].flatMap((k) => [cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: code(k), windowsVirtualKeyCode: 229 }),
      cdp.send('Input.insertText', { text: k })]);
    await Promise.all([...keys, cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 })]);
    await page.waitForFunction(() => window.scans.length > 0, null, { timeout: 60_000 });
    want((await page.evaluate(() => window.scans)).join() === '079090012345' && await name.inputValue() === 'Lê Văn', 'the field has', await name.inputValue());
  });
  await test('scan/no hand is a scanner', async () => { // slow keys with Enter, and a fast burst without it, stay where they were typed
    await page.evaluate(() => { window.scans = []; });
    await name.fill('');
    await name.focus();
    for (const k of 'abcdefgh') { await send(cdp, letter(k)); await rest(page, 50); }
    await rest(page, 50);
    await send(cdp, enter());
    want(await name.inputValue() === 'abcdefgh', 'the field has', await name.inputValue());
    await name.fill('');
    await name.focus();
    await rest(page);
    await send(cdp, burst('abcdefgh').slice(0, -2));
    await rest(page, 300);
    await send(cdp, enter());
    want(await name.inputValue() === 'abcdefgh' && (await page.evaluate(() => window.scans.length)) === 0, 'taken for a scan');
  });
  await test('scan/a word that Unikey rewrites is no scan', async () => {
    await page.evaluate(() => { window.scans = []; });
    await name.fill('');
    await name.focus();
    await rest(page);
    await send(cdp, [...[...'vn'].flatMap(letter), ...backspace(), ...backspace(), ...[...'Việt Nam'].flatMap(packet), ...enter()]); // a macro, written out on Enter
    await rest(page, 300);
    want(await name.inputValue() === 'Việt Nam' && (await page.evaluate(() => window.scans.length)) === 0, 'the field has', await name.inputValue());
  });
  await c.close();
}

export async function keys() {
  const { c, page, cdp, here } = await begin('/hien-thi');
  if (!here) return c.close();
  await test('keys/Enter moves on, Ctrl+Enter sends', async () => {
    await page.evaluate(() => { window.sent = 0; addEventListener('submit', (e) => { e.preventDefault(); window.sent++; }, true); });
    await page.locator('#phim-new').focus();
    await rest(page);
    await page.keyboard.press('Enter');
    want(await page.evaluate(() => document.activeElement.id) === 'phim-find' && await page.evaluate(() => window.sent) === 0, 'Enter does not move on');
    await page.keyboard.press('Control+Enter');
    want(await page.evaluate(() => window.sent) === 1, 'Ctrl+Enter does not send');
  });
  await test('keys/nothing while composing', async () => {
    const at = page.url();
    for (const k of ['F2', 'F4', 'F9', 'F10', 'Enter']) await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: k, code: k, windowsVirtualKeyCode: 229 });
    await rest(page);
    want(page.url() === at && await page.evaluate(() => window.sent) === 1, 'a key was taken from the input method');
  });
  await test('keys/palette', async () => {
    await page.keyboard.press('Control+k');
    const input = page.locator('dialog[open] input');
    await input.waitFor();
    await send(cdp, unikey('thủ tục', 'telex'));
    want(await input.inputValue() === 'thủ tục', 'the palette holds', await input.inputValue());
    want((await page.locator('dialog[open] [role=option]').count()) > 0, 'the palette finds nothing');
    await page.keyboard.press('Escape');
    want(!(await page.locator('dialog[open]').count()), 'Escape does not close');
  });
  await test('keys/card', async () => {
    await page.keyboard.press('Control+/');
    await page.locator('dialog[open] .keymap').waitFor();
    await page.keyboard.press('Escape');
  });
  await test('keys/F4', async () => {
    await page.keyboard.press('F4');
    want(await page.evaluate(() => document.activeElement.name) === 'q', 'F4 does not go to the search');
  });
  await c.close();
}

// moved gives a command another key: the new one works on every page, the old one no more, and it
// is so after the next sign-in and on another machine.
async function moved() {
  const at = (process.env.MOTCUA_URL_COUNTER ?? base).replace(/\/$/, '');
  await test('keys/moved', async () => {
    const c = await as('clerk4', { at }), page = await c.newPage();
    await open(page, at + '/hien-thi');
    for (const bad of ['Ctrl+T', 'Alt+Z', 'Ctrl+Shift+M', 'm', 'F4']) { // the browser's, Unikey's, a letter alone, another command's
      await page.locator('#phim-new').fill(bad);
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Control+Enter')]);
      want(await page.locator('#phim-new').inputValue() === bad && (await page.locator('[role=alert], .mistakes, [data-focus]').count()) > 0, bad, 'is taken');
    }
    await page.locator('#phim-new').fill('Ctrl+M');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Control+Enter')]);
    await c.close();
    const other = await as('clerk4', { at }), there = await other.newPage();
    await open(there, at + '/quay');
    await there.keyboard.press('F2');
    await Promise.all([there.waitForURL(/\/tiep-nhan$/), there.keyboard.press('Control+m')]);
    await open(there, at + '/hien-thi');
    want(await there.locator('#phim-new').inputValue() === 'Ctrl+M', 'the page says', await there.locator('#phim-new').inputValue());
    await there.locator('#phim-new').fill('F2');
    await Promise.all([there.waitForNavigation(), there.keyboard.press('Control+Enter')]);
    await open(there, at + '/quay');
    await Promise.all([there.waitForURL(/\/tiep-nhan$/), there.keyboard.press('F2')]);
    await other.close();
  });
}

export async function typing() {
  await scans();
  await keys();
  await moved();
}
