import { Choices, Field } from '../../look/form.tsx';
import { noticePage } from '../../look/notice-page.tsx';
import { page } from '../../look/page.tsx';
import { SignUpForm } from '../../look/sign-up-form.tsx';
import type { Complaint } from '../../runtime/problem.ts';
import { listPath } from '../archive/addresses.ts';
import { newslettersPath } from '../links.ts';
import type { MailingList } from '../lists.ts';
import type { Press } from '../press.ts';

/** What somebody typed, to be shown again with what is wrong. */
export interface Typed {
  email?: string;
  name?: string;
  lists?: readonly string[];
  complaints?: readonly Complaint[];
}

/** The newsletters of the press, and the form. */
export const newslettersPage = ({ config, lists }: Press, typed: Typed = {}): string =>
  page({
    config,
    about: {
      title: 'Newsletters',
      description: `What ${config.title} sends by mail, and how to get it.`,
      path: newslettersPath,
    },
    ownForm: true,
    children: (
      <div class="notice">
        <h1>Newsletters</h1>
        {lists.length > 1
          ? lists.map((list) => <Described key={list.name} list={list} />)
          : lists.map(LoneList)}
        <FullForm lists={lists} typed={typed} from={newslettersPath} />
      </div>
    ),
  });

/** After the form was sent: the same, whatever is known of the address. */
export const sentPage = ({ config }: Press): string =>
  noticePage(config, {
    title: 'Please look into your mailbox',
    paragraphs: [
      'If there is something to confirm, a letter from us is on its way. Open the page that it names, and press the button there.',
      'Nothing there after a few minutes? Look among the unwanted mail. Who gets all that was asked for already is not written to again.',
    ],
  });

const Described = ({ list }: { list: MailingList }) => (
  <section>
    <h2>
      <a href={listPath(list.name)}>{list.title}</a>
    </h2>
    <ListWords list={list} />
  </section>
);

const LoneList = (list: MailingList) => <ListWords key={list.name} list={list} />;

/** What a list is, and how often it comes. */
export const ListWords = ({ list }: { list: MailingList }) => (
  <>
    {list.about && <p>{list.about}</p>}
    {list.often && <p class="often">{list.often}</p>}
  </>
);

/** A list that is alone needs no choice: it goes along. @param from Path of the page. */
export const FullForm = ({
  lists,
  typed,
  from,
}: {
  lists: readonly MailingList[];
  typed: Typed;
  from: string;
}) => {
  const complaint = (where: string) => typed.complaints?.find((one) => one.where === where)?.text;
  const [only] = lists;
  return (
    <SignUpForm id="email" page={from} email={typed.email} error={complaint('email')} label="Subscribe">
      <Field
        name="name"
        label="Your name"
        value={typed.name}
        error={complaint('name')}
        autocomplete="name"
        maxLength={100}
      />
      {lists.length > 1 ? (
        <Choices
          name="lists"
          label="What you would like to get"
          type="checkbox"
          options={optionsOf(lists, typed.lists)}
          error={complaint('lists')}
        />
      ) : (
        only && <input type="hidden" name="lists" value={only.name} />
      )}
    </SignUpForm>
  );
};

const optionsOf = (lists: readonly MailingList[], chosen: readonly string[] | undefined) =>
  lists.map(({ name, title, often, byDefault }) => ({
    value: name,
    label: title,
    checked: chosen ? chosen.includes(name) : byDefault,
    ...(often && { hint: often }),
  }));
