// The counter: home, intake, certified copies, lookup, hand-over.
import { refused, seen } from './scenes.mjs';

const card = '045190012345||NGUYỄN THỊ HOÀI THƯƠNG|15081990|Nữ|Khu phố 1, Phường 2, Thị xã Quảng Trị, Quảng Trị|25052021';
const another = '045085023456|197123456|TRẦN ĐÌNH QUỐC|02031985|Nam|Khu phố 3, Phường 2, Thị xã Quảng Trị, Quảng Trị|12062021';
const torn = '045190012345||NGUYỄN THỊ HO';

const scan = 'main form[data-scan]';
const choose = 'form:has(#thu-tuc)';

export async function counter(clerk, certifier, codes) {
  const reads = (text) => clerk.give(scan, { q: text }, { button: 'button' });
  const looksUp = async (text) => { await clerk.to('/tra-cuu'); await reads(text); };
  await seen('lookup', clerk, '/tra-cuu');
  await seen('lookup-card', clerk, () => looksUp(card));
  await seen('lookup-found', clerk, () => looksUp('Nguyen Thi'));
  await seen('lookup-none', clerk, () => looksUp('Zyx Wvu'));
  await refused('lookup-unreadable', clerk, '/tra-cuu', scan, { q: torn }, { button: 'button' });
  await refused('lookup-nothing', clerk, '/tra-cuu', scan, { q: '' }, { button: 'button' });
  await intake(clerk, reads);
  await certify(clerk, certifier);
  await seen('hand-list', clerk, '/tra-ket-qua');
  await seen('hand-list-today', clerk, '/tra-ket-qua?ngay=hom-nay');
  await seen('hand-post', clerk, '/tra-ket-qua/buu-chinh');
  await seen('hand-already', clerk, `/tra-ket-qua/${codes.returned}`);
  await seen('hand-not-ready', clerk, `/tra-ket-qua/${codes.processing}`);
  await refused('hand-refused', clerk, `/tra-ket-qua/${codes.settled}`, 'form:has([name="doi-chieu"])', { cach: 'post' }, { clear: true });
  await seen('hand', clerk, `/tra-ket-qua/${codes.settled}`);
  await seen('home', clerk, '/quay');
}

async function intake(clerk, reads) {
  let draft;
  await seen('intake-begin', clerk, '/tiep-nhan');
  await seen('intake-found', clerk, '/tiep-nhan?tt=khai+sinh');
  await seen('intake-none', clerk, '/tiep-nhan?tt=xyzzyq');
  await refused('intake-no-procedure', clerk, '/tiep-nhan', choose, { 'thu-tuc': '' });
  await seen('intake-draft', clerk, async () => { draft = await clerk.draft(); });
  await refused('intake-refused', clerk, draft, '#nhan', { sinh: '31/02/1990', so: '12' }, { button: 'button[value="nhan"]' });
  await refused('intake-unreadable', clerk, draft, scan, { q: torn }, { button: 'button' });
  await seen('intake-scanned', clerk, async () => { await clerk.to(draft); await reads(card); });
  await seen('intake-scanned-another', clerk, () => reads(another));
  await seen('intake-counted', clerk, async () => {
    await clerk.give('#nhan', {}, { button: 'button[value="bo-the"]' });
    await clerk.fills({ uq: true, 'uq-ten': 'Trần Đình Quốc', 'uq-giay': 'Giấy ủy quyền ngày 20/11/2026', dt: '0905 600 112' }, 'tinh');
  });
  await seen('intake-clash', clerk, async () => { // the same draft in another window
    const beside = await clerk.context.newPage();
    await clerk.to(draft);
    await beside.goto(clerk.page.url());
    await beside.evaluate(() => { const f = document.querySelector('#nhan'); f.querySelector('[name="dia-chi"]').value = 'Khu phố 4, Phường 2'; f.requestSubmit(f.querySelector('[value="luu"]')); });
    await beside.waitForLoadState('load');
    await beside.waitForURL((u) => u.pathname === draft);
    await beside.close();
    await clerk.give('#nhan', { 'dia-chi': 'Khu phố 5, Phường 2' }, { button: 'button[value="luu"]' });
  });
  const lacking = async () => {
    const papers = await clerk.page.locator('.counter-papers select').evaluateAll((all) => Object.fromEntries(all.map((e) => [e.name, 'missing'])));
    return clerk.give('#nhan', { ...papers, ten: 'Lê Thị Hà' }, { button: 'button[value="tinh"]' });
  };
  await seen('intake-lacking', clerk, async () => { await clerk.draft(); await lacking(); });
  await seen('intake-guidance', clerk, () => clerk.give('#nhan', {}, { button: 'button[value="bo-sung"]' }));
  await seen('intake-twice', clerk, async () => { await clerk.draft(); await clerk.fills({ ten: 'Hồ Thị Mai Hương', so: '045190012345' }, 'tinh'); });
  await seen('intake-rejected', clerk, async () => {
    await clerk.draft();
    await clerk.give('#nhan', { ten: 'Lý Văn Sơn', 'ly-do': 'Nơi cư trú của hai bên không thuộc phường; đề nghị nộp tại nơi cư trú.' }, { button: 'button[value="tu-choi"]' });
  });
  await seen('receipt', clerk, () => clerk.receive('Cao Thị Như Quỳnh', 'cm-02'));
  await seen('receipt-a5', clerk, () => clerk.to(new URL(clerk.page.url()).pathname + '?kho=2a5'));
}

async function certify(clerk, certifier) {
  const form = '#chung-thuc';
  await seen('certify-not-mine', clerk, '/chung-thuc');
  await refused('certify-refused', certifier, '/chung-thuc', form, { 'bs-0-trang': 'hai' }, { button: '[value="chung-thuc"]' });
  await refused('certify-unreadable', certifier, '/chung-thuc', scan, { q: torn }, { button: 'button' });
  await seen('certify', certifier, async () => { await certifier.to('/chung-thuc'); await certifier.give(scan, { q: card }, { button: 'button' }); });
  const papers = { 'bs-0-giay': '1', 'bs-0-trang': '2', 'bs-0-ban': '3', 'bs-1-giay': 'Bằng tốt nghiệp trung học phổ thông', 'bs-1-trang': '1', 'bs-1-ban': '2' };
  await seen('certify-counted', certifier, () => certifier.give(form, papers, { button: '[value="tinh"]' }));
  await seen('certify-done', certifier, () => certifier.give(form, {}, { button: '[value="chung-thuc"]' }));
  await seen('certify-book', certifier, '/chung-thuc/so');
  await seen('certify-book-2024', certifier, '/chung-thuc/so?nam=2024');
}
