import type { Question } from '../../content/kinds/event.ts';
import type { Complaint } from '../../runtime/problem.ts';

/** By the id of the question. */
export type Answers = Record<string, string>;

/** Characters of one answer, and of what is said of access needs. */
export const longestAnswer = 1_000;

/** Bytes of all that one booking says. Its row is written with nine others in one transaction, and whoever asks what is
 *  known of them gets it in one letter (`people/send-person.ts`). */
export const mostBytes = 50_000;

/** @param said All of it: names, places with their answers, answers, access needs. */
export function whyTooMuch(said: object): Complaint[] {
  if (Buffer.byteLength(JSON.stringify(said)) <= mostBytes) return [];
  const text = `All answers of one booking together have at most ${mostBytes / 1_000} KB. Please say less, or make several bookings.`;
  return [{ where: 'answers', text }];
}

/** Who is asked: an order as a whole, or one person of it. */
export interface Asked {
  per: Question['per'];
  /** Of the order, or of the person. */
  tickets: readonly string[];
  /** Of the order, for questions that hang on one of it. */
  ofOrder?: Answers | undefined;
}

/** The questions that are asked of an order with these tickets and these answers, or of one person of it. */
export const questionsFor = (
  questions: readonly Question[],
  { per, tickets, ofOrder = {} }: Asked,
  typed: Answers,
): Question[] =>
  questions.filter(({ per: of, when }) => {
    if (of !== per) return false;
    if (!when?.tickets && !when?.question) return true;
    const other = when.question && (typed[when.question] ?? ofOrder[when.question]);
    const hasAnswer =
      other !== undefined && other !== '' && (when.answer === undefined || other === when.answer);
    return (when.tickets ?? []).some((id) => tickets.includes(id)) || hasAnswer;
  });

/** Answers to what is asked; others, which a form shows all the same, are left out. */
export function readAnswers(
  questions: readonly Question[],
  asked: Asked,
  typed: Answers = {},
  where = 'answers',
): { answers: Answers; complaints: Complaint[] } {
  const answers: Answers = {};
  const complaints: Complaint[] = Object.keys(typed)
    .filter((id) => !questions.some((question) => question.id === id && question.per === asked.per))
    .map((id) => ({ where: `${where}.${id}`, text: 'There is no such question.' }));
  for (const question of questionsFor(questions, asked, typed)) {
    const answer = tidied(typed[question.id] ?? '');
    const why = answer
      ? whyNoAnswer(question, answer)
      : question.required && `Please answer: ${question.text}`;
    if (why) complaints.push({ where: `${where}.${question.id}`, text: why });
    else if (answer) answers[question.id] = answer;
  }
  return { answers, complaints };
}

function whyNoAnswer({ type, choices = [] }: Question, answer: string): string | undefined {
  if (type === 'yes-no' && answer !== 'yes' && answer !== 'no') return 'The answer is yes or no.';
  if (type === 'choice' && !choices.includes(answer)) return `Please choose one of: ${choices.join(', ')}.`;
  return [...answer].length > longestAnswer
    ? `An answer has at most ${longestAnswer} characters.`
    : undefined;
}

/** As it is stored: lines stay, other control characters do not. */
export const tidied = (typed: string): string =>
  typed
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .trim();

/** What is said of access needs; empty: nothing. */
export function readAccess(typed = ''): { access: string; complaints: Complaint[] } {
  const access = tidied(typed);
  const isLong = [...access].length > longestAnswer;
  const text = `Please say it in at most ${longestAnswer} characters.`;
  return { access, complaints: isLong ? [{ where: 'access', text }] : [] };
}
