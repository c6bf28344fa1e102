import { expect, it } from 'vitest';
import { type Archive, archivePosition } from '../../functions/newsletters/archive/archived-issue.ts';
import type { Issues } from '../../functions/newsletters/issues/ports.ts';
import { aSentIssue } from '../functions/newsletters/archive/a-sent-issue.ts';

const first = '2026-05-01T07:00:00.000Z';
const second = '2026-05-02T07:00:00.000Z';
const third = '2026-05-03T07:00:00.000Z';

/** What readers rely on: a list shows what its issues' rows say, at every moment. */
export function archiveContract(open: () => Promise<{ archive: Archive; issues: Issues }>): void {
  const withThree = async () => {
    const { archive, issues } = await open();
    const sent = [
      aSentIssue('b', { at: second }),
      aSentIssue('a', { at: first, lists: ['weekly', 'events'] }, { preview: 'P', language: 'cy' }),
      aSentIssue('c', { at: third }),
    ];
    for (const one of sent) expect(await issues.write(undefined, one)).toBe(true);
    const slugs = async (list: string, limit = 10, before?: string) =>
      (await archive.older(list, limit, before)).map(({ slug }) => slug);
    return { archive, issues, slugs };
  };

  it('lists issues from when sending begins, newest first, in each of their lists', async () => {
    const { archive, slugs } = await withThree();
    expect(await slugs('weekly')).toEqual(['c', 'b', 'a']);
    expect(await archive.older('events', 10)).toEqual([
      { id: 'a', slug: 'a', title: 'Issue a', preview: 'P', language: 'cy', startedAt: first },
    ]);
    expect(await slugs('members')).toEqual([]);
  });

  it('lists nothing of what is not sent yet', async () => {
    const { issues, slugs } = await withThree();
    const { startedAt, ...prepared } = aSentIssue('d', { at: '2026-05-04T07:00:00.000Z' });
    await issues.write(undefined, { ...prepared, state: 'preparing' });
    expect(await slugs('weekly')).toEqual(['c', 'b', 'a']);
    await issues.write(await issues.read('d'), { ...prepared, ...(startedAt && { startedAt }) });
    expect(await slugs('weekly')).toEqual(['d', 'c', 'b', 'a']);
  });

  it('gives the next older and the next newer one', async () => {
    const { archive, slugs } = await withThree();
    const position = archivePosition({ id: 'b', startedAt: second });
    expect(await slugs('weekly', 1, position)).toEqual(['a']);
    expect((await archive.newer('weekly', position))?.slug).toBe('c');
    expect(await slugs('weekly', 2)).toEqual(['c', 'b']);
    expect(await archive.newer('weekly', archivePosition({ id: 'c', startedAt: third }))).toBeUndefined();
    expect(await slugs('weekly', 2, archivePosition({ id: 'a', startedAt: first }))).toEqual([]);
  });

  it('follows a correction, and leaves out what is withdrawn until it is there again', async () => {
    const { archive, issues, slugs } = await withThree();
    const read = await issues.read('b');
    if (!read) throw new Error('The issue is not there');
    const text = { ...read.text, slug: 'b-2', title: 'Corrected' };
    expect(await issues.write(read, { ...read, text })).toBe(true);
    expect((await archive.older('weekly', 3))[1]).toMatchObject({ id: 'b', slug: 'b-2', title: 'Corrected' });
    expect(await slugs('weekly')).toEqual(['c', 'b-2', 'a']);
    const corrected = await issues.read('b');
    if (!corrected) throw new Error('The issue is not there');
    await issues.write(corrected, { ...corrected, withdrawnAt: third });
    expect(await slugs('weekly')).toEqual(['c', 'a']);
    await issues.write(await issues.read('b'), corrected);
    expect(await slugs('weekly')).toEqual(['c', 'b-2', 'a']);
  });

  it('changes nothing with a write that came second', async () => {
    const { issues, slugs } = await withThree();
    const read = await issues.read('c');
    if (!read) throw new Error('The issue is not there');
    await issues.write(read, { ...read, state: 'sent' });
    expect(await issues.write(read, { ...read, withdrawnAt: third })).toBe(false);
    expect(await slugs('weekly')).toEqual(['c', 'b', 'a']);
  });
}
