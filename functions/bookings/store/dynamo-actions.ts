import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Letter, letterItem, newLetterOnly } from '../../post/contract/letter.ts';
import { type Item, itemOf } from '../../runtime/dynamo-items.ts';
import type { Booking } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import type { KeyRecord, LineChange, Move, QuotaChange, RowChange } from '../ports.ts';
import { accessKey, addressKey, dueKey, lineKey, quotaKey, slugKey, wishKey } from '../table-keys.ts';
import { bookingItem, gatheringItem, lineItemKey, quotaItem, recordItem, wishItem } from './dynamo-rows.ts';

export interface Tables {
  bookings: string;
  /** The outbox of letters, in the room `post`; absent: the function writes none. */
  post?: string;
}

/** A part of a transaction, and whose condition it is. */
export interface Action {
  item: TransactWriteItem;
  of: { what: 'quota'; change: QuotaChange } | { what: 'line' | 'row' | 'letter' | 'record' };
}

/** A move as a transaction: never two actions on one item. */
export function actionsOf({ bookings: table, post }: Tables, move: Move): Action[] {
  const { gathering, at, quotas = [], bookings = [], access = [], letters = [], line, row, key } = move;
  return [
    ...quotas.map((change) => quotaAction(table, gathering, change)),
    ...(line ? lineActions(table, { gathering, at, line }) : []),
    ...bookings.flatMap((change) => bookingActions(table, change)),
    ...access.map((needs) => accessAction(table, gathering, needs)),
    ...(row ? gatheringActions(table, row, line === undefined) : []),
    ...letters.map((letter) => letterAction(post, letter)),
    ...(key ? [recordAction(table, key, at)] : []),
  ];
}

/** What a refused action is refused for stands in the reason. */
const failedWithItem = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** Parts of an update expression, gathered one by one; names and values have placeholders of their own. */
class Expression {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, unknown> = {};
  readonly conditions: string[] = [];
  readonly sets: string[] = [];
  readonly adds: string[] = [];
  readonly removes: string[] = [];

  name(name: string): string {
    this.#names[`#${name}`] = name;
    return `#${name}`;
  }

  value(value: unknown): string {
    const placeholder = `:v${Object.keys(this.#values).length}`;
    this.#values[placeholder] = value;
    return placeholder;
  }

  demand(name: string, operator: '=' | '>=' | '<' | '>', value: unknown): void {
    this.conditions.push(`${this.name(name)} ${operator} ${this.value(value)}`);
  }

  set(name: string, value: unknown): void {
    this.sets.push(`${this.name(name)} = ${this.value(value)}`);
  }

  add(name: string, value: number): void {
    this.adds.push(`${this.name(name)} ${this.value(value)}`);
  }

  /** A check alone where nothing changes. */
  on(TableName: string, Key: Item): TransactWriteItem {
    const UpdateExpression = [
      ...(this.sets.length ? [`SET ${this.sets.join(', ')}`] : []),
      ...(this.adds.length ? [`ADD ${this.adds.join(', ')}`] : []),
      ...(this.removes.length ? [`REMOVE ${this.removes.join(', ')}`] : []),
    ].join(' ');
    const common = {
      ...{ TableName, Key, ...failedWithItem },
      ConditionExpression: ['attribute_exists(pk)', ...this.conditions].join(' AND '),
      ...(Object.keys(this.#names).length && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length && { ExpressionAttributeValues: itemOf(this.#values) }),
    };
    return UpdateExpression ? { Update: { ...common, UpdateExpression } } : { ConditionCheck: common };
  }
}

function quotaAction(table: string, gathering: string, change: QuotaChange): Action {
  const { name, add = {}, set, demands = {}, isNew } = change;
  const of = { what: 'quota', change } as const;
  if (isNew) return { item: newOnly(table, quotaItem(newQuota(gathering, change))), of };
  const update = new Expression();
  for (const [count, by] of Object.entries(add)) {
    if (by < 0) update.demand(count, '>=', -by);
    if (by) update.add(count, by);
  }
  for (const [field, value] of Object.entries(set ?? {})) update.set(field, value);
  if (demands.openBy !== undefined) {
    update.demand('isOpen', '=', true);
    update.demand('terms', '=', demands.openBy);
  }
  if (demands.freeBelow !== undefined) update.demand('free', '<', demands.freeBelow);
  for (const [count, value] of Object.entries(demands.exactly ?? {})) update.demand(count, '=', value);
  return { item: update.on(table, itemOf(quotaKey(gathering, name))), of };
}

const newQuota = (gathering: string, { name, add, set }: QuotaChange) => ({
  ...{ gathering, name, capacity: 0, booked: 0, held: 0, offered: 0, passing: 0, free: 0, over: 0 },
  ...{ isOpen: false, terms: 0 },
  ...add,
  ...set,
});

/** The line's last number makes a wish's own new. */
function lineActions(
  table: string,
  { gathering, at, line }: { gathering: string; at: Instant; line: LineChange },
): Action[] {
  const { demands = {}, isRaised, joins, leaves = [], rewrites = [], unsettled } = line;
  const update = new Expression();
  const last = demands.last ?? (joins && joins.number - 1);
  if (demands.version !== undefined) update.demand('version', '=', demands.version);
  if (last !== undefined) update.demand('last', '=', last);
  if (demands.waiting !== undefined) update.demand('waiting', '=', demands.waiting);
  if (demands.nobodyWaits) update.demand('waiting', '=', 0);
  if (demands.somebodyWaits) update.demand('waiting', '>', 0);
  if (isRaised) update.add('version', 1);
  const more = (joins ? 1 : 0) - leaves.length;
  if (more) update.add('waiting', more);
  if (joins) update.set('last', joins.number);
  if (unsettled !== undefined) markUnsettled(update, unsettled && { gathering, at });
  const remove = (number: number) => ({
    Delete: { TableName: table, Key: itemOf(wishKey(gathering, number)), ConditionExpression: thereOnly },
  });
  return [
    { item: update.on(table, lineItemKey(gathering)), of: { what: 'line' } },
    ...(joins ? [rowAction({ Put: { TableName: table, Item: wishItem(gathering, joins) } })] : []),
    ...leaves.map((number) => rowAction(remove(number))),
    ...rewrites.map((wish) =>
      rowAction({
        Put: { TableName: table, Item: wishItem(gathering, wish), ConditionExpression: thereOnly },
      }),
    ),
  ];
}

/** The index of what is due has a line while it is unsettled. */
function markUnsettled(update: Expression, due: false | { gathering: string; at: Instant }): void {
  update.set('unsettled', due !== false);
  if (due) {
    update.set('dueKey', dueKey(due.gathering));
    update.set('dueAt', due.at);
  } else update.removes.push(update.name('dueKey'), update.name('dueAt'));
}

const rowAction = (item: TransactWriteItem): Action => ({ item, of: { what: 'row' } });

const thereOnly = 'attribute_exists(pk)';

const newOnly = (TableName: string, Item: Item): TransactWriteItem => ({
  Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' },
});

/** The row as it was read is the condition. */
const asRead = (before: { writes: number } | undefined) =>
  before
    ? {
        ConditionExpression: 'writes = :writes',
        ExpressionAttributeValues: itemOf({ ':writes': before.writes }),
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };

const written = <R extends { writes: number }>({ before, after }: RowChange<R>): R => ({
  ...after,
  writes: (before?.writes ?? 0) + 1,
});

/** An address leads to its bookings, until the person is erased. */
function bookingActions(table: string, change: RowChange<Booking>): Action[] {
  const { before, after } = change;
  const pointer = (hash: string) => itemOf(addressKey(hash, after));
  const put = { TableName: table, Item: bookingItem(written(change)), ...asRead(before) };
  const isMoved = before?.addressHash !== after.addressHash;
  return [
    rowAction({ Put: put }),
    ...(isMoved && before?.addressHash
      ? [rowAction({ Delete: { TableName: table, Key: pointer(before.addressHash) } })]
      : []),
    ...(isMoved && after.addressHash
      ? [rowAction({ Put: { TableName: table, Item: pointer(after.addressHash) } })]
      : []),
  ];
}

function accessAction(
  TableName: string,
  gathering: string,
  { code, text }: { code: string; text: string },
): Action {
  const key = accessKey(gathering, code);
  return rowAction(
    text
      ? { Put: { TableName, Item: itemOf({ ...key, text }) } }
      : { Delete: { TableName, Key: itemOf(key) } },
  );
}

/** @param beginsLine The move does not change the line itself. */
function gatheringActions(table: string, change: RowChange<Gathering>, beginsLine: boolean): Action[] {
  const { before, after } = change;
  const slug = { ...slugKey(after.slug), id: after.id };
  return [
    rowAction({ Put: { TableName: table, Item: gatheringItem(written(change)), ...asRead(before) } }),
    ...(before?.slug === after.slug ? [] : [rowAction({ Put: { TableName: table, Item: itemOf(slug) } })]),
    ...(before || !beginsLine ? [] : [rowAction(beginLine(table, after.id))]),
  ];
}

/** One that is there stays. */
function beginLine(TableName: string, gathering: string): TransactWriteItem {
  const first = (name: string) => `#${name} = if_not_exists(#${name}, :none)`;
  const UpdateExpression = `SET gathering = :id, ${['version', 'last', 'waiting'].map(first).join(', ')}, #unsettled = if_not_exists(#unsettled, :no)`;
  const names = ['version', 'last', 'waiting', 'unsettled'];
  return {
    Update: {
      ...{ TableName, Key: itemOf(lineKey(gathering)), UpdateExpression },
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: itemOf({ ':id': gathering, ':none': 0, ':no': false }),
    },
  };
}

function letterAction(TableName: string | undefined, letter: Letter): Action {
  const Item = itemOf(letterItem(letter));
  return { item: { Put: { TableName, Item, ConditionExpression: newLetterOnly } }, of: { what: 'letter' } };
}

/** A record that has expired, and is not removed yet, gives way. */
const recordAction = (TableName: string, record: KeyRecord, at: Instant): Action => ({
  item: {
    Put: {
      ...{ TableName, Item: recordItem(record), ...failedWithItem },
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :at',
      ExpressionAttributeValues: itemOf({ ':at': at }),
    },
  },
  of: { what: 'record' },
});
