import { ALLOWED, LAYERS } from '../../../allowed-imports.js';

/** The layers of src/ as a Mermaid flowchart. */
export function picture(): string {
  const layers = Object.entries(LAYERS);
  const boxes = layers.map(([name, folders]) => `  ${name}["<b>${name}</b><br>${folders.join(' · ')}"]`);
  const arrows = layers.slice(1).map(([name], index) => `  ${layers[index]![0]} --> ${name}`);
  return ['```mermaid', 'flowchart TB', ...boxes, ...arrows, '```'].join('\n');
}

/** Which folder may import from which, as the rows of a Markdown table. */
export function rows(): string[] {
  return Object.entries(ALLOWED).map(([folder, allowed]) => {
    const names = folder === 'app' ? 'all below it' : [...allowed].sort().join(', ') || 'nothing';
    return `| ${folder} | ${names} |`;
  });
}
