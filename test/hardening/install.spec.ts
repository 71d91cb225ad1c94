// `npm ci` must run no code of a dependency on a developer's machine or in CI.
import { page } from '../docs/support/markdown.js';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly hasInstallScript?: boolean; readonly engines?: { node?: string } }>
  >;
}

describe('npm ci', () => {
  const { packages } = JSON.parse(page('package-lock.json')) as Lock;
  const { allowScripts, scarfSettings } = JSON.parse(page('package.json')) as Record<string, unknown>;

  it('runs no script of a dependency, and reports its use to nobody', () => {
    // CWE-829: with an install script a stolen package runs code on the machines that install it.
    const scripted = Object.keys(packages)
      .filter((path) => packages[path]?.hasInstallScript)
      .map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(scripted).toContain('@scarf/scarf');
    expect(allowScripts).toEqual(Object.fromEntries(scripted.map((name) => [name, false])));
    expect(scarfSettings).toEqual({ enabled: false }); // for an npm that knows no allowScripts
  });
});
