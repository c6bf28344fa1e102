import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../functions/desk/browser/write/toolbar-commands.ts';

/** Runs a command on a text in which `[` and `]` enclose what is chosen, and shows what is chosen then. */
function run(name: string, marked: string): string {
  const start = marked.indexOf('‹');
  const end = marked.indexOf('›') - 1;
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no command ${name}`);
  const made = command.apply({ text: marked.replace(/[‹›]/g, ''), start, end });
  return `${made.text.slice(0, made.start)}‹${made.text.slice(made.start, made.end)}›${made.text.slice(made.end)}`;
}

describe('the toolbar', () => {
  it.each([
    ['Bold', 'It ‹floods›.', 'It **‹floods›**.'],
    ['Bold', 'It **‹floods›**.', 'It ‹floods›.'],
    ['Bold', 'It ‹ floods ›here.', 'It  **‹floods›** here.'],
    ['Italic', 'It ‹›.', 'It *‹italic›*.'],
    ['Heading', 'One\nT‹w›o\nThree', 'One\n‹## Two›\nThree'],
    ['Heading', '## T‹w›o', '‹Two›'],
    ['List', '‹One\nTwo\n›Three', '‹- One\n- Two›\nThree'],
    ['List', '‹- One\n- Two›', '‹One\nTwo›'],
    ['Numbered list', '‹One\nTwo›', '‹1. One\n2. Two›'],
    ['Quotation', 'T‹›wo', '‹> Two›'],
    ['Quotation', '', '‹> ›'],
    ['Link', 'See ‹the map›.', 'See [the map](‹https://›).'],
    ['Link', '‹https://maps.example/›', '[‹›](https://maps.example/)'],
    ['Footnote', 'It floods‹›.\n', 'It floods[^1].\n\n[^1]: ‹›\n'],
    ['Footnote', 'A[^3] b‹›\n\n[^3]: C', 'A[^3] b[^4]\n\n[^3]: C\n\n[^4]: ‹›\n'],
  ])('%s makes %j to %j', (name, before, after) => expect(run(name, before || '‹›')).toBe(after));

  it('never loses a letter, and chooses within the text', () => {
    const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '*', '- ', '> ', '1. ', '#'), {
      maxLength: 20,
    });
    const letters = (one: string) => one.replace(/[^ab]/g, '');
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.constantFrom(...commands), (parts, one, other, command) => {
        const whole = parts.join('');
        const [start = 0, end = 0] = [one, other].map((at) => at % (whole.length + 1)).sort((a, b) => a - b);
        const made = command.apply({ text: whole, start, end });
        const added = /Bold|Italic/.test(command.name) && start === end ? command.name.toLowerCase() : '';
        expect(made.start).toBeLessThanOrEqual(made.end);
        expect(made.end).toBeLessThanOrEqual(made.text.length);
        const without = added ? made.text.replace(added, '') : made.text;
        if (command.name !== 'Link' && !/^\s*$/.test(whole.slice(start, end) || 'a'))
          expect(letters(without)).toBe(letters(whole));
      }),
    );
  });
});
