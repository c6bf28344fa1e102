import { Button, Choices, Form, TextArea } from '../../look/form.tsx';
import { detailFields, namesPerson, type Typed } from '../booking/details-form.ts';
import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { ticketName } from './booking-places.tsx';
import { NameField, QuestionField, questionsShown } from './question-field.tsx';

interface DetailsView {
  gathering: Gathering;
  booking: Booking;
  path: string;
  typed?: Typed;
  errors?: ReadonlyMap<string, string>;
}

/** Names and answers. What was said of access is not shown: whoever has the letter has this page. */
export const Details = ({ view }: { view: DetailsView }) => {
  const { booking, gathering, path, typed = detailFields.typedOf(booking), errors = new Map() } = view;
  const { questions = [] } = gathering.text;
  const tickets = booking.places.map(({ ticket }) => ticket);
  const field = (name: string) => ({ name, value: typed[name], error: errors.get(name) });
  const isAlone = booking.places.length === 1;
  return (
    <Form action={path} label="Who comes">
      <NameField own label="Your name" {...field('name')} />
      {booking.places.map((place, index) => {
        const ofPerson = questionsShown(questions, 'person', [place.ticket]);
        const isNamed = namesPerson(booking, place);
        if (!isNamed && !ofPerson.length) return null;
        return (
          <fieldset key={place.id} class="person">
            <legend>
              {isAlone ? '' : `Place ${index + 1}: `}
              {ticketName(gathering, place.ticket)}
            </legend>
            {isNamed && <NameField label="Who comes" {...field(detailFields.person(place.id))} />}
            {ofPerson.map((question) => (
              <QuestionField
                key={question.id}
                {...{ question, questions }}
                {...field(detailFields.personAnswer(place.id, question.id))}
              />
            ))}
          </fieldset>
        );
      })}
      {questionsShown(questions, 'order', tickets).map((question) => (
        <QuestionField
          key={question.id}
          {...{ question, questions }}
          {...field(detailFields.answer(question.id))}
        />
      ))}
      <TextArea
        label="Access needs and allergies"
        hint="What you told us is not shown here. Write to replace it; leave it empty and it stays."
        maxLength={1000}
        {...field('access')}
      />
      <Choices
        {...{ name: 'forget-access', label: 'What you told us of access before', type: 'checkbox' }}
        options={[{ value: 'yes', label: 'Nothing is needed: erase what I said' }]}
      />
      <Button label="Save" name="do" value="details" />
    </Form>
  );
};
