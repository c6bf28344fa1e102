import { describe, expect, it } from 'vitest';
import type { BusEvent } from '../../../../lib/local/cloud.ts';
import { InvalidInput, inputTransformerOf } from '../../../../lib/local/events/input-transformer.ts';

const event: BusEvent = {
  version: '0',
  id: '7bf7',
  'detail-type': 'Email Bounced',
  source: 'aws.ses',
  account: '000000000000',
  region: 'eu-west-1',
  time: '2026-01-02T03:04:05Z',
  resources: ['arn:one', 'arn:two'],
  detail: {
    eventType: 'Bounce',
    said: 'no "such" user\n',
    count: 3,
    open: false,
    nothing: null,
    mail: { messageId: 'm-1', tags: { letter: ['L1'], 'ses:operation': ['SendEmail'] } },
    people: [{ name: 'Ann' }, { name: 'Bo' }, {}],
  },
};
const receivedAt = '2026-01-02T03:04:05.678Z';
const rule = { name: 'Feedback', arn: 'arn:rule' };

const transformed = (InputTemplate: string, InputPathsMap: Record<string, string> = {}) =>
  inputTransformerOf({ InputTemplate, InputPathsMap })(event, rule, receivedAt);

describe('an input transformer', () => {
  it('puts values in as JSON outside of strings', () => {
    const paths = {
      type: '$.detail.eventType',
      said: '$.detail.said',
      tags: '$.detail.mail.tags',
      count: '$.detail.count',
      open: '$.detail.open',
      nothing: '$.detail.nothing',
    };
    const template =
      '{"type":<type>,"said":<said>,"tags":<tags>,"count":<count>,"open":<open>,"nothing":<nothing>}';
    expect(JSON.parse(transformed(template, paths))).toEqual({
      type: 'Bounce',
      said: 'no "such" user\n',
      tags: { letter: ['L1'], 'ses:operation': ['SendEmail'] },
      count: 3,
      open: false,
      nothing: null,
    });
  });

  it('puts the bare text into strings, without the quotation marks of an object', () => {
    const paths = { type: '$.detail.eventType', tags: '$.detail.mail.tags', count: '$.detail.count' };
    expect(transformed('"a <type> of <count>"', paths)).toBe('"a Bounce of 3"');
    expect(JSON.parse(transformed('{"a":"it \\"is\\" <type>","b":"<tags>"}', paths))).toEqual({
      a: 'it "is" Bounce',
      b: '{letter:[L1],ses:operation:[SendEmail]}',
    });
  });

  it('gives an empty string for a path that finds nothing', () => {
    const paths = { gone: '$.detail.gone.deep', type: '$.detail.eventType' };
    expect(transformed('{"gone":<gone>,"text":"<gone>","type":<type>}', paths)).toBe(
      '{"gone":"","text":"","type":"Bounce"}',
    );
  });

  it('reads members, indexes and wildcards', () => {
    const paths = {
      second: '$.resources[1]',
      names: '$.detail.people[*].name',
      kind: '$.detail-type',
      tag: '$.detail.mail.tags.letter[0]',
      all: '$',
    };
    expect(JSON.parse(transformed('[<second>,<names>,<kind>,<tag>,<all>]', paths))).toEqual([
      'arn:two',
      ['Ann', 'Bo'],
      'Email Bounced',
      'L1',
      event,
    ]);
  });

  it('knows the predefined variables, and leaves other angle brackets alone', () => {
    const template =
      '{"rule":<aws.events.rule-name>,"arn":"<aws.events.rule-arn>","at":<aws.events.event.ingestion-time>,' +
      '"event":<aws.events.event.json>,"head":<aws.events.event>,"text":"<other>"}';
    const { detail: _, ...head } = event;
    expect(JSON.parse(transformed(template))).toEqual({
      rule: 'Feedback',
      arn: 'arn:rule',
      at: receivedAt,
      event,
      head,
      text: '<other>',
    });
  });

  it('does not deliver what stops being JSON: values are not escaped in strings', () => {
    expect(() => transformed('{"said":"<said>"}', { said: '$.detail.said' })).toThrow(InvalidInput);
  });

  it('refuses paths that EventBridge does not read', () => {
    const bad = ['$.detail["x"]', '$..x', '$.mail.tags.ses:operation', 'detail', '$.a[?(@.b)]', '$.a[-1]'];
    for (const path of bad) expect(() => transformed('<a>', { a: path })).toThrow('does not read the path');
  });
});
