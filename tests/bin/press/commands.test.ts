import { expect, it } from 'vitest';
import { commands } from '../../../bin/press/commands.ts';

/** Nobody answers there: whoever asks fails otherwise. */
const press = { api: 'http://127.0.0.1:9', token: '' };

it.each([
  ['delete', ['one', 'two']],
  ['withdraw', ['one', 'two']],
  ...['show', 'publish', 'download'].map((name): [string, string[]] => [name, ['one', '1', 'two']]),
  ['list', ['two']],
  ['render', ['two']],
  ['announce', ['one', 'two']],
  ['backup', ['one', 'two']],
  ['restore-from', ['one', 'two']],
])('%s does nothing when there are words too many', async (name, words) => {
  await expect(commands[name]?.(press, words, { reason: 'So.' })).rejects.toThrow('“two” is too much');
});
