import { describe, expect, it } from 'vitest';
import { uploadRequest } from '../../../functions/content/api/api-requests.ts';
import { limits as accepted, roleOf } from '../../../functions/content/uploads/upload.ts';
import {
  type ChosenFile,
  choiceOf,
  limits,
  obstacleTo,
  withMore,
} from '../../../functions/desk/browser/hand-in/chosen-files.ts';
import { accepted as endings, kindOf } from '../../../functions/desk/browser/hand-in/file-types.ts';

const file = (name: string, bytes = 1): ChosenFile => ({
  name,
  content: { size: bytes } as Blob,
  ...(kindOf(name) ?? { role: 'text', type: '' }),
});

describe('files that are chosen', () => {
  it('are what the press takes, by the endings of their names', () => {
    for (const ending of endings.split(',')) {
      const kind = kindOf(`a${ending.toUpperCase()}`);
      expect(roleOf(kind?.type ?? '')).toBe(kind?.role === 'text' ? 'manuscripts' : 'pictures');
    }
    for (const name of ['a.doc', 'a.rtf', 'a', 'md', 'a.md.exe']) expect(kindOf(name)).toBeUndefined();
  });

  it('are sorted; what systems leave in folders is not told of', () => {
    const names = [
      'b/a.md',
      '.DS_Store',
      'b/.git',
      '__MACOSX/a.md',
      '~$a.docx',
      'Thumbs.db',
      'a.rtf',
      'b.PNG',
    ];
    const choice = choiceOf(names.map((name) => new File(['x'], name)));
    expect(choice.files.map(({ name, role }) => [name, role])).toEqual([
      ['b/a.md', 'text'],
      ['b.PNG', 'picture'],
    ]);
    expect(choice.leftOut).toEqual(['a.rtf']);
  });

  it('that come anew take the place of those of their name', () => {
    const [a, b, again] = [file('a.md'), file('b.md'), file('a.md', 2)];
    expect(withMore([a, b], [again])).toEqual([b, again]);
  });

  it('are held back where the press would refuse them, and only there', () => {
    expect(limits).toEqual({
      files: accepted.files,
      text: accepted.manuscript,
      picture: accepted.picture,
      texts: accepted.manuscripts,
    });
    const sets = [
      [file('a.md')],
      [file('a.md'), file('b.png')],
      [file('b.png')],
      [file('b.pdf')],
      [file('a.md', limits.text)],
      [file('a.md', limits.text + 1)],
      [file('a.md'), file('b.png', limits.picture + 1)],
      ['a', 'b', 'c', 'd'].map((name) => file(`${name}.md`, 16_000_000)),
      Array.from({ length: 50 }, (_, at) => file(`${at}.md`)),
      Array.from({ length: 51 }, (_, at) => file(`${at}.md`)),
    ];
    for (const files of sets) {
      const announced = {
        files: files.map(({ name, type, content }) => ({ name, type, bytes: content.size })),
      };
      expect(obstacleTo(files) === undefined).toBe(uploadRequest.safeParse(announced).success);
    }
    expect(obstacleTo([])).toBeUndefined();
  });
});
