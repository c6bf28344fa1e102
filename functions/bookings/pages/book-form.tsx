import { Button, Choices, Field, Form, Hidden, Honeypot, TextArea } from '../../look/form.tsx';
import { moneyText, plainMoney } from '../../look/money.ts';
import { fieldNames, type Typed } from '../booking/booking-form.ts';
import type { Gathering } from '../gathering.ts';
import { bookPath } from '../links.ts';
import { paymentsOf } from '../moves/booking-moves.ts';
import { NameField, QuestionField, questionsShown } from './question-field.tsx';
import { waysToPay } from './ways-to-pay.ts';

type Ticket = Gathering['text']['tickets'][number];

/** Some of one kind of ticket. */
export interface OrderLine {
  /** With the price after a code. */
  ticket: Ticket;
  count: number;
}

/** The page on which one books. */
export interface BookView {
  gathering: Gathering;
  lines: readonly OrderLine[];
  /** Makes one booking of a form that is sent twice. */
  key: string;
  typed: Typed;
  /** By the field's name. */
  errors: ReadonlyMap<string, string>;
  /** What is wrong with none of the fields, or has changed. */
  notes: readonly string[];
  /** There are too few places now: one joins the line. */
  isShort: boolean;
}

export const BookForm = ({ view }: { view: BookView }) => {
  const { gathering, typed, errors, lines, isShort } = view;
  const { questions = [] } = gathering.text;
  const shown = questionsShown(
    questions,
    'order',
    lines.map(({ ticket }) => ticket.id),
  );
  return (
    <Form action={bookPath(gathering.slug)} label="Book">
      <Carried view={view} />
      <NameField own name="name" label="Your name" value={typed.name} error={errors.get('name')} />
      <Field
        {...{ name: 'email', type: 'email', label: 'Your e-mail address', value: typed.email }}
        {...{ error: errors.get('email'), autocomplete: 'email', maxLength: 254, required: true }}
        hint="The letter with your booking goes there."
      />
      {lines.map((line) => (
        <LineFields key={line.ticket.id} line={line} view={view} />
      ))}
      {shown.map((question) => {
        const name = fieldNames.answer(question.id);
        const field = { name, question, questions, value: typed[name], error: errors.get(name) };
        return <QuestionField key={question.id} {...field} />;
      })}
      <TextArea
        {...{ name: 'access', label: 'Access needs and allergies', value: typed.access, maxLength: 1000 }}
        {...{ error: errors.get('access') }}
        hint="Only those who look after access and the kitchen read it, and it is erased 30 days after the event."
      />
      <Payment view={view} />
      <Honeypot />
      <Button label={isShort ? 'Join the waiting list' : 'Book now'} />
    </Form>
  );
};

const Carried = ({ view: { key, lines, typed } }: { view: BookView }) => (
  <>
    <Hidden name="key" value={key} />
    {lines.map(({ ticket, count }) => (
      <Hidden key={ticket.id} name={fieldNames.count(ticket.id)} value={`${count}`} />
    ))}
    {lines
      .filter(({ ticket }) => ticket.least === undefined)
      .map(({ ticket }) => (
        <Hidden key={ticket.id} name={fieldNames.shown(ticket.id)} value={`${ticket.price}`} />
      ))}
    {typed.code && <Hidden name="code" value={typed.code} />}
  </>
);

/** What a ticket costs whom, and who comes with it. */
const LineFields = ({ line: { ticket, count }, view }: { line: OrderLine; view: BookView }) => {
  const { gathering, typed, errors, lines } = view;
  const { questions = [], currency } = gathering.text;
  const ofPerson = questionsShown(questions, 'person', [ticket.id]);
  const isAlone = lines.reduce((sum, one) => sum + one.count, 0) === 1;
  const price = fieldNames.price(ticket.id);
  return (
    <>
      {ticket.least !== undefined && currency && (
        <Field
          {...{ name: price, label: `${ticket.name}: what you can pay for each place` }}
          {...{ value: typed[price] ?? plainMoney(ticket.price, currency), error: errors.get(price) }}
          {...{ inputMode: 'decimal', autocomplete: 'off', maxLength: 12, required: true }}
          hint={`In ${currency}, from ${moneyText(ticket.least, currency)} on.`}
        />
      )}
      {(!isAlone || ofPerson.length > 0) &&
        Array.from({ length: count }, (_, person) => (
          <fieldset key={person} class="person">
            <legend>{count === 1 ? ticket.name : `${ticket.name}: place ${person + 1}`}</legend>
            {!isAlone && (
              <NameField
                name={fieldNames.person(ticket.id, person)}
                label="Who comes"
                value={typed[fieldNames.person(ticket.id, person)]}
                error={errors.get(fieldNames.person(ticket.id, person))}
              />
            )}
            {ofPerson.map((question) => {
              const name = fieldNames.personAnswer(ticket.id, person, question.id);
              const field = { name, question, questions, value: typed[name], error: errors.get(name) };
              return <QuestionField key={question.id} {...field} />;
            })}
          </fieldset>
        ))}
    </>
  );
};

/** One way needs no choice, but words. */
const Payment = ({ view: { gathering, lines, typed, errors } }: { view: BookView }) => {
  const ways = paymentsOf(gathering);
  if (!lines.some(({ ticket }) => ticket.price > 0 || ticket.least !== undefined)) return null;
  const [first] = ways;
  if (ways.length === 1)
    return (
      <p>
        {waysToPay[first].label}. {waysToPay[first].hint}
      </p>
    );
  return (
    <Choices
      {...{ name: 'payment', label: 'How you pay', type: 'radio', error: errors.get('payment') }}
      options={ways.map((way) => ({
        value: way,
        label: waysToPay[way].label,
        hint: waysToPay[way].hint,
        checked: way === (typed.payment ?? first),
      }))}
    />
  );
};
