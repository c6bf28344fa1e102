import { Choices, Field, Select, TextArea } from '../../look/form.tsx';
import type { Gathering } from '../gathering.ts';

type Question = NonNullable<Gathering['text']['questions']>[number];

interface QuestionProps {
  question: Question;
  /** All of the event's, for one that hangs on another. */
  questions: readonly Question[];
  /** Name of its field. */
  name: string;
  value?: string | undefined;
  error?: string | undefined;
}

const most = 1000;

/** Questions that a form shows of these tickets. What hangs on another answer stands there from the start. */
export const questionsShown = (
  questions: readonly Question[],
  per: Question['per'],
  tickets: readonly string[],
): Question[] =>
  questions.filter(
    ({ per: of, when }) =>
      of === per &&
      ((!when?.tickets && !when?.question) ||
        when.question !== undefined ||
        when.tickets?.some((id) => tickets.includes(id))),
  );

/** A question with the field that its type needs. One that hangs on another answer stands there all the same, and says so:
 *  without scripts nothing appears. */
export const QuestionField = ({ question, questions, name, value, error }: QuestionProps) => {
  const { text: label, type, choices = [] } = question;
  const hint = hintOf(question, questions);
  const required = question.required === true && hint === undefined;
  if (type === 'text')
    return <TextArea {...{ name, label, hint, value, error, required, rows: 2, maxLength: most }} />;
  if (type === 'choice' && choices.length > 5) {
    const options = ['', ...choices].map((choice) => ({ value: choice, label: choice || '–' }));
    return (
      <Select {...{ name, hint, value, error, options }} label={required ? label : `${label} (optional)`} />
    );
  }
  const options =
    type === 'choice'
      ? choices.map((choice) => [choice, choice])
      : [
          ['yes', 'Yes'],
          ['no', 'No'],
        ];
  return (
    <Choices
      {...{ name, label, hint, error, type: 'radio', optional: !required }}
      options={options.map(([choice = '', text = '']) => ({
        value: choice,
        label: text,
        checked: choice === value,
      }))}
    />
  );
};

function hintOf({ when }: Question, questions: readonly Question[]): string | undefined {
  const other = questions.find(({ id }) => id === when?.question);
  if (!when?.question || !other) return undefined;
  const { answer } = when;
  const words = answer === 'yes' ? 'Yes' : answer === 'no' ? 'No' : answer;
  return words === undefined
    ? `Only if you answered “${other.text}”`
    : `Only if you answered “${words}” to “${other.text}”`;
}

/** A person's name. */
export const NameField = ({ name, label, value, error, own }: NameProps) => (
  <Field
    {...{ name, label, value, error, maxLength: 100, required: own === true }}
    autocomplete={own ? 'name' : 'off'}
  />
);

interface NameProps {
  name: string;
  label: string;
  value?: string | undefined;
  error?: string | undefined;
  /** Of whoever fills in the form. */
  own?: boolean;
}
