// All journeys through the pages, one JSON line a test. e2e_test.go starts this with the
// address of a served example ward.
import { browser } from './harness.mjs';
import { figures } from './figures.mjs';
import { findings } from './findings.mjs';
import { keyboard, looks } from './keyboard.mjs';
import { pages } from './pages.mjs';
import { typing } from './typing.mjs';
import { day } from './day.mjs';
import { states } from './states.mjs';
import { two } from './two.mjs';
import { again } from './again.mjs';

const only = process.env.MOTCUA_ONLY ?? '';
const workers = 2;
for (const [name, run] of Object.entries({ figures, pages, keyboard, looks, typing, findings, day, states, two, again })) {
  if (only === '' || only.split(',').includes(name)) await run(workers);
}
await browser.close();
