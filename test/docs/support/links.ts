import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { repositoryFile } from '../../../cluster/repository.js';
import { page } from './markdown.js';

/** A link to a file of the repository. */
export interface Link {
  /** As it is written. */
  readonly written: string;
  /** What it leads to, relative to the repository. */
  readonly path: string;
  /** The heading it leads to, as it is in a URL; empty where it leads to the whole file. */
  readonly anchor: string;
}

/** The relative links of a page, without those in code. */
export function linksOf(path: string): Link[] {
  const links = withoutCode(page(path)).matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)/gm);
  const written = [...links].map(([, inline, reference]) => (inline ?? reference)!);
  return written
    .filter((one) => !/^[a-z]+:/.test(one))
    .map((one) => {
      const [file = '', anchor = ''] = one.split('#');
      return { written: one, path: file ? posix.join(posix.dirname(path), file) : path, anchor };
    });
}

/** Whether a link leads to a file that exists, and to a heading of it. */
export function leadsSomewhere({ path, anchor }: Link): boolean {
  if (!existsSync(repositoryFile(path))) return false;
  return anchor === '' || (path.endsWith('.md') && anchorsOf(page(path)).includes(anchor));
}

/** Every page that is reached from `start` by links, `start` included. */
export function reachedFrom(start: string): Set<string> {
  const reached = new Set([start]);
  for (const path of reached) {
    const next = linksOf(path).map((link) => (link.path.endsWith('/') ? `${link.path}README.md` : link.path));
    for (const one of next) if (one.endsWith('.md') && existsSync(repositoryFile(one))) reached.add(one);
  }
  return reached;
}

/** The anchors of a page's headings, made as GitHub makes them: https://github.com/gjtorikian/html-pipeline (toc_filter). */
function anchorsOf(text: string): string[] {
  const times = new Map<string, number>();
  return [...withoutFences(text).matchAll(/^#{1,6} +(.*?) *$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
    const before = times.get(anchor) ?? 0;
    times.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function withoutFences(text: string): string {
  return text.replaceAll(/^([ \t]*)(```+|~~~+)[^]*?^\1\2[ \t]*$/gm, '');
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, '');
}
