import { AttributeType, BillingMode, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/** A table on demand with keys `pk` and `sk`, as safe from loss as the stage asks. */
export function protectedTable(
  scope: Construct,
  id: string,
  stage: Stage,
  more: Partial<TableProps> = {},
): Table {
  const table = new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.protectsData },
    deletionProtection: stage.protectsData,
    removalPolicy: stage.removal,
    ...more,
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
