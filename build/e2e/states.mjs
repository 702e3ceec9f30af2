// Every status: dossiers are brought through the pages into each of the ten national statuses
// (one-stop-rules 2.1, 2.2). Each page says status, clock and holder, offers the next lawful step
// first and nothing that is not lawful. The letters that these acts issue are read in letters.mjs.
import { acts, begins, codeOf, fill, hands, offered, person, putOff, said, sends, takesIn } from './acting.mjs';
import { as, base, before, open, sound, test, want } from './harness.mjs';
import { guided, letters } from './letters.mjs';

const at = (process.env.MOTCUA_URL_STATES ?? base).replace(/\/$/, '');

const statuses = { 1: 'Mới đăng ký', 2: 'Được tiếp nhận', 3: 'Không được tiếp nhận', 4: 'Đang xử lý', 5: 'Yêu cầu bổ sung giấy tờ',
  6: 'Yêu cầu thực hiện nghĩa vụ tài chính', 7: 'Công dân yêu cầu rút hồ sơ', 8: 'Dừng xử lý', 9: 'Đã xử lý xong', 10: 'Đã trả kết quả' };

// clocks is what the clock says in each.
const running = /Còn lại đến hạn/, never = /đồng hồ chưa chạy/, ended = /Kết thúc (trước hạn|đúng hạn)/;
const clocks = { 1: never, 2: running, 3: never, 4: running, 5: /Đồng hồ đang dừng: chờ người nộp bổ sung/, 6: /Đồng hồ đang dừng: chờ thực hiện nghĩa vụ tài chính/,
  7: /Đồng hồ đang dừng: người nộp yêu cầu rút/, 8: /Kết thúc rút, dừng/, 9: ended, 10: ended };

// moves are the steps of one-stop-rules 2.2 that lead on from a status, by who takes them.
const moves = {
  clerk: { 1: 'receive ask_supplement reject ask_withdraw', 2: 'ask_withdraw', 4: 'ask_withdraw settle', 5: 'supply receive stop ask_withdraw', 6: 'ask_withdraw',
    7: 'stop continue', 9: 'return' },
  specialist: { 2: 'accept', 4: 'ask_supplement raise_obligation stop propose', 5: 'stop', 6: 'meet_obligation', 7: 'continue' },
  leader: { 2: 'accept extend', 4: 'settle ask_supplement raise_obligation stop extend decline', 5: 'stop', 6: 'meet_obligation', 7: 'continue' },
};
// beside are acts that leave a dossier where it is, lawful in more than one status.
const beside = 'transfer digitize amend deliver correct attach detach assess collect refund file_result notify apologise';

const long = '1.001699', short = '1.001653'; // 25 and 5 working days
const posts = { specialist: 'Tư pháp', leader: 'Chủ tịch', none: 'Chưa ai giữ' };

// who are the officers, each with a page.
const who = {};
async function enter() {
  for (const [name, id] of [['clerk', 'mc-01'], ['specialist', 'cm-02'], ['leader', 'ld-01']]) who[name] = await (await as(id, { at })).newPage();
}

// receives takes a dossier in, and hands it to the specialist.
const receives = (name, procedure = short) => takesIn(who.clerk, at, procedure, { ...person(name), chuyen: 'cm-02' });

async function accepted(name, procedure) {
  const code = await receives(name, procedure);
  await acts(who.specialist, at, code, 'accept');
  return code;
}

// refused turns a dossier away at the counter, where it never gets a code.
async function refused(name) {
  const page = who.clerk;
  await begins(page, at, short);
  await page.locator('#ly-do').evaluate((e) => { e.closest('details').open = true; });
  await fill(page.locator('#nhan'), { ...person(name), 'ly-do': 'Không thuộc thẩm quyền của phường' });
  await sends(page, '#nhan [name=viec][value=tu-choi]');
  want(page.url().includes('/ho-so/'), 'not refused:', await said(page));
  return codeOf(page);
}

// says wants the page of a dossier to say where it stands, and to offer an officer nothing else
// than what is lawful there.
async function says(role, code, status, holder) {
  const page = who[role];
  await open(page, `${at}/ho-so/${code}`);
  const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  const tag = (await page.locator('h1 .tag').innerText()).trim();
  want(tag === statuses[status], 'the page says', tag, 'not', statuses[status]);
  want(clocks[status].test(text), 'the clock does not say', String(clocks[status]), ':', text.slice(0, 900));
  const holds = /Đang giữ (.*?) (Từ lúc|Còn thiếu)/.exec(text)?.[1] ?? '';
  want(holds.includes(posts[holder]), 'the holder is', holds, 'not', posts[holder]);
  const all = await offered(page), lawful = ((moves[role][status] ?? '') + ' ' + beside).split(' ');
  want(all.every((a) => lawful.includes(a.act)), 'unlawful for the', role, ':', all.filter((a) => !lawful.includes(a.act)));
  return all;
}

// stands checks a dossier for each role, and for who acts next that his step comes first, that
// the page is sound, and that an act which is not lawful says why and has no button.
async function stands(code, status, { role, next, holder, not }) {
  for (const other of Object.keys(who).filter((r) => r !== role)) await says(other, code, status, holder);
  const all = await says(role, code, status, holder), first = all.filter((a) => a.primary).map((a) => a.act);
  want(first.join() === next, 'first is', first, 'not', next, 'of', all);
  if (next) want(all[0].act === next && all[0].key === 'F9', 'the next step is not the first button, with F9:', all);
  await sound(who[role], `state-${String(status).padStart(2, '0')}`);
  await open(who[role], `${at}/ho-so/${code}/viec/${not}`);
  want((await who[role].locator('form.work-form button[data-key="Ctrl+Enter"]').count()) === 0, not, 'has a button');
  want((await who[role].locator('main .note--warn').count()) > 0, not, 'does not say why it cannot be done');
}

export async function states() {
  const on = {}, clerk = { role: 'clerk' }, specialist = { role: 'specialist', holder: 'specialist' };
  await test('state/enter', enter);
  await test('state/1 filed on the portal', () => stands(before.Online[0], 1, { ...clerk, next: 'receive', holder: 'none', not: 'stop' }));
  await test('state/2 received', async () => {
    on.course = await receives('Trần Thị Qua Đủ');
    await stands(on.course, 2, { ...specialist, next: 'accept', not: 'propose' });
    await acts(who.clerk, at, before.Online[0], 'receive', { du: '0' });
    on.portal = codeOf(who.clerk);
  });
  await test('state/3 not taken in', async () => {
    on.refused = await refused('Trần Thị Không Nhận');
    await stands(on.refused, 3, { ...clerk, next: 'deliver', holder: 'none', not: 'receive' });
    await acts(who.clerk, at, on.refused, 'deliver', { thu: '0', cach: 'counter' });
    const all = await offered(who.clerk);
    want(all.length > 0 && !all.some((a) => a.primary), 'a dossier that is over waits for', all);
    await acts(who.clerk, at, before.Online[1], 'reject', { 'ly-do': 'Trùng với hồ sơ đã nộp' });
  });
  await test('state/4 in work', async () => {
    await acts(who.specialist, at, on.course, 'accept');
    await stands(on.course, 4, { ...specialist, next: 'propose', not: 'accept' });
    const all = await says('leader', on.course, 4, 'specialist');
    want(all[0].act === 'settle' && all[0].primary, 'the leader is offered', all[0]);
  });
  await test('state/5 asked for a supplement', async () => {
    await acts(who.specialist, at, on.course, 'ask_supplement', { khac: 'Giấy ra viện', 'ly-do': 'Chưa có giấy ra viện' });
    await stands(on.course, 5, { ...clerk, holder: 'specialist', next: 'supply', not: 'ask_supplement' });
    await acts(who.clerk, at, on.course, 'supply', { nhan: '0' });
    const all = await says('specialist', on.course, 4, 'specialist');
    want(!all.some((a) => a.act === 'ask_supplement'), 'a second supplement is offered to the specialist'); // NĐ 118/2025 Đ11
    await acts(who.clerk, at, before.Online[2], 'ask_supplement', { khac: 'Bản sao giấy tờ y tế', 'ly-do': 'Chưa có' });
    await acts(who.clerk, at, before.Online[2], 'supply', { nhan: '0' });
    on.supplied = codeOf(who.clerk);
  });
  await test('state/6 a charge is to be paid', async () => {
    await acts(who.specialist, at, on.course, 'raise_obligation', { 'noi-dung': 'Lệ phí cấp giấy', 'so-tien': '50.000' });
    await stands(on.course, 6, { ...specialist, next: 'meet_obligation', not: 'propose' });
    await acts(who.specialist, at, on.course, 'meet_obligation', { 'chung-tu': 'Biên lai số 15' });
  });
  await test('state/7 wanted back', async () => {
    on.drawn = await accepted('Trần Thị Xin Rút');
    await acts(who.clerk, at, on.drawn, 'ask_withdraw');
    await stands(on.drawn, 7, { ...clerk, holder: 'specialist', next: 'stop', not: 'ask_supplement' });
    await acts(who.clerk, at, on.drawn, 'continue', { 'tra-loi': 'Đã có quyết định trước khi yêu cầu đến' });
    await says('specialist', on.drawn, 4, 'specialist');
    await acts(who.clerk, at, on.drawn, 'ask_withdraw');
    await acts(who.clerk, at, before.Online[3], 'ask_withdraw');
  });
  await test('state/8 stopped', async () => {
    await acts(who.clerk, at, on.drawn, 'stop', { 'ly-do': 'Người nộp xin rút hồ sơ' });
    await stands(on.drawn, 8, { ...clerk, next: 'deliver', holder: 'none', not: 'continue' });
    on.ground = await accepted('Trần Thị Bị Dừng');
    await acts(who.specialist, at, on.ground, 'stop', { 'ly-do': 'Có căn cứ để dừng', 'van-ban': '12/UBND-VP' });
    await says('specialist', on.ground, 8, 'none');
  });
  await test('state/9 done', async () => {
    await acts(who.leader, at, on.course, 'settle', { 'ket-qua': 'giai-quyet', so: '15/GXN-UBND', dang: ['giay', 'dien-tu'] });
    await stands(on.course, 9, { ...clerk, next: 'return', holder: 'none', not: 'ask_withdraw' });
  });
  await test('state/10 handed over', async () => {
    await hands(who.clerk, at, on.course);
    for (const box of await letterBoxes(on.course)) await acts(who.clerk, at, on.course, 'deliver', { thu: box, cach: 'counter' });
    await stands(on.course, 10, { ...clerk, next: '', holder: 'none', not: 'settle' });
  });
  await test('state/late, and once put off', async () => { // of June 2025: the clock has run out long ago, and no second day is promised
    await open(who.leader, `${at}/ho-so/${before.Extended}`);
    want((await who.leader.locator('h1 .tag--bad').count()) === 1, 'an overdue dossier is not marked');
    want(!(await offered(who.leader)).some((a) => a.act === 'extend' || a.act === 'apologise'), 'a second day is offered');
    await putOff(who.leader, at, before.Overdue, 'apologise');
    on.late = await receives('Trần Thị Hẹn Lại', long);
    await putOff(who.leader, at, on.late, 'extend');
  });
  await test('state/9 done with a no', async () => {
    on.denied = await accepted('Trần Thị Bị Từ Chối');
    await acts(who.leader, at, on.denied, 'settle', { 'ket-qua': 'tu-choi', 'ly-do': 'Không đủ điều kiện', dang: ['giay'] });
    await says('clerk', on.denied, 9, 'none');
  });
  await letters(at, who, on);
  await guided(at, who.clerk, short);
  await test('state/nothing in the console', async () => {
    for (const page of Object.values(who)) want(page.context().seen.errors.length === 0, page.context().seen.errors);
  });
  for (const page of Object.values(who)) await page.context().close();
}

// letterBoxes are the letters of a dossier that are still at the counter.
async function letterBoxes(code) {
  await open(who.clerk, `${at}/ho-so/${code}`);
  if (!(await offered(who.clerk)).some((a) => a.act === 'deliver')) return [];
  await open(who.clerk, `${at}/ho-so/${code}/viec/deliver`);
  return who.clerk.locator('select[name=thu] option').evaluateAll((all) => all.map((o) => o.value));
}
