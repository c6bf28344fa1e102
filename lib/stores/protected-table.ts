import { AttributeType, BillingMode, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/** An on-demand table with the keys `pk` and `sk`, protected from loss as the stage says. */
export function protectedTable(
  scope: Construct,
  id: string,
  stage: Stage,
  overrides: Partial<TableProps> = {},
): Table {
  const table = new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.protectsData },
    deletionProtection: stage.protectsData,
    removalPolicy: stage.removal,
    ...overrides,
  });
  if (!stage.protectsData) acknowledgeNoRecovery(table);
  return table;
}

function acknowledgeNoRecovery(table: Table): void {
  Validations.of(table).acknowledge({
    id: 'AwsSolutions-DDB3',
    reason: 'A development stage holds nothing to recover.',
  });
}
