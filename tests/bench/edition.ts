import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { handIn } from '../../bin/press/hand-in.ts';
import type { PressAtWork } from './a-press.ts';
import { withPress } from './archives.ts';
import { now, time } from './figures.ts';
import type { Row } from './row.ts';

const pieces = Array.from({ length: 20 }, (_, number) => `together-${number + 1}`);
const goal = 20_000;

/** What comes out together is there together. */
export const edition = async (): Promise<Row[]> => [await withPress(1000, rowOf)];

/** From the minute in which the moment of an edition comes to the last of its twenty pieces. */
async function rowOf(press: PressAtWork): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'edition-'));
  try {
    const { now: clock }: { now: string } = await (await fetch(press.clock)).json();
    const moment = new Date(Date.parse(clock) + 2 * 3_600_000).toISOString();
    const file = (name: string, fields: string[]) =>
      writeFileSync(join(folder, `${name}.md`), `---\n${fields.join('\n')}\n---\n\nWords.\n`);
    for (const slug of pieces) file(slug, [`title: ${slug}`, `slug: ${slug}`, 'section: Housing']);
    file('front', ['kind: front', `lead: ${pieces[0]}`]);
    const documents = `documents: [${[...pieces, 'front']}]`;
    file('a-number', [
      'kind: edition',
      'title: Together',
      'slug: together',
      `publish_at: ${moment}`,
      documents,
    ]);
    await handIn([folder], press);
    await press.quiet();
    const began = now();
    const moved = fetch(press.clock, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: 'PT3H' }),
    });
    for (const slug of pieces) while (!(await isThere(press, slug))) await pause(20);
    const taken = now() - began;
    await moved;
    await press.quiet();
    return {
      what: 'the moment of an edition → each of its 20 pieces, 1000 articles',
      peers: '',
      goal: time(goal),
      measured: time(taken),
      met: taken <= goal,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function isThere(press: PressAtWork, slug: string): Promise<boolean> {
  const response = await fetch(`${press.site}/articles/${slug}/`);
  await response.arrayBuffer();
  return response.ok;
}
