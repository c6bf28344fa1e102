import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alarmsOf } from '../../lib/local/alarms/alarms.ts';
import type { Queue } from '../../lib/local/sqs/queue.ts';
import { queuesOf } from '../../lib/local/sqs/queues.ts';
import { deadLetterQueues, redriveAll } from '../../lib/local/sqs/redrive.ts';
import type { Weather } from '../../lib/local/weather/weather.ts';
import { dyingOnceDone, fairWeather, handInAll, manuscript, often, standing } from './storm/deliveries.ts';
import { quiet } from './storm/quiet.ts';
import { Storm } from './storm/storm.ts';
import { withoutMemory } from './storm/tampering.ts';
import { settingsOf } from './storm/whole-number.ts';

let storm: Storm;
beforeAll(async () => {
  storm = await Storm.begin();
});
afterAll(() => storm.end());
afterEach(async () => {
  storm.press.cloud.weather = undefined;
  for (const queue of deadLetterQueues(storm.press.cloud)) queue.purge();
});

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

/** For each version of the documents their manuscripts, so many in one upload. */
function folders(slugs: string[], versions: number, perUpload: number) {
  return numbered('Version', versions).flatMap((title) => {
    const parcels = Array.from({ length: slugs.length / perUpload }, (_, at) =>
      slugs.slice(at * perUpload, (at + 1) * perUpload),
    );
    return parcels.map((some) => Object.assign({}, ...some.map((slug) => manuscript(slug, title))));
  });
}

describe('events of S3, each delivered one to five times in random order', () => {
  const once = (slugs: string[], versions: number) =>
    slugs.map((slug) => `${slug}: Version-${versions - 1}, ${versions} revisions`);

  const perUpload = 10;
  // A thousand of them beside as many sequences as the integration plays.
  const pieces = perUpload * Math.min(20, Math.ceil(settingsOf(process.env).runs / 5));

  it(`end as one delivery in order would: ${5 * pieces} of them`, { timeout: 400_000 }, async () => {
    const slugs = numbered('piece', pieces);
    await handInAll(storm, folders(slugs, 5, perUpload), { ...fairWeather, ...often(1) });
    expect(await standing(storm, slugs)).toEqual(once(slugs, 5));
    expect(await storm.faults()).toEqual([]);
  });

  it('end so for uploads of one file, too', { timeout: 180_000 }, async () => {
    const slugs = numbered('lone', 6);
    await handInAll(storm, folders(slugs, 3, 1), { ...fairWeather, ...often(2) });
    expect(await standing(storm, slugs)).toEqual(once(slugs, 3));
  });

  it('would not, if the reader did not know what it has done', async () => {
    const slugs = numbered('unguarded', 6);
    const unguarded = withoutMemory(storm.press.cloud);
    await handInAll(storm, folders(slugs, 3, 1), { ...unguarded, ...often(2) });
    expect(await standing(storm, slugs)).not.toEqual(once(slugs, 3));
  });
});

describe('PUT, PUT and DELETE of one key', () => {
  const orders = [
    ['One', 'Two', undefined],
    ['Two', 'One', undefined],
    ['One', undefined, 'Two'],
    ['Two', undefined, 'One'],
    [undefined, 'One', 'Two'],
    [undefined, 'Two', 'One'],
  ];

  it('end as the last of them, whatever is told first, last or twice', async () => {
    storm.press.cloud.weather = { ...fairWeather, ...often(3) };
    const ends = orders.map(async (titles, at) => {
      const slug = `key-${at}`;
      const { id } = await storm.editor.open(manuscript(slug, 'One'));
      for (const title of titles)
        await storm.observer.upload(
          `manuscripts/${id}/0`,
          title && Object.values(manuscript(slug, title)).join(),
        );
      const { documents, notices } = await storm.editor.receipt(id);
      await quiet(storm.press.cloud);
      const title = (await storm.editor.receipt(id)).documents[0]?.title;
      return title ?? `${documents.length} ${notices[0]?.text}`;
    });
    expect(await Promise.all(ends)).toEqual(
      orders.map((titles) => titles[2] ?? expect.stringContaining('0 Was taken away')),
    );
  });
});

function manuscriptsQueue({ press }: Storm): Queue {
  const queue = queuesOf(press.cloud)
    .list()
    .find(({ settings }) => settings.name.includes('ManuscriptsQueue') && settings.redrive);
  if (!queue) throw new Error('There is no queue of manuscripts');
  return queue;
}

const dead = ({ press }: Storm) =>
  deadLetterQueues(press.cloud).reduce((sum, { counts }) => sum + counts.visible, 0);

const alarms = ({ press }: Storm) =>
  [...alarmsOf(press.cloud).states].filter(([, state]) => state === 'ALARM').map(([name]) => name);

describe('a poison message among a hundred', () => {
  async function poisoned(on: Storm, slugs: string[]): Promise<void> {
    await on.press.cloud.enqueue(manuscriptsQueue(on).settings.arn, 'poison');
    await handInAll(on, folders(slugs, 1, slugs.length / 3), fairWeather);
  }

  it('is a dead letter with its alarm; 99 are done once', async () => {
    const slugs = numbered('healthy', 99);
    await poisoned(storm, slugs);
    expect(await standing(storm, slugs)).toEqual(slugs.map((slug) => `${slug}: Version-0, 1 revisions`));
    expect(dead(storm)).toBe(1);
    expect(alarms(storm)).toEqual([expect.stringContaining('Content')]);
  });

  it('would be lost without a word, if failures were not told by message', async () => {
    const silent = await Storm.begin({
      change: ({ Resources = {} }) => {
        for (const { Type, Properties } of Object.values(Resources))
          if (Type === 'AWS::Lambda::EventSourceMapping') delete Object(Properties).FunctionResponseTypes;
      },
    });
    await poisoned(silent, numbered('healthy', 3)).finally(() => silent.end());
    expect(dead(silent)).toBe(0);
  });
});

describe('a dead letter that had taken effect', () => {
  /** An older hand-in is a dead letter, a newer one stands; what stands after a redrive in each weather. */
  async function redriven(slug: string, skies: Weather[]) {
    const { cloud } = storm.press;
    await handInAll(storm, [manuscript(slug, 'Older')], dyingOnceDone(cloud));
    await handInAll(storm, [manuscript(slug, 'Newer')], fairWeather);
    const seen = async () => ({ standing: await standing(storm, [slug]), site: await storm.observer.site() });
    const before = await seen();
    const letters = [dead(storm)];
    for (const weather of skies) {
      cloud.weather = weather;
      redriveAll(cloud);
      await quiet(cloud);
      letters.push(dead(storm));
    }
    return { before, after: await seen(), letters };
  }

  it('changes nothing when it is redriven, and again', async () => {
    const { before, after, letters } = await redriven('redriven', [
      dyingOnceDone(storm.press.cloud, { alreadyDone: true }),
      fairWeather,
    ]);
    expect(letters).toEqual([1, 1, 0]);
    expect(after).toEqual(before);
  });

  it('would, if the reader did not know what it has done', async () => {
    const unguarded = withoutMemory(storm.press.cloud);
    const { before, after } = await redriven('unguarded', [unguarded]);
    expect(after.standing).not.toEqual(before.standing);
  });
});
