import { licenceHref } from '../../look/licence.ts';

/** Under which others may use it, with its text where that has an address. */
export const LicenceBox = ({ licence }: { licence?: string }) => {
  if (!licence) return null;
  const href = licenceHref(licence);
  return (
    <section class="box">
      <h2>Licence</h2>
      <p>
        {href ? (
          <a href={href} rel="license">
            {licence}
          </a>
        ) : (
          licence
        )}
      </p>
    </section>
  );
};
