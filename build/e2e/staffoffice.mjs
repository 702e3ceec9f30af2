// The leader's desk and decisions, the log of looks, administration, one's own account.
import { refused, seen } from './scenes.mjs';
import { palette } from './staffwork.mjs';

export async function leading({ leader, inspector }, codes) {
  const back = 'form.decide__back';
  await seen('leader', leader, '/lanh-dao');
  await seen('decide', leader, '/lanh-dao/duyet');
  await refused('decide-unread', leader, '/lanh-dao/duyet', 'main form', {}, { clear: true });
  await seen('decide-one', leader, `/lanh-dao/duyet/${codes.proposed}`);
  await refused('decide-refused', leader, `/lanh-dao/duyet/${codes.proposed}`, back, { 'ly-do': '' });
  await seen('decide-outcome', leader, async () => { await leader.to('/lanh-dao/duyet'); await leader.give('main form', { chon: [codes.proposed] }); });
  await seen('decide-none', leader, '/lanh-dao/duyet/H50.31.02-990101-9999', { status: 404 });
  await seen('dossier-leader', leader, `/ho-so/${codes.proposed}`);
  await seen('looks', inspector, '/nhat-ky-xem');
  await seen('looks-none', inspector, '/nhat-ky-xem?tu=01/01/2020&den=31/01/2020');
  await seen('looks-unclear', inspector, '/nhat-ky-xem?tu=hom-nao', { status: 400 });
}

export async function administration(admin) {
  const people = '/quan-tri/nguoi';
  for (const page of ['', '/nguoi', '/nguoi/mc-01', '/quyen', '/don-vi', '/lich', '/suc-khoe']) await seen('admin' + page.replace(/\//g, '-'), admin, '/quan-tri' + page);
  await refused('admin-person-refused', admin, people, 'form:has(#ten)', { ten: 'MC 01!', 'ho-ten': '' });
  await seen('admin-person-made', admin, async () => { await admin.to(people); await admin.give('form:has([name="ho-ten"])', { ten: 'hoa.le', 'ho-ten': 'Lê Thị Hoa', 'chuc-danh': 'Công chức tư pháp – hộ tịch', vai: 'specialist' }); });
  await refused('admin-role-refused', admin, people + '/mc-01', 'form[action$="/vai"]', { den: 'ngày mai kia' });
  await seen('admin-checked', admin, async () => {
    await admin.to('/quan-tri/suc-khoe');
    await admin.give('form[action$="/kiem-tra"]');
    await admin.page.waitForFunction(async () => !(await (await fetch('/quan-tri/suc-khoe')).text()).includes('Đang kiểm tra'));
    await admin.to('/quan-tri/suc-khoe');
  });
  await seen('admin-nobody', admin, people + '/khong-co', { status: 404 });
}

export async function account(d) {
  const own = '/tai-khoan';
  for (const page of ['', '/mat-khau', '/ung-dung', '/du-phong', '/khoa', '/ngoai']) await seen('account' + page.replace('/', '-'), d, own + page);
  await refused('account-password-refused', d, own + '/mat-khau', 'main form', { mat_khau: '12345' });
  await refused('account-app-refused', d, own + '/ung-dung', 'main form', { ma: '000000' });
  await seen('switch', d, '/doi-nguoi');
  await seen('prove', d, '/xac-nhan');
  await seen('display', d, '/hien-thi');
  await refused('display-refused', d, '/hien-thi', 'main form', { 'phim-new': 'F5', 'phim-find': 'F2' });
  await seen('keys', d, '/phim');
  await palette(d);
}
