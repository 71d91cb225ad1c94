import { type ReactNode } from 'react';
import { type Reason } from '../connection/status.js';

interface AdviceProps {
  readonly reason: Reason;
  readonly tone: 'bad' | 'warn' | 'calm';
  /** Buttons that do what helps. */
  readonly children?: ReactNode;
}

/** Says what happened and what to do about it. */
export function Advice({ reason: { title, advice, correlationId }, tone, children }: AdviceProps) {
  return (
    <div className={`advice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <p>
        <strong>{title}</strong> {withCode(advice)}
        {correlationId && (
          <span className="correlation">
            {' '}
            Correlation id <code>{correlationId}</code>
          </span>
        )}
      </p>
      {children}
    </div>
  );
}

/** Words between backticks are code. */
function withCode(text: string): ReactNode[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
