import { printedDate } from '../../look/dates.ts';
import { Button, Choices, Field, Form } from '../../look/form.tsx';
import { page } from '../../look/page.tsx';
import { maskedAddress } from '../../runtime/people/address.ts';
import type { Complaint } from '../../runtime/problem.ts';
import { titleOf } from '../lists.ts';
import { isPaused, listsIn, type Person } from '../person.ts';
import type { Press } from '../press.ts';

export interface PreferencesView {
  person: Person;
  /** Names of the lists to choose from. */
  offered: readonly string[];
  /** Path of this page. */
  path: string;
  now: string;
  /** What was done last. */
  said?: string | undefined;
  complaints?: readonly Complaint[];
}

const months = [1, 3, 6] as const;

/** What somebody gets and how, with forms to change each. Who has the mail may see it: the address stands masked. */
export const preferencesPage = (press: Press, view: PreferencesView): string =>
  page({
    config: press.config,
    about: { title: 'Your newsletters' },
    children: (
      <div class="notice">
        <h1>Your newsletters</h1>
        {view.said && <p role="status">{view.said}</p>}
        <p>They go to {maskedAddress(view.person.email)}.</p>
        <Stopped person={view.person} />
        <Lists press={press} view={view} />
        <Pause press={press} view={view} />
        <Leave path={view.path} />
        <Own view={view} />
      </div>
    ),
  });

const Stopped = ({ person: { state, suppressed } }: { person: Person }) => (
  <>
    {state === 'pending' && (
      <p>You have not finished subscribing: please press the button in our letter first.</p>
    )}
    {suppressed && (
      <p>
        Mail to this address came back to us, or a newsletter was reported as unwanted, so none goes there at
        present. Please write to us: somebody here can lift that.
      </p>
    )}
  </>
);

const errorOf = ({ complaints = [] }: PreferencesView, where: string) =>
  complaints.find((one) => one.where === where)?.text;

const Lists = ({ press, view }: { press: Press; view: PreferencesView }) => {
  const on = listsIn(view.person, 'on');
  return (
    <Form action={view.path} label="What you get">
      <Choices
        name="lists"
        label="What you get"
        type="checkbox"
        options={view.offered.map((name) => ({
          value: name,
          label: titleOf(press.lists, name),
          checked: on.includes(name),
        }))}
      />
      <Field
        name="name"
        label="Your name"
        value={view.person.name}
        error={errorOf(view, 'name')}
        autocomplete="name"
        maxLength={100}
      />
      <Button label="Save" name="do" value="save" />
    </Form>
  );
};

const Pause = ({ press, view: { person, now, path } }: { press: Press; view: PreferencesView }) => (
  <Form action={path} label="A pause">
    <h2>A pause</h2>
    {person.pausedUntil && isPaused(person, now) ? (
      <>
        <p>Nothing comes before {printedDate(person.pausedUntil.slice(0, 10), press.config.language)}.</p>
        <Button label="End the pause" name="do" value="resume" quiet />
      </>
    ) : (
      <>
        <Choices
          name="months"
          label="Send nothing for"
          type="radio"
          options={months.map((count) => ({
            value: `${count}`,
            label: count === 1 ? 'a month' : `${count} months`,
            checked: count === 1,
          }))}
        />
        <Button label="Pause" name="do" value="pause" quiet />
      </>
    )}
  </Form>
);

const Leave = ({ path }: { path: string }) => (
  <Form action={path} label="Leave">
    <h2>Leave</h2>
    <Button label="Leave all newsletters" name="do" value="leave" quiet />
  </Form>
);

/** What only the owner of the mailbox may do: each sends a letter with a link. */
const Own = ({ view }: { view: PreferencesView }) => (
  <>
    <h2>Your address and what we know</h2>
    <p>So that nobody else does this for you, we send a letter with a link first.</p>
    <Form action={view.path} label="Another address">
      <Field
        name="email"
        label="Your new e-mail address"
        type="email"
        error={errorOf(view, 'email')}
        autocomplete="email"
        maxLength={254}
        required
      />
      <Button label="Change the address" name="do" value="change" quiet />
    </Form>
    <Form action={view.path} label="What we know about you">
      <Button label="Send me all you know" name="do" value="export" quiet />
      <Button label="Forget me" name="do" value="erase" quiet />
    </Form>
  </>
);
