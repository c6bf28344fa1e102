import { describe, expect, it } from 'vitest';
import {
  Button,
  Choices,
  Field,
  Form,
  Hidden,
  Honeypot,
  honeypotName,
  Select,
  TextArea,
} from '../../../functions/look/form.tsx';
import { markupOf } from '../../../functions/look/markup.tsx';
import { noticePage, problemPage } from '../../../functions/look/notice-page.tsx';
import { aConfig } from './a-config.ts';

describe('a field', () => {
  it('is tied to its label, its hint and what is wrong with it', () => {
    const markup = markupOf(
      <Field
        name="email"
        type="email"
        label="Your address"
        hint="We write to it."
        error="Has no @."
        value={'"<x'}
        required
      />,
    );
    expect(markup).toContain('<label for="email">');
    expect(markup).toContain('id="email-hint">We write to it.</p>');
    expect(markup).toContain('id="email-error">Has no @.</p>');
    expect(markup).toMatch(/<input[^>]* id="email"/);
    expect(markup).toMatch(/<input[^>]* aria-describedby="email-hint email-error"/);
    expect(markup).toMatch(/<input[^>]* aria-invalid/);
    expect(markup).toMatch(/<input[^>]* type="email"/);
    expect(markup).toMatch(/<input[^>]* value="&quot;&lt;x"/);
    expect(markup).not.toContain('optional');
  });

  it('says that it may be left empty, and nothing of what there is not', () => {
    const markup = markupOf(<Field name="name" id="footer-name" label="Your name" autocomplete="name" />);
    expect(markup).toContain('(optional)');
    expect(markup).toMatch(/<input[^>]* id="footer-name"/);
    expect(markup).toMatch(/<input[^>]* name="name"/);
    expect(markup).not.toMatch(/aria-|hint|error/);
  });
});

it('a list and lines of text are tied to their labels, and keep what was chosen and typed', () => {
  const list = markupOf(
    <Select
      {...{ name: 'ticket', label: 'Ticket', value: 'b', error: 'Gone.' }}
      options={[
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ]}
    />,
  );
  expect(list).toContain('<label for="ticket">Ticket</label>');
  expect(list).toContain('<option value="b" selected>B</option>');
  expect(list).toMatch(/<select[^>]* aria-describedby="ticket-error"/);
  const bare = markupOf(<Select bare name="n" label="How many" options={[]} />);
  expect(bare).not.toContain('<label');
  expect(bare).toMatch(/<select[^>]* aria-label="How many"/);
  const lines = markupOf(
    <TextArea name="access" label="Access" value={'</textarea><b>'} hint="Kept apart." />,
  );
  expect(lines).toMatch(
    /<textarea[^>]* aria-describedby="access-hint"[^>]*>&lt;\/textarea>&lt;b><\/textarea>/,
  );
});

it('a form that only asks sends nothing', () => {
  expect(markupOf(<Form action="/events/a/book/" asks children="" />)).toContain('method="get"');
});

it('choices are one group with one name, ticked as they were', () => {
  const markup = markupOf(
    <Choices
      name="list"
      type="checkbox"
      label="What would you like?"
      error="Please choose one."
      options={[
        { value: 'weekly', label: 'The weekly', hint: 'On Fridays', checked: true },
        { value: 'press', label: 'For journalists' },
      ]}
    />,
  );
  expect(markup).toMatch(/^<fieldset[^>]*aria-describedby="list-error"/);
  expect(markup).toContain('<legend>What would you like?</legend>');
  expect(markup.match(/ checked/g)).toHaveLength(1);
  expect(markup.match(/<label class="choice">/g)).toHaveLength(2);
});

it('a form works without scripts, and hides the field for programs from people', () => {
  const markup = markupOf(
    <Form action="/newsletters/">
      <Hidden name="from" value="/articles/a/" />
      <Honeypot />
      <Button label="Sign up" />
    </Form>,
  );
  expect(markup).toMatch(/^<form[^>]* method="post"[^>]* action="\/newsletters\/"/);
  expect(markup).toMatch(/<div class="honeypot"[^>]* aria-hidden="true"[^>]* inert/);
  expect(markup).toMatch(
    new RegExp(`<input[^>]*name="${honeypotName}"[^>]*tabindex="-1"[^>]*autocomplete="off"`, 'i'),
  );
  expect(markup).not.toMatch(/script|onclick|style=/);
});

it('a notice is a page that search engines do not list, unless it has a path', () => {
  const notice = { title: 'Check your <post>', paragraphs: ['We have written to you.'] };
  expect(noticePage(aConfig, notice)).toContain('<h1>Check your &lt;post></h1>');
  expect(noticePage(aConfig, notice)).toContain('content="noindex"');
  expect(noticePage(aConfig, { ...notice, path: '/newsletters/' })).toContain(
    'rel="canonical" href="https://lantern.example/newsletters/"',
  );
});

it('a problem says each fault, in a plain page when there is no look', () => {
  const shown = { status: 422, text: 'One. Two.', points: ['One <b>.', 'Two.'] };
  for (const page of [problemPage(aConfig, shown), problemPage(undefined, shown)]) {
    expect(page).toContain('<li>One &lt;b>.</li>');
    expect(page).toContain('<h1>Please look at this again</h1>');
    expect(page).toContain('noindex');
  }
  expect(problemPage(undefined, { status: 418, text: 'No tea.', points: ['No tea.'] })).toContain(
    '<p>No tea.</p>',
  );
});
