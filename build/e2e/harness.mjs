// The ground that all journeys stand on: one browser, contexts that watch what a page does,
// and one line of JSON a test on standard output, which e2e_test.go turns into Go tests.
import { chromium } from 'playwright-core';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const base = process.env.MOTCUA_URL.replace(/\/$/, '');
export const screens = process.env.MOTCUA_SCREENS;
mkdirSync(screens, { recursive: true });

// before are dossiers that the ward of some journeys was prepared with (before_test.go).
export const before = process.env.MOTCUA_BEFORE ? JSON.parse(readFileSync(process.env.MOTCUA_BEFORE, 'utf8')) : { Online: [] };

export const desk = { width: 1366, height: 768 };
export const phone = { width: 360, height: 640 };

export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export const browser = await chromium.launch({ executablePath: process.env.MOTCUA_CHROMIUM, args: flags });

// test runs one check and reports it; a check that throws has failed.
export async function test(name, check) {
  const began = Date.now();
  let error = '';
  try {
    await check();
  } catch (e) {
    error = String(e?.stack ?? e).slice(0, 4000);
  }
  process.stdout.write(JSON.stringify({ test: name, ok: error === '', error, ms: Date.now() - began }) + '\n');
  return error === '';
}

// want throws when a thing is not so.
export function want(ok, ...words) {
  if (!ok) throw new Error(words.map((w) => (typeof w === 'string' ? w : JSON.stringify(w))).join(' '));
}

// figure reports what was measured and is not judged: a name, a number, its unit.
export function figure(name, value, unit) {
  process.stdout.write(JSON.stringify({ figure: name, value, unit }) + '\n');
}

// officers are people of the example ward, by what they do there.
export const officers = {
  clerk: 'mc-01', clerk2: 'mc-02', clerk3: 'mc-03', clerk4: 'mc-04', specialist: 'cm-02', specialist2: 'cm-01', specialist3: 'cm-04',
  leader: 'ld-01', leader2: 'ld-02', reporter: 'cc-01', admin: 'qt-01', inspector: 'kt-01',
};

// signIn lets one of officers, or the bearer of an id, in by the button that the example ward has for trying out, as a person does.
export async function signIn(page, who, at = base) {
  await page.goto(at + '/dang-nhap');
  const button = page.locator(`form:has(input[name="ai"][value="${officers[who] ?? who}"]) button`).first();
  await Promise.all([page.waitForURL((u) => u.pathname !== '/dang-nhap'), button.click()]);
  Object.assign(page.context(), { who, at, entered: Date.now() });
}

// renew signs in again when the proof of presence will soon be too old for an export.
export async function renew(c) {
  if (!c.who || Date.now() - c.entered < 4 * 60_000) return;
  const page = await c.newPage();
  await signIn(page, c.who, c.at);
  await page.close();
}

// as is a context in which an officer is signed in; at is another server's address.
export async function as(who, { at = base, ...options } = {}) {
  const c = await visitor({ at, ...options });
  const page = await c.newPage();
  await signIn(page, who, at);
  await page.close();
  return c;
}

// context is a leader at work: the figures, lists and dossiers of the unit are open to them.
export const context = (options = {}) => as('leader', options);

// visitor is somebody who is not signed in. Everything the pages say or ask for is kept in seen.
export async function visitor({ viewport = desk, script = true, at = base, ...more } = {}) {
  const c = await browser.newContext({ viewport, javaScriptEnabled: script, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', acceptDownloads: true, ...more });
  c.setDefaultTimeout(30_000);
  c.seen = { errors: [], foreign: [] };
  c.on('request', (r) => {
    const u = new URL(r.url());
    if (u.origin !== at && u.protocol !== 'data:') c.seen.foreign.push(r.url());
  });
  c.on('console', (m) => {
    if (m.type() === 'error') c.seen.errors.push(m.text());
  });
  c.on('weberror', (e) => c.seen.errors.push(String(e.error())));
  return c;
}

// open goes to an address and wants the status.
export async function open(page, address, status = 200) {
  await renew(page.context());
  const r = await page.goto(address.startsWith('http') ? address : base + address);
  want(r.status() === status, address, 'answers', String(r.status()), 'not', String(status));
  return r;
}

// shot keeps a picture of the whole page.
export async function shot(page, name, more = {}) {
  await page.screenshot({ path: path.join(screens, name.replace(/[^\w.-]+/g, '_') + '.png'), fullPage: true, ...more });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// scan runs axe and names what is serious.
export async function scan(page) {
  await page.evaluate(axe + ';undefined');
  const found = await page.evaluate(async (values) => {
    const r = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return r.violations.map((v) => ({ id: v.id, impact: v.impact, at: v.nodes.slice(0, 3).map((n) => n.target.join(' ')), n: v.nodes.length }));
  }, tags);
  return found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
}

// sound wants of the open page what holds of every page, at both sizes: no serious finding, no
// sideways scrolling, one heading of the first level, nothing in the console. It keeps pictures.
export async function sound(page, name) {
  const { errors, foreign } = page.context().seen;
  want(errors.length === 0 && foreign.length === 0, name, 'console:', errors, 'asked of another host:', foreign);
  for (const [size, viewport] of [['phone', phone], ['desk', desk]]) {
    await page.setViewportSize(viewport);
    await shot(page, `${name}-${size}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    want(wide <= 0, name, size, 'scrolls sideways by', wide);
    want((await page.locator('h1').count()) === 1, name, 'not one heading of the first level');
    const serious = await scan(page);
    want(serious.length === 0, name, size, 'axe:', serious);
  }
}

// inTurn runs jobs with a few workers; each worker makes its own ground.
export async function inTurn(jobs, workers, ground, work) {
  const queue = [...jobs];
  await Promise.all(Array.from({ length: workers }, async () => {
    const g = await ground();
    for (let job = queue.shift(); job; job = queue.shift()) await work(g, job);
  }));
}

// int reads a number as Vietnamese pages write it: 4.481.
export const int = (text) => Number(text.replace(/[.\s]/g, ''));
