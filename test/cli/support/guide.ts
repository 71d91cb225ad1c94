import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFile } from '../../../cluster/repository.js';

interface Block {
  readonly language: string;
  readonly text: string;
}

/** A guide: its code blocks, and a directory in which they can be run. */
export class Guide {
  readonly directory = mkdtempSync(join(tmpdir(), 'vx11-guide-'));
  readonly #blocks: readonly Block[];

  constructor(readonly name: string) {
    const text = readFileSync(repositoryFile(`docs/guides/${name}`), 'utf8');
    this.#blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', block = '']) => ({
      language,
      text: block,
    }));
    this.#install();
    for (const { text: program } of this.#blocks) {
      const [, file] = /^(?:#|\/\/) (\w+\.\w+)\n/.exec(program) ?? [];
      if (file !== undefined) writeFileSync(join(this.directory, file), program);
    }
  }

  /** The shell blocks, in order. */
  get shell(): string[] {
    return this.blocks('sh');
  }

  blocks(language: string): string[] {
    return this.#blocks.filter((block) => block.language === language).map(({ text }) => text);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What `npx vx11` finds in the project's directory. */
  #install(): void {
    mkdirSync(join(this.directory, 'node_modules/.bin'), { recursive: true });
    symlinkSync(repositoryFile('dist/cli/main.js'), join(this.directory, 'node_modules/.bin/vx11'));
  }
}
