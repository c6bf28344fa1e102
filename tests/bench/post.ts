import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PressAtWork } from './a-press.ts';
import { handInFolder, withPress } from './archives.ts';
import { inMemory } from './places.ts';
import type { Row } from './row.ts';
import { answerTimes } from './subscribers/answer-times.ts';
import { importRows } from './subscribers/import-rows.ts';
import { manySignUps } from './subscribers/many-sign-ups.ts';
import { oneSubscriber } from './subscribers/one-subscriber.ts';
import { Readers } from './subscribers/readers.ts';

/** No hour's ceiling holds letters up. */
const pressDocument = `---
kind: press
title: The Measured Lantern
sender: The Measured Lantern <post@lantern.example>
imprint: The Measured Lantern, 4 Harbour Row, Saltmarsh
limits: { hourly: 1000000 }
lists:
  - { name: weekly, title: The weekly, default: true }
---
`;

/** People subscribe: what one costs, what their answers tell, how many at once, and a file of them. */
export const post = (): Promise<Row[]> =>
  withPress(0, async (press) => {
    await handInPress(press);
    const readers = new Readers(press.site);
    try {
      return [
        ...(await oneSubscriber(press, readers)),
        ...(await answerTimes(press, readers)),
        ...(await manySignUps(press)),
        ...(await importRows(press)),
      ];
    } finally {
      readers.end();
    }
  });

async function handInPress(press: PressAtWork): Promise<void> {
  const folder = inMemory('manuscripts');
  writeFileSync(join(folder, 'press.md'), pressDocument);
  await handInFolder(folder, press);
  await press.quiet();
}
