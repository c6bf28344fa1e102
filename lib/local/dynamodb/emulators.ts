import { clockOf } from '../clock.ts';
import { type Emulator, nameOf, readProperties } from '../emulator.ts';
import { sweepPeriodically } from './expiry.ts';
import { makeTable } from './make-table.ts';
import { tableArn } from './table-service.ts';
import { tableShape } from './table-shape.ts';
import { tablesOf } from './tables.ts';

/** AWS names a stream by the time it was made; this name stays the same whatever the database calls it. */
const streamLabel = '2026-01-01T00:00:00.000';

const table: Emulator = {
  type: 'AWS::DynamoDB::Table',
  supports: ['TableName', ...Object.keys(tableShape.shape)],
  ignores: [
    'BillingMode',
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'OnDemandThroughput',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'SSESpecification',
    'TableClass',
    'Tags',
    'WarmThroughput',
  ],

  identify(logicalId, place, properties) {
    const name = nameOf(properties.TableName, logicalId, place);
    const arn = tableArn(name, place);
    const attributes: Record<string, string> = { Arn: arn };
    if (properties.StreamSpecification) attributes.StreamArn = `${arn}/stream/${streamLabel}`;
    return { ref: name, attributes };
  },

  async create(resource, cloud) {
    const [name, shape] = [resource.identity.ref, readProperties(resource, tableShape)];
    const { endpoint } = await tablesOf(cloud);
    await makeTable(name, shape, endpoint);
    const expiry = shape.TimeToLiveSpecification;
    if (!expiry?.Enabled || !expiry.AttributeName) return;
    const keys = shape.KeySchema.map(({ AttributeName }) => AttributeName);
    const failed = (cause: unknown) =>
      cloud.say('failure', `Expired items of ${name} cannot be deleted: ${cause}`);
    const expiring = { table: name, attribute: expiry.AttributeName, keys };
    cloud.onStop(sweepPeriodically(expiring, endpoint, clockOf(cloud), failed));
  },
};

export const tableEmulators: readonly Emulator[] = [table];
