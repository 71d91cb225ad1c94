import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { eventually } from '../../../cluster/eventually.js';
import { repositoryFile } from '../../../cluster/repository.js';

/** A line of the audit trail. */
export interface AuditLine {
  readonly time: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly principal?: string;
  readonly token_id?: string;
  readonly stream_id?: string;
  readonly target?: string;
  readonly address?: string;
  readonly correlation_id?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

const page = readFileSync(repositoryFile('docs/reference/audit.md'), 'utf8');
const schema = JSON.parse(/## Schema\n\n```json\n([^]*?)```/.exec(page)![1]!) as object;
const validate = new Ajv().compile(schema);

/** All lines of these files, each held against the schema of the documentation. */
export function auditLines(...files: string[]): AuditLine[] {
  const texts = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
  return texts.map((text) => {
    const line = JSON.parse(text) as AuditLine;
    if (!validate(line)) throw new Error(`${text}: ${JSON.stringify(validate.errors)}`);
    return line;
  });
}

/** Waits for a line that has these fields. */
export function auditLine(files: string[], fields: Partial<AuditLine>): Promise<AuditLine> {
  const wanted = Object.entries(fields);
  const look = () =>
    auditLines(...files).find((line) =>
      wanted.every(([name, value]) => JSON.stringify(line[name as keyof AuditLine]) === JSON.stringify(value)),
    );
  return eventually(look, { what: `the audit line ${JSON.stringify(fields)}` });
}
