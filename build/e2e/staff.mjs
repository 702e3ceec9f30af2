// The pages of the office at work, each opened by the person whom it is for, in the states that
// it has: full, and refused. What is empty is in newward.mjs.
import { base, inTurn, test } from './harness.mjs';
import { dossiers, people } from './scenes.mjs';
import { otherwise } from './stafflooks.mjs';
import { counter } from './staffcounter.mjs';
import { acts, work } from './staffwork.mjs';
import { account, administration, leading } from './staffoffice.mjs';

// The office works in a ward of its own.
const at = (process.env.MOTCUA_URL_PAGES ?? base).replace(/\/$/, '');

export async function staff(workers) {
  let who, codes;
  await test('staff/an office at work', async () => {
    who = await people(at);
    codes = await dossiers(who);
  });
  if (!codes) return;
  // Two rounds at a time; each has its own people.
  const rounds = [
    async () => { await counter(who.clerk, who.certifier, codes); await administration(who.admin); await account(who.reporter); await otherwise(who.certifier, who.leader2, codes); },
    async () => { await work(who, codes); await acts(who, codes); await leading(who, codes); },
  ];
  await inTurn(rounds, workers, async () => null, (_, round) => round());
  for (const d of Object.values(who)) await d.close();
}
