// Writes all packages that run in production, with their dependencies, as CycloneDX to standard output. It reads
// `package-lock.json`, because `npm sbom --omit dev` leaves out packages that a tool depends on too.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ALL = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];

/** What the page is built from: it is in its script. */
const IN_THE_PAGE = ['react', 'react-dom', 'scheduler', '@tanstack/react-virtual', '@tanstack/virtual-core'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const kept = new Set(
  Object.entries(lock.packages)
    .map(([path, { name, version, dev }]) => ({ name: name ?? path.replace(/^.*node_modules\//, ''), version, dev }))
    .filter(({ name, dev }) => !dev || IN_THE_PAGE.includes(name))
    .map(({ name, version }) => `${name}@${version}`),
);
const isKept = (component) => kept.has(component['bom-ref']);
// npm marks by one of the places where a package lies, and these are all for production.
const unmarked = ({ properties, ...component }) => ({
  ...component,
  properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
});

const sbom = JSON.parse(execFileSync('npm', ALL, { encoding: 'utf8', maxBuffer: 67_108_864 }));
const components = sbom.components.filter(isKept).map(unmarked);
const dependencies = sbom.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
process.stdout.write(`${JSON.stringify({ ...sbom, components, dependencies }, null, 2)}\n`);
