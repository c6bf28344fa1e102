import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { Cloud } from '../cloud.ts';
import { emailService } from './email-service.ts';

/**
 * Opens the inbox: a page with every mail that was sent, at the inbox door, and SES v2 as a service behind the
 * gate. It is loaded when the first mail or the first reader comes.
 */
export function openInbox(cloud: Cloud): void {
  let loading: Promise<RequestListener> | undefined;
  cloud.doors.inbox.on('request', (request, response) => {
    loading ??= loadInbox();
    loading.then(
      (listener) => listener(request, response),
      (error: unknown) => {
        cloud.say('failure', `Inbox: ${error instanceof Error ? error.message : error}`);
        response.writeHead(500).end();
      },
    );
  });
  const service = emailService(cloud);
  cloud.services.set(service.name, service);
}

/** The emulator wants a port of its own; it is let go at once, and answers at our door instead. */
async function loadInbox(): Promise<RequestListener> {
  // CommonJS whose default export stands under `default`: importing it gives another shape to every loader.
  const { default: emulate }: Emulator = createRequire(import.meta.url)('aws-ses-v2-local');
  const server = await emulate({ host: '127.0.0.1', port: 0 });
  server.close();
  return (request, response) => void server.emit('request', request, response);
}

type Emulator = typeof import('aws-ses-v2-local');
