import { describe, expect, it } from 'vitest';
import { composedOf } from '../../../../functions/newsletters/compose/compose-issue.ts';
import { findingsOf } from '../../../../functions/newsletters/compose/findings.ts';
import type { IssueContent } from '../../../../functions/newsletters/compose/issue-content.ts';
import type { IssueText } from '../../../../functions/newsletters/issues/issue.ts';
import { aBody, anIssue, aPicture, aPiece, aPress } from './an-issue.ts';

const text: IssueText = {
  ...{ slug: 'november', version: 1, revision: 1, title: 'November', subject: 'The wet month' },
  ...{ lists: ['monthly'], pieces: [], body: 'bodies/one' },
};

const findings = (content: Partial<IssueContent>, press = aPress, from = 'press@lantern.example') => {
  const whole = anIssue(content);
  const composed = composedOf(whole, press);
  return findingsOf({ text }, { content: whole, composed, from, replyTo: from }, press);
};
const codes = (...all: Parameters<typeof findings>) => findings(...all).map(({ code }) => code);

const pictured = (picture: Partial<ReturnType<typeof aPicture>>) =>
  aPiece({ picture: { ...aPicture('ferry'), ...picture } });

describe('findings', () => {
  it('are none for the sample', () => expect(findings({})).toEqual([]));

  it('name what is too large, from 90 KB on', () => {
    const paragraphs = (count: number) => aBody('A line of some words.\n\n'.repeat(count));
    expect(codes({ intro: paragraphs(200) })).toEqual([]);
    const [finding] = findings({ intro: paragraphs(400) });
    expect(finding).toMatchObject({ code: 'too-large', level: 'warning' });
    expect(finding?.text).toMatch(/^The mail has \d{2,3} KB\. Gmail cuts what is over 102/);
  });

  it('name pictures without alt text, in the text and of pieces that the mail shows', () => {
    const intro = aBody('![](pictures/ferry.jpg)', [aPicture('ferry')]);
    expect(findings({ intro })[0]?.text).toContain('“pictures/ferry.jpg”');
    expect(codes({ pieces: [pictured({ alt: 'A ferry' })] })).toEqual([]);
    expect(findings({ pieces: [pictured({})] })[0]?.text).toContain('of the article “who-owns-the-slipway”');
    const late = [...Array.from({ length: 12 }, (_, at) => aPiece({ id: `${at}` })), pictured({})];
    expect(codes({ pieces: late })).toEqual([]);
  });

  it.each([
    ['<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>', 'Gmail and Outlook show the reading'],
    ['<abbr title="International Labour Organization">ILO</abbr>', 'Outlook and Yahoo Mail do not say'],
    ['<bdi>x</bdi>', 'do not know bdi'],
    ['[below](#dates)', 'links within a mail'],
    ['<ol reversed><li>x</li></ol>', 'count a reversed list upwards'],
  ])('name what mail programs drop: %s', (markdown, words) => {
    const [finding, ...more] = findings({ intro: aBody(markdown) });
    expect(finding).toMatchObject({ code: 'client-drops', level: 'note' });
    expect(finding?.text).toContain(words);
    expect(more).toEqual([]);
  });

  it('say nothing of notes, and of a moving picture that it stands still', () => {
    expect(codes({ intro: aBody('So.[^1]\n\n[^1]: Yes.') })).toEqual([]);
    const gif = aPicture('ferry', { src: '/media/ferry-480.gif', alt: 'A ferry' });
    expect(findings({ intro: aBody('![A ferry](pictures/ferry.jpg)', [gif]) })[0]?.text).toContain(
      'first frame',
    );
  });

  it('name missing pieces and lists', () => {
    const [piece] = findings({ missing: ['nowhere'] });
    expect(piece).toMatchObject({ code: 'no-piece' });
    // Published by hand, it would be live before its edition.
    expect(piece?.text).toMatch(/An edition that lists both .* Otherwise publish it before/);
    expect(findings({ lists: ['rent-watch'] })[0]?.text).toContain('does not have “monthly”');
  });

  it('name a missing postal address and a missing sender', () => {
    const config = { ...aPress.config, imprint: ' ' };
    expect(codes({}, { ...aPress, config })).toEqual(['no-imprint']);
    const [finding] = findings({}, { ...aPress, sender: undefined });
    expect(finding).toMatchObject({ code: 'no-sender', level: 'warning' });
    expect(finding?.text).toContain('press@lantern.example');
  });
});
