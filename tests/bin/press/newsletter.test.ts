import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandIn, helpText } from '../../../bin/press/help.ts';
import { doctorMail } from '../../../bin/press/mail-doctor.ts';
import { newsletterCommands } from '../../../bin/press/newsletter/commands.ts';
import { aFolder, aPress, runner } from './an-answering-press.ts';

const run = runner('newsletter', newsletterCommands, { json: true });

const spring = {
  ...{ slug: 'spring', title: 'Spring', subject: 'In spring', state: 'draft', lists: ['weekly'] },
  ...{ people: 3, findings: [{ code: 'no-alt', level: 'warning', text: 'A picture has no words.' }] },
};
const fridays = {
  ...{ slug: 'fridays', title: 'Fridays', state: 'awake', lists: ['weekly'], every: 'friday 07:00' },
  next: '2026-05-08T07:00:00Z',
};
const figures = {
  ...{ state: 'sending', audience: 3, waiting: 2, claimed: 0, sent: 1, delivered: 1, bounced: 0 },
  ...{ complained: 0, suppressed: 0, failed: 0, inDoubt: 0, notSent: 0, unsubscribed: 0 },
};
const sent = { ...figures, state: 'sent', waiting: 0, sent: 2, failed: 1 };

it('has a group of commands with help of its own', () => {
  expect(commandIn(['newsletter', 'send', 'spring'])).toEqual({ name: 'newsletter send', words: ['spring'] });
  expect(helpText('newsletter').split('\n')).toHaveLength(Object.keys(newsletterCommands).length);
  expect(helpText('newsletter test')).toContain('--to ADDRESS');
  expect(helpText('newsletter report')).toContain('--to FILE');
});

it('lists digests and issues, page by page', async () => {
  const { press } = await aPress(() => ({
    'GET /newsletters?limit=100': [[200, { digests: [fridays], items: [spring], next: 'abc' }]],
    'GET /newsletters?limit=100&cursor=abc': [
      [200, { digests: [], items: [{ ...spring, slug: 'may' }], next: null }],
    ],
  }));
  const { lines } = await run('list', press, []);
  expect(lines.map((line) => line.split(' ').filter(Boolean)[1])).toEqual(['fridays', 'spring', 'may']);
  expect(lines[0]).toContain('friday 07:00, next 2026-05-08 07:00 UTC');
});

it('sends, and looks until it has left', async () => {
  const { press, calls } = await aPress(() => ({
    'GET /newsletters/spring': [[200, spring]],
    'POST /newsletters/spring/send': [[200, { ...spring, state: 'preparing' }]],
    'GET /newsletters/spring/report': [
      [200, { ...figures, state: 'preparing' }],
      [200, figures],
      [200, sent],
    ],
  }));
  const { ok, lines, data } = await run('send', press, ['spring']);
  expect(ok).toBe(true);
  expect(data).toEqual(sent);
  expect(lines.join('\n')).toMatch(
    /spring: sent[\s\S]*sent +2[\s\S]*failed +1[\s\S]*audience +3[\s\S]*again spring failed/,
  );
  expect(calls().slice(0, 2)).toEqual(['GET /newsletters/spring', 'POST /newsletters/spring/send']);
});

it('sends nothing after a no at a terminal, and asks nobody without one', async () => {
  const { press, calls } = await aPress(() => ({
    'GET /newsletters/spring': [[200, spring]],
    'POST /newsletters/spring/send': [[200, spring]],
  }));
  const asked: string[] = [];
  const confirm = async (question: string) => {
    asked.push(question);
    return false;
  };
  await expect(run('send', press, ['spring'], { confirm })).rejects.toThrow('Nothing was sent.');
  expect(asked).toEqual(['Send “Spring” to about 3 people on weekly now?']);
  expect(calls()).not.toContain('POST /newsletters/spring/send');
  const without = { confirm: async () => undefined, wait: false };
  expect(await run('send', press, ['spring'], without)).toMatchObject({ ok: true });
  expect(calls()).toContain('POST /newsletters/spring/send');
});

it('leaves it sending when the looking is interrupted, and says so', async () => {
  const { press } = await aPress(() => ({
    'GET /newsletters/spring': [[200, spring]],
    'POST /newsletters/spring/send': [[200, spring]],
    'GET /newsletters/spring/report': [[200, figures]],
  }));
  const others = process.listenerCount('SIGINT');
  const sending = run('send', press, ['spring']);
  while (process.listenerCount('SIGINT') === others) await new Promise((soon) => setTimeout(soon, 10));
  process.emit('SIGINT');
  const { ok, lines } = await sending;
  expect(ok).toBe(true);
  expect(lines[0]).toContain('It goes on without this terminal.');
  expect(process.listenerCount('SIGINT')).toBe(others);
});

it('fails where it pauses by itself, with the reason and the way on', async () => {
  const stop = { why: 'bounces', said: 'Too many came back.' };
  const { press } = await aPress(() => ({
    'GET /newsletters/spring': [
      [200, spring],
      [200, { ...spring, state: 'paused', stop }],
    ],
    'POST /newsletters/spring/send': [[200, spring]],
    'GET /newsletters/spring/report': [[200, { ...figures, state: 'paused' }]],
  }));
  const { ok, problem } = await run('send', press, ['spring'], { json: false, yes: true });
  expect(ok).toBe(false);
  expect(problem).toMatch(/paused: Too many came back\. .*press newsletter resume spring/);
});

it('says of a digest that it sends by itself, and of a refusal what the press says', async () => {
  const { press } = await aPress(() => ({
    'GET /newsletters/fridays': [[200, { ...fridays, people: 3, findings: [] }]],
    'POST /newsletters/spring/cancel': [[409, { detail: 'It was sent.' }]],
    'POST /newsletters/fridays/resume': [[200, fridays]],
  }));
  await expect(run('send', press, ['fridays'])).rejects.toThrow('is a digest');
  await expect(run('cancel', press, ['spring'])).rejects.toThrow('It was sent.');
  expect((await run('resume', press, ['fridays'])).lines[0]).toContain('awake');
});

it('sends again to those who were counted, after a yes alone', async () => {
  const { press, asked } = await aPress(() => ({
    'GET /newsletters/spring/report': [[200, sent]],
    'POST /newsletters/spring/again': [[200, spring]],
  }));
  const nobody = { confirm: async () => undefined };
  await expect(run('again', press, ['spring'])).rejects.toThrow('Say whom');
  await expect(run('again', press, ['spring', 'everybody'])).rejects.toThrow('Nobody else gets it again');
  await expect(run('again', press, ['spring', 'doubt'])).rejects.toThrow('Nobody is in doubt');
  await expect(run('again', press, ['spring', 'failed'], nobody)).rejects.toThrow('--yes');
  expect(asked.filter(({ call }) => call.startsWith('POST'))).toEqual([]);
  await run('again', press, ['spring', 'failed'], { yes: true, wait: false });
  expect(asked.at(-1)).toEqual({
    ...{ call: 'POST /newsletters/spring/again', body: '{"whom":"failed","count":1}' },
  });
});

it('mails a test to the address that is named', async () => {
  const { press, asked } = await aPress(() => ({
    'POST /newsletters/spring/test': [[202, { requested: true }]],
  }));
  await expect(run('test', press, ['spring'])).rejects.toThrow('--to');
  await run('test', press, ['spring'], { to: 'nia@press.example' });
  expect(asked).toEqual([{ call: 'POST /newsletters/spring/test', body: '{"to":"nia@press.example"}' }]);
});

it('shows the mail as text, and its HTML in a new file; a file is composed by the press alone', async () => {
  const mail = { from: 'post@press.example', subject: 'In spring', html: '<p>Hi', text: 'Hi', bytes: 2_000 };
  const { press } = await aPress(() => ({
    'GET /newsletters/spring/preview': [[200, { ...mail, people: 3, findings: spring.findings }]],
  }));
  const folder = await aFolder();
  const to = join(folder, 'spring.html');
  const { lines } = await run('preview', press, ['spring'], { to });
  expect(lines.join('\n')).toMatch(/In spring[\s\S]*! A picture has no words\.[\s\S]*\nHi$/);
  expect(await readFile(to, 'utf8')).toBe('<p>Hi');
  await expect(run('preview', press, ['spring'], { to })).rejects.toThrow('stays as it is');
  const file = join(folder, 'letter.md');
  await writeFile(file, '# Hi');
  await expect(run('preview', press, [file])).rejects.toThrow('press upload');
});

it('writes the ledger into a file for its owner alone', async () => {
  const { press } = await aPress((origin) => ({
    'GET /newsletters/spring/ledger.csv': [
      [202, { requested: true }],
      [200, { url: `${origin}/file`, expires: '' }],
    ],
    'GET /file': [[200, '\ufeffperson,email\r\n']],
  }));
  const to = join(await aFolder(), 'ledger.csv');
  await run('report', press, ['spring'], { csv: true, to });
  expect(await readFile(to, 'utf8')).toBe('\ufeffperson,email\r\n');
  expect((await stat(to)).mode & 0o077).toBe(0);
  await expect(run('report', press, ['spring'], { to })).rejects.toThrow('--csv');
});

const mail = {
  sender: { address: 'post@news.press.example', domain: 'news.press.example' },
  identity: { records: [{ type: 'CNAME', name: 'a._domainkey.press.example', value: 'a.dkim' }] },
  checks: [{ what: 'dkim', state: 'warning', text: 'It is not signed.' }],
};

it('tells what mail needs, and the record of the domain above where the own has none', async () => {
  const { press } = await aPress(() => ({ 'GET /mail': [[200, mail]] }));
  const here = await doctorMail(press, [], {}, async () => []);
  expect(here.ok).toBe(true);
  expect(here.lines.join('\n')).toMatch(
    /! dkim +It is not signed\.[\s\S]*a\._domainkey\.press\.example {2}CNAME/,
  );
  // A press on this machine has no DNS.
  expect(here.lines.join('\n')).not.toContain('dmarc');
});

it.each([
  [async (name: string) => (name === '_dmarc.press.example' ? ['v=DMARC1; p=none'] : []), '✓ dmarc', true],
  [async () => [], '! dmarc', true],
  [async () => Promise.reject(new Error('offline')), 'nobody can tell', true],
])('asks the DNS for DMARC: %#', async (readTxt, wanted, ok) => {
  const { press } = await aPress(() => ({ 'GET /mail': [[200, mail]] }));
  const outcome = await doctorMail(press, [], {}, readTxt, () => false);
  expect(outcome.lines.join('\n')).toContain(wanted);
  expect(outcome.ok).toBe(ok);
});

it('ends with a failure where no mail leaves', async () => {
  const fault = { ...mail, checks: [{ what: 'sandbox', state: 'fault', text: 'In the sandbox.' }] };
  const { press } = await aPress(() => ({ 'GET /mail': [[200, fault]] }));
  expect(await doctorMail(press, [], {})).toMatchObject({ ok: false });
});
