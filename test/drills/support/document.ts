import { readFileSync } from 'node:fs';
import { repositoryFile } from '../../../cluster/repository.js';

/** A command of a page, and what the page says that it prints. */
export interface Step {
  /** Page and line, as in `docs/deployment/rotation.md:12`. */
  readonly at: string;
  readonly command: string;
  /** The block below it; undefined where the page does not say. `…` stands for what differs from run to run. */
  readonly prints: string | undefined;
}

interface Block {
  readonly line: number;
  readonly language: string;
  readonly drill: string | undefined;
  readonly text: string;
}

/**
 * The commands of a page that belong to a drill, in order, so that page and drill cannot differ. In the page, ` ```sh drill=name`
 * begins a block of commands, and ` ```text drill=name` what the block before it prints. Throws where the page has none.
 */
export function stepsOf(path: string, drill: string): Step[] {
  const steps: Step[] = [];
  for (const { line, language, text } of blocksOf(path).filter((block) => block.drill === drill)) {
    const before = steps.at(-1);
    if (language === 'sh') steps.push({ at: `${path}:${line}`, command: text, prints: undefined });
    else if (language !== 'text')
      throw new Error(`${path}:${line}: a drill runs sh and compares text, not ${language}`);
    else if (!before || before.prints !== undefined) throw new Error(`${path}:${line}: no command prints this`);
    else steps.splice(-1, 1, { ...before, prints: text });
  }
  if (steps.length === 0) throw new Error(`${path} has no block with drill=${drill}`);
  return steps;
}

/** The drills that a page has commands for. */
export function drillsOf(path: string): string[] {
  return [...new Set(blocksOf(path).flatMap(({ drill = [] }) => drill))];
}

function blocksOf(path: string): Block[] {
  const text = readFileSync(repositoryFile(path), 'utf8');
  const blocks = text.matchAll(/^```(\w+)(?: drill=([\w.-]+))?[ \t]*\n([^]*?)^```[ \t]*$/gm);
  return [...blocks].map(({ index, 1: language = '', 2: drill, 3: body = '' }) => ({
    line: text.slice(0, index).split('\n').length,
    language,
    drill,
    text: body,
  }));
}
