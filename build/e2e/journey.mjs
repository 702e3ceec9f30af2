// All journeys through the pages, one JSON line a test. e2e_test.go starts this with the
// addresses of served example wards.
import { browser } from './harness.mjs';
import { again } from './again.mjs';
import { cards } from './cards.mjs';
import { day } from './day.mjs';
import { everyField } from './fields.mjs';
import { figures } from './figures.mjs';
import { findings } from './findings.mjs';
import { keyboard, looks } from './keyboard.mjs';
import { everyPage } from './look.mjs';
import { newward } from './newward.mjs';
import { pages } from './pages.mjs';
import { staff } from './staff.mjs';
import { states } from './states.mjs';
import { two } from './two.mjs';
import { typing } from './typing.mjs';
import { ways } from './ways.mjs';

// Three lanes go on at once. Journeys that write one ward follow each other in the same lane; the
// third lane mostly waits for its own keys.
const lanes = [
  { staff, newward, pages },
  { day, states, two, again, figures, keyboard, looks, findings, ways },
  { typing, cards, everyField },
];
const only = process.env.MOTCUA_ONLY ?? '';
const all = (names) => names.every((n) => only === '' || only.split(',').includes(n));

await Promise.all(lanes.map(async (lane) => {
  for (const [name, run] of Object.entries(lane)) {
    if (all([name])) await run(2);
  }
}));
if (all(['pages', 'staff', 'newward', 'findings'])) await everyPage('../../internal/web/testdata/matrix.txt');
await browser.close();
