import type { Edition, Erratum, Format } from '../../content/kinds/book.ts';
import { moneyText } from '../../look/money.ts';
import { useDates, When } from '../../look/when.tsx';
import { bookAddress, editionAddress, hrefOf } from '../routes.ts';

interface FormatsProps {
  edition: Edition;
  currency?: string;
}

/** In which forms an edition is to be had, what each costs and where. */
export const Formats = ({ edition: { formats }, currency }: FormatsProps) =>
  formats.length ? (
    <ul class="formats">
      {formats.map((format) => (
        <li key={format.format + (format.isbn ?? '')}>
          <p class="format-name">
            {capital(format.format)}
            {format.price !== undefined && <span class="price">{moneyText(format.price, currency)}</span>}
          </p>
          <Facts format={format} />
          <Shops format={format} />
        </li>
      ))}
    </ul>
  ) : null;

const Facts = ({ format: { pages, isbn } }: { format: Format }) => {
  const facts = [pages && `${pages} pages`, isbn && `ISBN ${isbn.replace(/^isbn[\s:-]*/i, '')}`];
  const known = facts.filter(Boolean);
  return known.length ? <p class="format-facts">{known.join(', ')}</p> : null;
};

const Shops = ({ format: { format, buy = [], available } }: { format: Format }) => {
  if (available === false) return <p class="format-facts">Out of print</p>;
  return buy.length ? (
    <p class="shops">
      {buy.map(({ name, url }) => (
        <a key={url} class="button" href={url} aria-label={`${capital(format)} from ${name}`}>
          {name}
        </a>
      ))}
    </p>
  ) : null;
};

export const Errata = ({ errata }: { errata: Erratum[] }) => (
  <section class="box corrections">
    <h2>{errata.length > 1 ? 'Errata' : 'Erratum'}</h2>
    {errata.map(({ page, text, date }) => (
      <p key={(page ?? '') + text}>
        {page && <strong>{/^\d/.test(page) ? `Page ${page}: ` : `${page}: `}</strong>}
        {text}
        {date && (
          <>
            {' '}
            (<When date={date} />)
          </>
        )}
      </p>
    ))}
  </section>
);

interface EditionsProps {
  slug: string;
  /** The newest first. */
  editions: Edition[];
  /** The one whose page it is. */
  shown?: Edition;
}

/** The other editions of the work. */
export const Editions = ({ slug, editions, shown }: EditionsProps) => {
  const printed = useDates();
  const others = editions.filter((edition) => edition !== shown);
  return others.length ? (
    <section class="box">
      <h2>Other editions</h2>
      <ul class="debate">
        {others.map((edition) => (
          <li key={edition.id}>
            <a href={hrefOf(edition === editions[0] ? bookAddress(slug) : editionAddress(slug, edition.id))}>
              {titleOf(edition, printed)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  ) : null;
};

type Printed = ReturnType<typeof useDates>;

const titleOf = ({ id, name, publisher, published }: Edition, printed: Printed): string =>
  [name ?? capital(id), publisher, published && printed(published)].filter(Boolean).join(', ');

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
