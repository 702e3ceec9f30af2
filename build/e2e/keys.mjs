// Keys as the browser gets them: from a hand through Unikey or through an editor of the system's
// own, and from a scanner.
import { strokes, hooked } from './strokes.mjs';

// Words with every tone, every hat, and those on which input methods are known to stumble.
export const text = 'Nguyễn Thị Hường Đặng Quốc Khánh ở xã Vĩnh Ô phường Đông Hà thửa đất số';
const signs = { '.': ['Period', 190], ',': ['Comma', 188], '-': ['Minus', 189], '/': ['Slash', 191], '|': ['Backslash', 220], ' ': ['Space', 32] };
export const code = (k) => (/[a-z]/i.test(k) ? 'Key' + k.toUpperCase() : /\d/.test(k) ? 'Digit' + k : signs[k]?.[0] ?? '');
export const letter = (k) => [{ type: 'keyDown', key: k, text: k, code: code(k), windowsVirtualKeyCode: signs[k]?.[1] ?? k.toUpperCase().charCodeAt(0) }, { type: 'keyUp', key: k, code: code(k) }];
export const packet = (k) => [{ type: 'keyDown', key: k, text: k, code: '', windowsVirtualKeyCode: 231 }, { type: 'keyUp', key: k, code: '', windowsVirtualKeyCode: 231 }];
export const backspace = () => [{ type: 'rawKeyDown', key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8, commands: ['deleteBackward'] }, { type: 'keyUp', key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 }];
export const enter = () => [{ type: 'keyDown', key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }, { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }];

// unikey is what a hooking editor sends: the letter as it is, or backspaces over what changes
// and the new letters as packets; the key itself is swallowed.
export const unikey = (sentence, method) => sentence.split(' ').flatMap((word, i) => [...(i ? letter(' ') : []),
  ...hooked(word, method).flatMap((k) => (k.typed ? letter(k.typed) : [...k.sent].flatMap((c) => (c === '\b' ? backspace() : packet(c)))))]);

// send hands events to the browser without waiting between them: they are gap milliseconds apart
// by their own clock, however busy the machine of the test is. It returns when that time is over,
// or what comes next would seem to come before them.
export const send = async (cdp, events, gap = () => 2.5) => {
  let at = Date.now();
  const times = events.map((e, i) => (at += i ? gap(i) : 0));
  await Promise.all(events.map((e, i) => cdp.send('Input.dispatchKeyEvent', { ...e, timestamp: times[i] / 1000 })));
  await new Promise((go) => setTimeout(go, Math.max(0, at + 200 - Date.now())));
};
export const rest = (page, ms = 120) => page.waitForTimeout(ms);

// compose is what an editor of the system's own kind does: keys are 229, the word is composed
// and committed.
export async function compose(cdp, sentence, method) {
  const words = sentence.split(' ');
  for (let i = 0; i < words.length; i++) {
    if (i) for (const e of letter(' ')) await cdp.send('Input.dispatchKeyEvent', e);
    for (const [key, shown] of strokes(words[i], method)) {
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: code(key), windowsVirtualKeyCode: 229 });
      await cdp.send('Input.imeSetComposition', { text: shown, selectionStart: shown.length, selectionEnd: shown.length });
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: code(key) });
    }
    await cdp.send('Input.insertText', { text: words[i] });
  }
}

export const ways = {
  'telex, Unikey': (cdp, s) => send(cdp, unikey(s, 'telex')), 'vni, Unikey': (cdp, s) => send(cdp, unikey(s, 'vni')),
  'telex, composed': (cdp, s) => compose(cdp, s, 'telex'), 'vni, composed': (cdp, s) => compose(cdp, s, 'vni'),
};

// burst are the keys of a scanner that ends with Enter.
export const burst = (s) => [...s].flatMap((c) => (c.charCodeAt(0) < 128 ? letter(c) : packet(c))).concat(enter());
