// What a look at a page asks of it: no serious finding of axe, no sideways scrolling, at most
// 100 KB, a title, one heading of the first level, no error in the console, nothing asked of
// another host. A picture of each is kept.
import { readFileSync } from 'node:fs';
import { open, phone, desk, scan, shot, test, want } from './harness.mjs';

const mostBytes = 100 * 1024;

// seen are the addresses of the pages that were looked at.
const seen = new Set();

// sound is what holds for a page as it stands, at the size that it has.
async function sound(page, name, size) {
  await shot(page, `${name}-${size}`);
  const is = await page.evaluate(() => {
    const e = document.documentElement;
    return { wide: e.scrollWidth - e.clientWidth, title: document.title, h1: document.querySelectorAll('h1').length };
  });
  want(is.wide <= 0, 'scrolls sideways by', is.wide);
  want(is.h1 === 1, 'not one heading of the first level');
  want(is.title.length > 8, 'has no title');
}

async function sightly(page) {
  const serious = await scan(page);
  want(serious.length === 0, 'axe:', serious);
}

// quiet wants that the page reported nothing and asked nothing of another host.
function quiet(c, refused) {
  want(c.seen.foreign.length === 0, 'asked of another host:', c.seen.foreign);
  const errors = c.seen.errors.filter((e) => !refused || !/Failed to load resource.*status of 4\d\d/.test(e));
  c.seen.errors.length = 0;
  want(errors.length === 0, 'console:', errors);
}

// look opens a page and looks at it at one size.
export async function look(c, page, [name, address, status = 200], size) {
  c.seen.errors.length = 0;
  c.seen.foreign.length = 0;
  await c.clearCookies({ name: 'lang' }); // the language is the visitor's
  const r = await open(page, address, status);
  const bytes = (await r.body()).length;
  if (status === 200) seen.add(new URL(page.url()).pathname);
  await sound(page, name, size);
  want(bytes <= mostBytes, 'the page has', bytes, 'bytes');
  quiet(c, status !== 200);
  await sightly(page);
}

// here looks at the page as it stands, at both sizes: what it shows at the smaller is the same
// page, so that axe runs once.
export async function here(page, name, { refused = false, after = async () => {} } = {}) {
  await page.waitForLoadState('load');
  seen.add(new URL(page.url()).pathname);
  await sound(page, name, 'desk');
  if (refused) want(await page.evaluate(() => document.activeElement?.id === 'loi'), 'the focus is not on what is wrong but on', await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120)));
  await sightly(page);
  await page.setViewportSize(phone);
  try {
    await sound(page, name, 'phone');
    await after();
  } finally {
    await page.setViewportSize(desk);
  }
  quiet(page.context(), true);
}

// pagesOf are the patterns of the route table that answer with a page to look at.
function pagesOf(matrix) {
  // Not pages: files, answers to programs, the way to another's sign-in; and the page that asks
  // for a new password when one is too old, which is the reset link's, and which no test of an hour reaches.
  const files = /\.(csv|xlsx|json|pdf|docx)$|^\/static\/|\/\{file\}$|^\/livez$|^\/readyz$|^\/phien$|^\/dang-nhap\/(ngoai|mat-khau)/;
  const all = readFileSync(matrix, 'utf8').split('\n').map((l) => l.split(/\s+/)).filter((l) => l[0]?.startsWith('/') && l[1] === 'GET');
  return [...new Set(all.map((l) => l[0]))].filter((p) => !files.test(p));
}

// everyPage wants that each page of the route table was looked at.
export async function everyPage(matrix) {
  await test('pages/every page of the route table was looked at', async () => {
    const missed = pagesOf(matrix).filter((p) => {
      const is = new RegExp('^' + p.replace('{$}', '').replace(/[.]/g, '\\.').replace(/\{[a-z]+\}/g, '[^/]+') + '$');
      return ![...seen].some((at) => is.test(at));
    });
    want(missed.length === 0, 'nobody looked at', missed, ': add it to a journey that looks (look.mjs)');
  });
}
