/** A line of one of two texts. */
interface Line {
  text: string;
  /** The other text has it, too. */
  isShared: boolean;
}

/** Two texts side by side, with what differs marked in words, not by colour alone. */
export const Compare = ({
  texts: [mine, other],
  names,
}: {
  texts: [string, string];
  names: [string, string];
}) => {
  const [left, right] = compared(mine, other);
  return (
    <div class="compare">
      {[left, right].map((lines, at) => (
        <section key={names[at]} aria-label={names[at]}>
          <h2>{names[at]}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard has to reach it. */}
          <pre tabIndex={0}>
            {lines.map(({ text, isShared }, number) =>
              isShared ? `${text}\n` : <mark key={`${number} ${text}`}>{`${text}\n`}</mark>,
            )}
          </pre>
        </section>
      ))}
    </div>
  );
};

/** Lines beyond which a comparison would take long: all of them are marked. */
const most = 2000;

/** The lines of both texts, and which of them both have in the same order (longest common subsequence). */
export function compared(one: string, other: string): [Line[], Line[]] {
  const [left, right] = [one.split('\n'), other.split('\n')];
  const shared = left.length > most || right.length > most ? [] : commonPlaces(left, right);
  const [inLeft, inRight] = [new Set(shared.map(([at]) => at)), new Set(shared.map(([, at]) => at))];
  return [
    left.map((text, at) => ({ text, isShared: inLeft.has(at) })),
    right.map((text, at) => ({ text, isShared: inRight.has(at) })),
  ];
}

function commonPlaces(left: string[], right: string[]): [number, number][] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--)
    for (let column = right.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        left[row] === right[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
  const places: [number, number][] = [];
  for (let row = 0, column = 0; row < left.length && column < right.length; ) {
    if (left[row] === right[column]) places.push([row++, column++]);
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++;
    else column++;
  }
  return places;
}
