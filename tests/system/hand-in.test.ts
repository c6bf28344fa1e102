import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../bin/press/commands.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import type { Template } from '../../lib/local/assembly.ts';
import { tablesOf } from '../../lib/local/dynamodb/tables.ts';
import { queuesOf } from '../../lib/local/sqs/queues.ts';
import { redriveAll } from '../../lib/local/sqs/redrive.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';
import { quiet } from './storm/quiet.ts';

const examples = join(import.meta.dirname, '../../examples/press');

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({ change: addListener });
});
afterAll(() => press.end());

type Answer = Awaited<ReturnType<PressUnderTest['get']>>;

/** The page once it is as wanted; pages follow a receipt within seconds. */
async function page(path: string, wanted: (answer: Answer) => boolean): Promise<Answer> {
  const answer = await eventually(() => press.get(path), wanted, 30);
  expect(wanted(answer), `${path}: ${answer.status} ${answer.text.slice(0, 500)}`).toBe(true);
  return answer;
}

const says = (words: string) => (answer: Answer) => answer.text.includes(words);
const answers = (status: number) => (answer: Answer) => answer.status === status;

it('turns the sample press into pages, lists, feeds and API answers', async () => {
  const receipts = await handIn([examples], press.editor);
  const notices = receipts.flatMap((receipt) => receipt.notices);
  expect(notices.filter(({ level }) => level !== 'note')).toEqual([]);
  const documents = receipts.flatMap((receipt) => receipt.documents);
  expect(documents).toHaveLength(46);
  const withPages = documents.filter(({ kind }) => kind !== 'newsletter');
  for (const { url } of withPages) await page(url, answers(200));
  await page('/', says('The Quayside Lantern'));
  await page('/', says('Ferry crews win the winter timetable'));
  const feed = await page('/feed.xml', says('Ferry crews'));
  expect(feed.headers.get('content-type')).toMatch(/atom\+xml/);
  const found = await press.api<{ items: { slug: string }[] }>('GET', '/articles?section=memory&limit=100');
  expect(found.items.map(({ slug }) => slug)).toContain('to-whoever-picks-this-up');
}, 120_000);

it('serves every picture a page shows, sized and for ever', async () => {
  const { text } = await page('/articles/ferry-crews-win-the-winter-timetable/', answers(200));
  const pictures = [...new Set(text.match(/\/media\/[a-z0-9./-]+/g))];
  expect(pictures.length).toBeGreaterThan(2);
  for (const path of pictures) {
    const { status, headers } = await press.get(path);
    expect(status, path).toBe(200);
    expect(headers.get('cache-control')).toContain('immutable');
  }
});

it('lets scripts of every site read the open API, and ask with HEAD what they may ask with GET', async () => {
  const { paths } = await press.api<{ paths: Record<string, { get?: { security: object[] } }> }>(
    'GET',
    '/openapi.json',
  );
  const slug = 'ferry-crews-win-the-winter-timetable';
  const others = {
    '/api/events/': 'summer-school',
    '/api/books/': 'the-year-of-steam',
    '/api/bulletins/': 'harbour-bulletin-no-12',
  };
  const slugAt = (path: string) =>
    Object.entries(others).find(([start]) => path.startsWith(start))?.[1] ?? slug;
  const readable = Object.entries(paths).flatMap(([path, { get }]) =>
    get ? [{ path: path.replace('{slug}', slugAt(path)), isOpen: get.security.length === 0 }] : [],
  );
  const open = readable.filter(({ isOpen }) => isOpen).map(({ path }) => path);
  expect(open).toEqual(expect.arrayContaining(['/api/articles', `/api/articles/${slug}`, '/api/tags']));
  for (const path of ['/api/', '/api/openapi.json', ...open]) {
    const [got, asked] = [await press.get(path), await fetch(press.site + path, { method: 'HEAD' })];
    expect([got.status, asked.status, await asked.text()], path).toEqual([200, 200, '']);
    expect(got.headers.get('access-control-allow-origin'), path).toBe('*');
    for (const name of ['access-control-allow-origin', 'etag', 'content-type', 'cache-control'])
      expect(asked.headers.get(name), `${name} of ${path}`).toBe(got.headers.get(name));
  }
  for (const { path } of readable.filter(({ isOpen }) => !isOpen)) {
    const refused = await fetch(press.site + path, { method: 'HEAD' });
    expect([path, refused.status]).toEqual([path, 401]);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  }
});

it('answers 404 for a picture that is not there, and keeps the query where it adds a slash', async () => {
  const missing = await press.get('/media/not-there.jpg');
  expect(missing.status).toBe(404);
  expect(missing.headers.get('content-type')).not.toContain('html');
  const moved = await press.get('/articles/never-was?utm=1&page=2');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/articles/never-was/?utm=1&page=2']);
});

it('has an index of names, which leaves with its last name', async () => {
  const piece = '---\ntitle: Moorings\nauthors: [Bela Quist]\nseries: Low water\n---\n\nText.\n';
  const isGone = ({ text }: Answer) => !text.includes('Bela Quist');
  await press.handIn({ 'moorings.md': piece });
  await page('/authors/', says('<a href="/authors/bela-quist/"><bdi>Bela Quist</bdi></a>'));
  await page('/series/', says('Low water'));
  await page('/archive/', says('<a href="/series/">Series</a>'));
  await page('/sitemaps/pages.xml', says('/series/'));
  await press.api('POST', '/documents/moorings/withdraw', { reason: 'Wrong.' });
  await page('/authors/', isGone);
  await page('/series/', ({ text }) => !text.includes('Low water'));
}, 60_000);

it('says that an unchanged file is unchanged, and makes no copy', async () => {
  const documents = () => press.api<{ items: unknown[] }>('GET', '/documents?limit=100');
  const before = await documents();
  const [receipt] = await handIn([join(examples, 'bench.md')], press.editor);
  expect(receipt?.notices).toContainEqual(
    expect.objectContaining({ text: expect.stringMatching(/unchanged/i) }),
  );
  expect((await documents()).items.length).toBe(before.items.length);
});

it('recognises an unchanged file by its pictures too, however often it comes', async () => {
  const picture = await readFile(join(examples, 'pictures/bench.jpg'));
  const files = { 'wall.md': '# Wall\n\n![The wall](wall.jpg)\n', 'wall.jpg': picture };
  for (const _ of [1, 2, 3, 4]) await press.handIn(files);
  expect(await press.api('GET', '/documents/wall')).toMatchObject({ revision: 1 });
});

it('keeps the address when a corrected file comes in again', async () => {
  await press.handIn({ 'tide.md': '---\ntitle: Tide tables are wrong\nsection: News\n---\nBy an hour.' });
  await press.handIn({ 'tide.md': '---\ntitle: Tide tables were wrong\nsection: News\n---\nBy an hour.' });
  const [receipt] = await press.handIn({
    'tide.md': '---\ntitle: Tide tables were wrong\nsection: News\n---\nBy two hours.',
  });
  expect(receipt?.documents).toMatchObject([{ slug: 'tide-tables-are-wrong', revision: 3 }]);
  const { text } = await page('/articles/tide-tables-are-wrong/', says('two hours'));
  expect(text).toContain('Tide tables were wrong');
});

it('answers 301 for what moved, 410 with the reason for what was withdrawn, 404 for what was deleted', async () => {
  await press.handIn({
    'a.md': '---\ntitle: Old pier\n---\nStands.',
    'b.md': '---\ntitle: Rumour\n---\nUntrue.',
    'c.md': '---\ntitle: Mistake\n---\nOops.',
  });
  await press.handIn({
    'a.md': '---\ntitle: Old pier\nslug: new-pier\naliases: [old-pier]\n---\nStands again.',
  });
  await press.api('POST', '/documents/rumour/withdraw', { reason: 'It was not so.' });
  await press.api('DELETE', '/documents/mistake');
  const moved = await page('/articles/old-pier/', answers(301));
  expect(new URL(moved.headers.get('location') ?? '', press.site).pathname).toBe('/articles/new-pier/');
  for (const path of ['/articles/rumour/', '/api/articles/rumour']) {
    expect((await page(path, answers(410))).text).toContain('It was not so.');
  }
  await page('/articles/mistake/', answers(404));
  await page('/articles/never-was/', answers(404));
});

describe('what waits', () => {
  const command = async (name: string, words: string[], options = {}) => {
    const outcome = await commands[name]?.(press.editor, words, options);
    return { ...outcome, text: outcome?.lines.join('\n') ?? '' };
  };
  const piece = (fields: string, text: string) => `---\ntitle: Slack water\n${fields}---\n\n${text}\n`;

  it('is in no reader’s sight until an editor publishes it', async () => {
    const [receipt] = await press.handIn({ 'slack.md': piece('published: 2999-05\n', 'To come.') });
    expect(receipt?.documents).toMatchObject([{ slug: 'slack-water', status: 'scheduled' }]);
    await page('/articles/slack-water/', answers(404));
    await page('/api/articles/slack-water', answers(404));
    expect((await command('list', [])).text).toMatch(/scheduled +article +r1 +slack-water .*\(for 2999-05\)/);
    const published = await command('publish', ['slack-water']);
    expect(published.text).toMatch(/^✓ Slack water — published, revision 2: http/);
    await page('/articles/slack-water/', says('To come.'));
    await page('/archive/', says('Slack water'));
  }, 60_000);

  it('beside what is published is listed, read, fetched and published', async () => {
    const draft = piece('slug: slack-water\nstatus: draft\n', 'Better.');
    await press.handIn({ 'slack.md': draft });
    await page('/articles/slack-water/', says('To come.'));
    expect((await command('list', [])).text).toMatch(/slack-water .*\[r3 by [\w ]+ waits: draft\]/);
    expect((await command('show', ['slack-water'])).text).toContain('press show slack-water 3');
    expect((await command('show', ['slack-water', '3'])).text).toMatch(/\n\nBetter\.$/);
    const to = join(await mkdtemp(join(tmpdir(), 'press-')), 'slack.md');
    await command('download', ['slack-water', '3'], { to });
    expect(await readFile(to, 'utf8')).toBe(draft);
    await expect(command('download', ['slack-water'], { to })).rejects.toThrow('is there already');
    await command('publish', ['slack-water']);
    await page('/articles/slack-water/', says('Better.'));
    await expect(command('publish', ['slack-water'])).rejects.toThrow(/^Unchanged: .*no draft is newer/);
  }, 60_000);

  it('takes the addresses that it names once it is published, those of others where the editor names them', async () => {
    const tidal = '---\ntitle: Tidal mill\n---\n\nIt turns.\n';
    await press.handIn({ 'mill.md': tidal });
    const idAt = async (slug: string) => (await press.api<{ id: string }>('GET', `/articles/${slug}`)).id;
    const before = await idAt('slack-water');
    const taking = 'slug: still-water\naliases: [slack-water]\nreplaces: [tidal-mill]\nstatus: draft\n';
    await press.handIn({ 'slack.md': piece(taking, 'Best.') });
    expect((await command('list', [])).text).toMatch(/still-water .*takes the place of tidal-mill/);
    await expect(command('publish', ['still-water'])).rejects.toThrow('--replaces tidal-mill');
    await page('/articles/tidal-mill/', says('It turns.'));
    const { text } = await command('publish', ['still-water'], { replaces: ['tidal-mill'] });
    expect(text).toMatch(/Takes the place of tidal-mill: .*Old addresses lead here now: slack-water\./s);
    for (const old of ['slack-water', 'tidal-mill']) await page(`/articles/${old}/`, answers(301));
    expect(await idAt('still-water')).toBe(before);
  }, 60_000);
});

it('shows a name as its newest article spells it, and goes back when that one is taken down', async () => {
  const piece = (title: string, author: string, published: string) =>
    `---\ntitle: ${title}\nauthors: [${author}]\ntags: [Head]\npublished: ${published}\n---\n\nText.\n`;
  const names = async () =>
    (await press.api<{ items: { name: string }[] }>('GET', '/authors?limit=50')).items;
  await press.handIn({ 'tide.md': piece('Low tide', 'Jose munoz', '2024-01-01') });
  await page('/authors/jose-munoz/', says('<h1>Jose munoz</h1>'));
  await press.handIn({ 'flood.md': piece('High tide', 'José Muñoz', '2024-01-02') });
  await page('/authors/jose-munoz/', says('<h1>José Muñoz</h1>'));
  expect(await names()).toContainEqual(expect.objectContaining({ name: 'José Muñoz' }));
  await press.api('POST', '/documents/high-tide/withdraw', { reason: 'Wrong.' });
  await page('/authors/jose-munoz/', says('<h1>Jose munoz</h1>'));
  expect(await names()).toContainEqual(expect.objectContaining({ name: 'Jose munoz' }));
}, 60_000);

describe('what is announced again', () => {
  interface Heard {
    'detail-type': string;
    detail: { slug: string; version?: number; after?: { status: string } };
  }
  /** Everything the listener's queue has, which is empty then. */
  const heard = (): Heard[] => {
    const queue = listenersQueue();
    const messages = Array.from({ length: queue.counts.visible }, () => queue.take(1)).flat();
    queue.delete(messages.flatMap(({ receipt }) => receipt ?? []));
    return messages.map(({ body }) => JSON.parse(body));
  };
  const hears = async (all: Heard[], wanted: (event: Heard) => boolean) => {
    await eventually(
      async () => all.push(...heard()) && all.some(wanted),
      (found) => found === true,
      60,
    );
    expect(all.filter(wanted)).not.toEqual([]);
  };
  const announce = (...words: string[]) => commands.announce?.(press.editor, words, {});
  /** Messages for the renderer, from the press's first moment on. */
  const pagesSent = () =>
    Object.entries(press.gate.calls.snapshot())
      .filter(([call]) => /PlanPages\S* sqs:Send/.test(call))
      .reduce((sum, [, count]) => sum + count, 0);

  it('is every document, whatever its state, and no page is rendered for it', async () => {
    await quiet(press.cloud);
    heard();
    const before = pagesSent();
    const all: Heard[] = [];
    expect(before).toBeGreaterThan(0);
    expect(await announce()).toMatchObject({ ok: true });
    await hears(all, (event) => event['detail-type'] === 'Backfill Ended');
    await quiet(press.cloud);
    all.push(...heard());
    const documents = all.filter((event) => event['detail-type'] === 'Document Backfilled');
    const states = new Map(documents.map(({ detail }) => [detail.slug, detail.after?.status]));
    expect(Object.fromEntries(states)).toMatchObject({
      'new-pier': 'published',
      'old-pier': 'moved',
      rumour: 'withdrawn',
      mistake: 'deleted',
    });
    const { items } = await press.api<{ items: { slug: string }[] }>('GET', '/histories?limit=100');
    expect(items.map(({ slug }) => slug).filter((slug) => !states.has(slug))).toEqual([]);
    expect(pagesSent()).toBe(before);
  }, 120_000);

  it('is a document whose row could not be read, once it can: the others went on meanwhile', async () => {
    const all: Heard[] = [];
    const { endpoint } = await tablesOf(press.cloud);
    const TableName = tableNamed(/ContentTable\/Table\/Resource/);
    const Key = { pk: { S: 'doc#rumour' }, sk: { S: 'head' } };
    const stored = Object(await endpoint.call('DynamoDB_20120810.GetItem', { TableName, Key })).Item;
    const put = (Item: object) => endpoint.call('DynamoDB_20120810.PutItem', { TableName, Item });
    await put({ ...stored, order: { NULL: true } });
    const unannounced = queueNamed(/ContentTable\/Unannounced/);
    await eventually(
      async () => unannounced.counts.visible,
      (count) => count === 1,
      60,
    );
    expect(JSON.parse(unannounced.newest()?.body ?? '')).toEqual({
      unannounced: { pk: 'doc#rumour', sk: 'head', place: expect.any(String) },
    });
    await press.handIn({ 'after.md': '---\ntitle: It goes on\n---\nText.' });
    await page('/articles/it-goes-on/', answers(200));
    await put(stored);
    await eventually(
      async () => unannounced.counts.visible,
      (count) => count === 2,
      60,
    );
    heard();
    expect(redriveAll(press.cloud)).toBe(2);
    await hears(all, ({ detail }) => detail.slug === 'rumour' && detail.after?.status === 'withdrawn');
    expect(unannounced.counts.visible).toBe(0);
  }, 120_000);
});

/** A room that hears everything of the content room: a queue on the press's bus. */
function addListener({ Resources }: Template): void {
  const bus = Object.keys(Resources).find((id) => Resources[id]?.Type === 'AWS::Events::EventBus') ?? '';
  const Arn = { 'Fn::GetAtt': ['Listener', 'Arn'] };
  Object.assign(Resources, {
    Listener: { Type: 'AWS::SQS::Queue', Properties: {} },
    ListenerPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Listener' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Principal: { Service: 'events.amazonaws.com' },
              Resource: Arn,
            },
          ],
        },
      },
    },
    ListenerRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: bus },
        EventPattern: { source: ['broadside.content'] },
        State: 'ENABLED',
        Targets: [{ Arn, Id: 'Target0' }],
      },
    },
  });
}

const resourceAt = (path: RegExp | string) =>
  [...press.cloud.resources.values()].find((one) =>
    typeof path === 'string' ? one.logicalId === path : path.test(one.path),
  );
const tableNamed = (path: RegExp) => resourceAt(path)?.identity.ref ?? '';
const queueNamed = (path: RegExp | string) =>
  queuesOf(press.cloud).byArn(resourceAt(path)?.identity.attributes.Arn ?? '');
const listenersQueue = () => queueNamed('Listener');

describe.each(['in one parcel', 'in two commands', 'in two parcels of one command'])('%s', (how) => {
  /** Enough other manuscripts, in between, for the second to come in a parcel of its own. */
  const filler = Array.from({ length: how.includes('two parcels') ? 22 : 0 }, (_, n) => {
    const number = String(n).padStart(2, '0');
    return [`b/filler-${number}.md`, `# ${how} ${number}\n\nFiller ${number}.`] as const;
  });
  const handInBoth = async (first: readonly [string, string], second: readonly [string, string]) => {
    if (how === 'in two commands')
      return [
        ...(await press.handIn({ [first[0]]: first[1] })),
        ...(await press.handIn({ [second[0]]: second[1] })),
      ];
    return press.handIn(Object.fromEntries([first, ...filler, second]));
  };
  const unlike = (title: string, text: string) => `---\ntitle: ${title} ${how}\n---\n${text} It came ${how}.`;
  const documentsOf = () =>
    Promise.all(['may', 'june'].map((month) => press.api('GET', `/documents/letters-${month}-${slug}`)));
  const slug = how.replaceAll(' ', '-');

  it('makes two articles of two unlike letters in files of one name, and nothing more of them later', async () => {
    const may = ['a/letters.md', unlike('Letters, May', 'The pier and the tram.')] as const;
    const june = ['c/letters.md', unlike('Letters, June', 'On rents and the school.')] as const;
    for (const _ of [1, 2]) {
      await handInBoth(may, june);
      expect(await documentsOf()).toMatchObject([
        { slug: `letters-may-${slug}`, revision: 1, revisions: [{}] },
        { slug: `letters-june-${slug}`, revision: 1, revisions: [{}] },
      ]);
    }
    await page(`/articles/letters-may-${slug}/`, ({ text }) => text.includes('The pier and the tram.'));
    await page(`/articles/letters-june-${slug}/`, ({ text }) => text.includes('On rents and the school.'));
  });

  it('refuses the second of two unlike texts of one title, with both ways out', async () => {
    const spring = ['a/spring.md', unlike('Minutes', 'The spring meeting.')] as const;
    const summer = ['c/summer.md', unlike('Minutes', 'The summer meeting.')] as const;
    for (const _ of [1, 2]) {
      const receipts = await handInBoth(spring, summer);
      const errors = receipts.flatMap(({ notices }) => notices).filter(({ level }) => level === 'error');
      expect(errors).toMatchObject([{ file: expect.stringMatching(/summer.md$/) }]);
      expect(errors[0]?.text).toMatch(/“slug: minutes-[^”]+”.*“slug: minutes-[^”]+-2”/);
      const stored = await press.api<{ name: string; revisions: object[] }>(
        'GET',
        `/documents/minutes-${slug}`,
      );
      expect(stored).toMatchObject({ name: expect.stringMatching(/spring.md$/), revisions: [{}] });
    }
  });
});
