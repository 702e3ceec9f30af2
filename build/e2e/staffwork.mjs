// Work on dossiers: queues with their views and jobs, the dossier's page in every state, the
// form of every act, what two people do at once, and the papers.
import { test, want } from './harness.mjs';
import { refused, seen } from './scenes.mjs';

const form = 'form:has(input[name="seq"])';

export async function work({ clerk2, specialist, inspector }, codes) {
  for (const [name, d] of Object.entries({ clerk: clerk2, specialist })) {
    let all = [];
    await test(`staff/queues of a ${name}`, async () => {
      await d.to('/hang-doi');
      all = await d.page.locator('.work-tabs a').evaluateAll((tabs) => tabs.map((a) => new URL(a.href).pathname));
    });
    for (const at of all) await seen(`queue-${name}-${at.split('/').pop()}`, d, at);
  }
  await seen('queue-filtered-none', specialist, '/hang-doi/tat-ca?tt=9.999999');
  await seen('queue-views', specialist, async () => {
    await specialist.to('/hang-doi/tat-ca?tt=1.000894');
    await specialist.give('form[action$="/luu"]', { ten: 'Kết hôn' });
  });
  await refused('queue-view-unnamed', specialist, '/hang-doi/tat-ca', 'form[action$="/luu"]', { ten: '' });
  await jobs(specialist, codes);
  for (const [state, code] of Object.entries(codes)) await seen(`dossier-${state}`, state === 'settled' || state === 'withdrawing' ? clerk2 : specialist, `/ho-so/${code}`);
  await seen('dossier-inspector', inspector, `/ho-so/${codes.returned}`);
  await seen('dossier-moments', specialist, `/ho-so/${codes.returned}?a=1&b=4`);
  await seen('dossier-none', specialist, '/ho-so/H50.31.02-990101-9999', { status: 404 });
  await seen('act-none', specialist, `/ho-so/${codes.processing}/viec/abolish`, { status: 404 });
  await seen('forbidden', inspector, '/quay', { status: 403 });
  await papers(specialist, codes);
}

async function jobs(d, codes) {
  const bulk = 'form:has(.work-bulk)';
  await refused('job-nothing-marked', d, '/hang-doi/tat-ca', bulk, {});
  await seen('job-asked', d, async () => {
    await d.to('/hang-doi/cua-toi');
    await d.give(bulk, { viec: 'transfer', hs: [codes.declined, codes.extending] });
  });
  const job = new URL(d.page.url()).pathname; // where the last look has led
  await refused('job-refused', d, job, 'form:has([name="buoc"])', {}, { clear: true });
  await seen('job-done', d, async () => {
    await d.to(job);
    await d.give('form:has([name="buoc"][value="chay"])', { cho: 'cm-04' });
    await d.page.waitForFunction(async () => { // it goes on by itself
      const text = await (await fetch(location.href)).text();
      return !text.includes('value="dung"');
    });
    await d.to(job);
  });
  await seen('jobs', d, '/viec');
  await seen('job-unknown', d, '/viec/khong-co', { status: 404 });
}

async function papers(d, codes) {
  await seen('paper-slip', d, `/ho-so/${codes.returned}/giay/kiem-soat`);
  await seen('paper-letter', d, async () => {
    await d.to(`/ho-so/${codes.supplement}`);
    await d.to(await d.page.locator('.work-letters a').first().getAttribute('href'));
  });
  await seen('paper-none', d, `/ho-so/${codes.processing}/giay/khong-co`, { status: 404 });
  await seen('register', d, '/so-theo-doi?tu=01/03/2024&den=31/03/2024');
  await seen('register-unclear', d, '/so-theo-doi?tu=hom-nao', { status: 422 });
  await seen('register-none', d, '/so-theo-doi?tu=01/01/2019&den=31/01/2019');
}

// acts opens the form of every act where it may be done, and sends it empty.
export async function acts({ clerk2, specialist, leader }, codes) {
  const forms = [
    ['transfer', clerk2, codes.received], ['supply', clerk2, codes.supplement], ['ask_withdraw', clerk2, codes.processing], ['amend', clerk2, codes.processing],
    ['accept', specialist, codes.received], ['ask_supplement', specialist, codes.processing], ['raise_obligation', specialist, codes.processing], ['meet_obligation', specialist, codes.obligation],
    ['stop', clerk2, codes.withdrawing], ['continue', specialist, codes.withdrawing], ['propose', specialist, codes.processing], ['digitize', specialist, codes.processing],
    ['deliver', clerk2, codes.supplement], ['extend', leader, codes.extending], ['decline', leader, codes.proposed], ['settle', leader, codes.processing], ['correct', leader, codes.processing],
  ];
  for (const [act, d, code] of forms) {
    const address = `/ho-so/${code}/viec/${act}`;
    await seen(`act-${act}`, d, async () => {
      await d.to(address);
      want((await d.page.locator(`${form} button[data-key="Ctrl+Enter"]`).count()) === 1, act, 'cannot be done here');
    });
    if (!['accept', 'ask_withdraw', 'transfer'].includes(act)) await refused(`act-${act}-refused`, d, address, form, {}, { clear: true }); // those ask nothing that has to be said
  }
  await seen('act-blocked', specialist, `/ho-so/${codes.returned}/viec/settle`);
  await atOnce(specialist, clerk2, codes);
}

// atOnce is what two people do to one dossier.
async function atOnce(specialist, clerk, codes) {
  const at = `/ho-so/${codes.processing}/viec/`;
  await seen('conflict', specialist, async () => {
    await specialist.to(at + 'raise_obligation');
    await clerk.act(codes.processing, 'amend', { 'dia-chi': 'Khu phố 6, Phường 2', 'ly-do': 'Ghi nhầm khu phố' });
    await specialist.give(form, { 'noi-dung': 'Nộp lệ phí', 'so-tien': '30.000' });
  });
  await seen('merge', clerk, async () => {
    await clerk.to(at + 'amend');
    await specialist.act(codes.processing, 'amend', { 'dia-chi': 'Khu phố 7, Phường 2', 'ly-do': 'Theo sổ hộ khẩu' }).catch(() => {});
    await clerk.give(form, { 'dia-chi': 'Khu phố 8, Phường 2', 'ly-do': 'Người nộp báo lại' });
  });
}

// palette is the box of commands, open over a page.
export async function palette(d) {
  await seen('palette', d, async () => {
    await d.to('/');
    await d.page.keyboard.press('Control+k');
    await d.page.locator('dialog[open] input').waitFor();
    await d.page.keyboard.type('khai sinh', { delay: 45 });
    await d.page.locator('dialog[open] [role=option]').first().waitFor();
  }, { after: () => d.page.keyboard.press('Escape') });
}
