// The main pages of the office for those who see otherwise: text of twice the size and high
// contrast as a person sets them, the browser's own zoom, forced colours, and without script.
import { desk, shot, test, want } from './harness.mjs';
import { Desk } from './scenes.mjs';

const chosen = (d, fields) => d.to('/hien-thi').then(() => d.give('main form', fields));

// every looks at pages in one of the ways.
async function every(d, way, addresses) {
  for (const [name, address] of Object.entries(addresses)) {
    await test(`staff/${way}/${name}`, async () => {
      await d.to(address);
      await shot(d.page, `staff-${way}-${name}`);
      const wide = await d.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      want(wide <= 0, 'scrolls sideways by', wide);
    });
  }
}

export async function otherwise(clerk, leader, codes) {
  const work = { home: '/quay', intake: '', certify: '/chung-thuc', hand: '/tra-ket-qua/' + codes.settled, queue: '/hang-doi/tat-ca', dossier: '/ho-so/' + codes.supplement, act: `/ho-so/${codes.processing}/viec/amend` };
  await test('staff/a draft to look at', async () => { work.intake = await clerk.draft(); });
  const lead = { leader: '/lanh-dao', decide: '/lanh-dao/duyet', looks: '/nhat-ky-xem' };
  for (const [d, addresses] of [[clerk, work], [leader, lead]]) {
    await test('staff/large text and contrast are set', () => chosen(d, { chu: '200', 'tuong-phan': true }));
    await every(d, 'large', addresses);
    await test('staff/text and contrast as before', () => chosen(d, { chu: '100', 'tuong-phan': false }));
    await d.page.setViewportSize({ width: desk.width / 2, height: desk.height / 2 }); // what zoom of 200 % leaves of the screen
    await every(d, 'zoom', addresses);
    await d.page.setViewportSize(desk);
    await d.page.emulateMedia({ forcedColors: 'active' });
    await every(d, 'forced', addresses);
    await d.page.emulateMedia({ forcedColors: null });
  }
  const plain = await Desk.of('clerk2', clerk.at, { script: false });
  delete work.intake; // the draft is another clerk's
  delete work.act;
  await every(plain, 'noscript', work);
  await plain.close();
}
