// Every link must lead to a file or a heading that exists, and every page must be reachable from the index.
import { leadsSomewhere, linksOf, reachedFrom } from './support/links.js';
import { page, pages } from './support/markdown.js';

describe.each([...pages(), 'CHANGELOG.md', 'test/hardening/README.md'])('%s', (path) => {
  it('links only to files and headings that exist', () => {
    const dead = linksOf(path).filter((link) => !leadsSomewhere(link));
    expect(dead.map(({ written }) => written)).toEqual([]);
  });
});

describe('docs/README.md', () => {
  it('leads to every page of docs/: a new page gets a row there, or a link from a page that has one', () => {
    const reached = reachedFrom('docs/README.md');
    expect(pages().filter((path) => path.startsWith('docs/') && !reached.has(path))).toEqual([]);
  });

  it('has a part for each reader', () => {
    const parts = [...page('docs/README.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(parts).toEqual([
      'Deployment engineer',
      'On call',
      'Scaling',
      'Security',
      'Developer of this project',
      'Front-end developer',
      'Publisher of events',
      'Product',
    ]);
  });
});

describe('README.md', () => {
  it('leads to the index', () => {
    expect(linksOf('README.md').map(({ path }) => path)).toContain('docs/README.md');
  });
});
