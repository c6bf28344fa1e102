import type { Picture } from '../content/contract/values.ts';

interface ImageProps {
  picture: Picture;
  /** How wide it is shown, as in the `sizes` attribute. */
  sizes: string;
  /** Visible without scrolling: fetched at once. */
  eager?: boolean;
  /** Next to a headline that says the same: screen readers skip it. */
  decorative?: boolean;
}

/** A picture in the best type and size the browser can use; its size is reserved while it loads. */
export const Image = ({ picture, sizes, eager = false, decorative = false }: ImageProps) => {
  const types = [...new Set(picture.variants.map(({ type }) => type))];
  return (
    <picture>
      {types.map((type) => (
        <source key={type} type={type} srcset={sourcesOf(picture, type)} sizes={sizes} />
      ))}
      <img
        src={picture.src}
        alt={decorative ? '' : (picture.alt ?? '')}
        width={picture.width}
        height={picture.height}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        {...(eager ? { fetchpriority: 'high' } : {})}
      />
    </picture>
  );
};

const sourcesOf = ({ variants }: Picture, type: string) =>
  variants
    .filter((variant) => variant.type === type)
    .map(({ path, width }) => `${path} ${width}w`)
    .join(', ');

export const Figure = (props: ImageProps & { class?: string }) => (
  <figure class={props.class}>
    <Image {...props} />
    {(props.picture.caption || props.picture.credit) && (
      <figcaption>
        {props.picture.caption} {props.picture.credit && <span class="credit">{props.picture.credit}</span>}
      </figcaption>
    )}
  </figure>
);
