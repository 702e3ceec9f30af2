// What a hand and an input method make of Vietnamese: the keys of a word, and what stands on the
// screen after each.
const bases = { â: 'a6', ê: 'e6', ô: 'o6', ă: 'a8', ơ: 'o7', ư: 'u7', đ: 'd9' };
const tones = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323']; // sắc huyền hỏi ngã nặng: VNI 1..5
const telexTones = 'sfrxj';
const telexMarks = { 6: null, 7: 'w', 8: 'w', 9: 'd' };

// strokes are the keys of one word: what the hand presses, and what then stands on the screen.
export function strokes(word, method) {
  const out = [];
  let shown = '', tone = -1, at = -1;
  for (const letter of word) {
    const parts = [...letter.normalize('NFD')], t = parts.findIndex((p) => tones.includes(p));
    if (t >= 0) { tone = tones.indexOf(parts[t]); at = shown.length; parts.splice(t, 1); }
    const plain = parts.join('').normalize('NFC'), low = plain.toLowerCase(), rule = bases[low];
    if (!rule) { shown += plain; out.push([plain, shown]); continue; }
    const base = plain === low ? rule[0] : rule[0].toUpperCase(), before = shown;
    shown += base;
    out.push([base, shown]);
    shown = before + plain;
    out.push([method === 'vni' ? rule[1] : telexMarks[rule[1]] ?? rule[0], shown]);
  }
  if (tone >= 0) {
    shown = shown.slice(0, at) + (shown[at] + tones[tone]).normalize('NFC') + shown.slice(at + 1);
    out.push([method === 'vni' ? String(tone + 1) : telexTones[tone], shown]);
  }
  return out;
}

// hooked are the keys that reach the browser when an editor like Unikey listens in: for each
// stroke of the hand the letter as it is, or backspaces over what changes and the new letters.
// "\b" is a backspace.
export function hooked(word, method) {
  const out = [];
  let shown = '';
  for (const [key, next] of strokes(word, method)) {
    let same = 0;
    while (same < shown.length && shown[same] === next[same]) same++;
    out.push(next === shown + key ? { typed: key } : { sent: '\b'.repeat(shown.length - same) + next.slice(same) });
    shown = next;
  }
  return out;
}
