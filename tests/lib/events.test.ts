import { beforeAll, describe, expect, it } from 'vitest';
import { type ContentEvent, contentSource } from '../../functions/content/contract/change.ts';
import { backfillOf, changeOf } from '../../functions/content/documents/announcement.ts';
import { deleteDocument } from '../../functions/content/documents/delete-document.ts';
import type { DocumentWrite } from '../../functions/content/documents/document-write.ts';
import { withdrawDocument } from '../../functions/content/documents/withdraw-document.ts';
import { type Pattern, patternOf } from '../../lib/local/events/pattern.ts';
import { aPng, type Folder, markdown, Office } from '../functions/content/an-office.ts';
import { pressTemplate } from './a-template.ts';

const press = pressTemplate();
const patternIn = (rule: string): Pattern => patternOf(press.named(`Events/${rule}`).properties.EventPattern);
const removals = patternIn('ContentRemoved');

/** An office whose writes are announced, as the table's stream does. */
function announcing() {
  const office = new Office();
  const events: ContentEvent[] = [];
  const write = office.content.write.bind(office.content);
  office.content.write = async (one: DocumentWrite) => {
    const outcome = await write(one);
    const { markers = [], ...state } = one;
    const changes = [state, ...markers].map(({ seen, head }) => changeOf(seen, head));
    if (outcome === 'written') events.push(...changes.flatMap((change) => change ?? []));
    return outcome;
  };
  return { office, events };
}

/** As the bus has an event: what is undefined is not there. */
const onBus = ({ type, detail }: ContentEvent, source: string = contentSource): unknown =>
  JSON.parse(JSON.stringify({ source, 'detail-type': type, detail }));

const piece = (text: string, fields: Record<string, string> = {}, slug = 'stairs'): Folder => ({
  [`${slug}.md`]: markdown({ title: 'The stairs', slug, ...fields }, text),
  'p.png': aPng('p'),
  'q.png': aPng('q'),
});
const both = piece('Two. ![P](p.png) ![Q](q.png)');
const one = piece('One is left. ![P](p.png)');
const draft = piece('Two. ![P](p.png) ![Q](q.png)', { status: 'draft' });

type Do = (office: Office) => Promise<unknown>;
const handIn =
  (folder: Folder): Do =>
  (office) =>
    office.handIn(folder);
const withdraw: Do = (office) => withdrawDocument('stairs', { by: 'rosa' }, 'Wrong.', office.deps);
const erase: Do = (office) => deleteDocument('stairs', { by: 'rosa' }, office.deps);

/** What the last of these announces. */
async function announcedBy(...steps: Do[]): Promise<ContentEvent[]> {
  const { office, events } = announcing();
  for (const step of steps) {
    events.length = 0;
    office.now += 60_000;
    await step(office);
  }
  expect(events).not.toEqual([]);
  return events;
}

describe('the rule that wakes take-down', () => {
  it.each<[string, Do[], string[]]>([
    ['a withdrawal', [handIn(both), withdraw], ['stairs']],
    ['a correction that drops a picture', [handIn(both), handIn(one)], ['stairs']],
    ['the deletion of what readers see', [handIn(both), erase], ['stairs']],
    ['the deletion of what is withdrawn', [handIn(both), withdraw, erase], ['stairs']],
    ['the deletion of a draft', [handIn(draft), erase], ['stairs']],
    [
      'a move, at the old address',
      [handIn(both), handIn(piece('Moved. ![P](p.png)', { aliases: '[stairs]' }, 'steps'))],
      ['stairs'],
    ],
  ])('lets %s pass', async (_, steps, slugs) => {
    const passed = (await announcedBy(...steps)).filter((event) => removals(onBus(event)));
    expect(passed.map(({ detail }) => Object(detail).slug)).toEqual(slugs);
  });

  it.each<[string, Do[]]>([
    ['a publication', [handIn(both)]],
    ['a correction', [handIn(both), handIn(piece('Both still. ![P](p.png) ![Q](q.png)'))]],
    ['a correction that adds a picture', [handIn(one), handIn(both)]],
    ['a draft', [handIn(draft)]],
    [
      'a draft that drops a picture nobody saw',
      [handIn(draft), handIn(piece('One. ![P](p.png)', { status: 'draft' }))],
    ],
    ['what is published again', [handIn(both), withdraw, handIn(one)]],
  ])('lets %s not pass, though the rule for all changes does', async (_, steps) => {
    const events = (await announcedBy(...steps)).map((event) => onBus(event));
    expect(events.filter(removals)).toEqual([]);
    expect(events.filter(patternIn('ContentChanged'))).toEqual(events);
  });

  it('lets nothing pass that is backfilled, nor does the rule for all changes', async () => {
    const { office } = announcing();
    await office.handIn(both);
    await withdraw(office);
    const heads = office.content.everyHead();
    expect(heads).not.toEqual([]);
    const ends = (['Backfill Started', 'Backfill Ended'] as const).map((type) => ({
      type,
      detail: { backfill: 'b' },
    }));
    const all = [...ends, ...heads.map((head) => backfillOf(head, 'b'))].map((event) => onBus(event));
    const passing = (rule: string) => all.filter(patternIn(rule));
    expect([passing('ContentRemoved'), passing('ContentChanged')]).toEqual([[], []]);
    const request = onBus({ type: 'Backfill Requested', detail: { room: 'terms' } });
    expect(patternIn('ContentChanged')(request)).toBe(false);
    expect(passing('TermsTouched')).toEqual(all);
  });

  describe('of a deletion', () => {
    let deletion: ContentEvent;
    beforeAll(async () => {
      const [event] = await announcedBy(handIn(both), erase);
      if (!event) throw new Error('Nothing was announced');
      deletion = event;
    });

    it('takes no other source', () => {
      expect([removals(onBus(deletion)), removals(onBus(deletion, 'aws.s3'))]).toEqual([true, false]);
    });

    it('asks for a value: for EventBridge an object does not exist', () => {
      const asked = patternOf({ detail: { removed: [{ exists: true }] } });
      expect(asked(onBus(deletion))).toBe(false);
    });
  });

  it('sends to the queue of take-down, and to its dead letters what cannot be delivered', () => {
    const idOf = (name: string) => ({ 'Fn::GetAtt': [press.named(name).id, 'Arn'] });
    expect(press.named('Events/ContentRemoved').properties.Targets).toMatchObject([
      {
        Arn: idOf('Content/TakeDownQueue/Queue'),
        DeadLetterConfig: { Arn: idOf('Content/TakeDownQueue/Dead') },
      },
    ]);
  });
});

describe('the rule that has stored documents renewed', () => {
  const changes = patternIn('PressChanged');

  it('lets changes of the press document pass, and nothing else', async () => {
    const press: Folder = { 'press.md': '---\nkind: press\ntitle: The Lantern\n---' };
    expect((await announcedBy(handIn(press))).filter((event) => changes(onBus(event)))).toHaveLength(1);
    expect((await announcedBy(handIn(both), erase)).filter((event) => changes(onBus(event)))).toEqual([]);
  });

  it('and each deploy wake the queue of what is announced again', () => {
    const Arn = { 'Fn::GetAtt': [press.named('Content/AnnounceQueue/Queue').id, 'Arn'] };
    for (const rule of ['PressChanged', 'DocumentsDeployed'])
      expect(press.named(`Events/${rule}`).properties.Targets).toMatchObject([{ Arn }]);
  });
});

describe('the rule that wakes the backfill', () => {
  const requests = patternIn('BackfillRequested');
  const request: ContentEvent = { type: 'Backfill Requested', detail: { room: 'newsletters' } };

  it('lets the request of any room pass, and nothing else', async () => {
    expect(requests(onBus(request))).toBe(true);
    expect(requests(onBus(request, 'broadside.newsletters'))).toBe(true);
    expect(requests(onBus(request, 'aws.s3'))).toBe(false);
    const changes = (await announcedBy(handIn(both), erase)).map((event) => onBus(event));
    expect(changes.filter(requests)).toEqual([]);
  });

  it('sends to the queue whose dead letters are those of the stream', () => {
    const idOf = (name: string) => ({ 'Fn::GetAtt': [press.named(name).id, 'Arn'] });
    expect(press.named('Events/BackfillRequested').properties.Targets).toMatchObject([
      {
        Arn: idOf('Content/AnnounceQueue/Queue'),
        DeadLetterConfig: { Arn: idOf('ContentTable/Unannounced') },
      },
    ]);
    expect(press.named('Content/AnnounceQueue/Queue').properties.RedrivePolicy.deadLetterTargetArn).toEqual(
      idOf('ContentTable/Unannounced'),
    );
  });
});
