import type { AwsResponse } from '../service.ts';
import type { Call, Desk } from './call.ts';
import { checkedChecksum } from './checksums.ts';
import { applyDeletion } from './delete-object.ts';
import { deletionsOf, isQuiet } from './deletions.ts';
import { element, group, s3Namespace, xmlDocument } from './xml.ts';

/** Deletes up to 1,000 keys, in their order. */
export async function deleteObjects(desk: Desk, call: Call): Promise<AwsResponse> {
  const { headers, body } = call.request;
  checkedChecksum(headers, body);
  const told: string[] = [];
  for (const deletion of deletionsOf(body)) {
    const changed = await applyDeletion(desk, call, deletion, () => {});
    const parts = [element('Key', deletion.key)];
    if (deletion.version !== undefined) parts.push(element('VersionId', deletion.version));
    if (changed?.marker)
      parts.push(element('DeleteMarker', true), element('DeleteMarkerVersionId', changed.version));
    told.push(group('Deleted', parts));
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument('DeleteResult', isQuiet(body) ? [] : told, s3Namespace),
  };
}
