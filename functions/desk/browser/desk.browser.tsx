import { render } from 'preact';
import { App } from './app.tsx';
import { startSession } from './sign-in/session.ts';
import './styles/frame.css';
import './styles/parts.css';
import './styles/write.css';
import './styles/documents.css';

render(<App />, document.body);
void startSession();
