// Operators type what a page says. Every setting, metric, alert, endpoint and command that a page names must exist.
import { alerts, commands, npmScripts, paths, series, variables } from './support/known-names.js';
import { page, pages, rowsOf } from './support/markdown.js';

const ONE_WORD_IN_CAPITALS = /^`?((?:[A-Z][a-z0-9]+){2,})`?$/;

const known = {
  variables: variables(),
  series: series(),
  alerts: alerts(),
  paths: paths(),
  commands: commands(),
  npmScripts: npmScripts(),
};

/** An alert is named in the column `alert` of a table, in a heading of a runbook, or as what fires. */
function alertsIn(path: string, text: string): string[] {
  const cells = rowsOf(path, 'alert').map(({ alert = '' }) => alert.replace(/^\[(.*)\]\(.*\)$/, '$1'));
  const headings = path.startsWith('docs/runbooks/') ? [...text.matchAll(/^#{2,} (.*)$/gm)].map(([, one]) => one!) : [];
  const fires = [...text.matchAll(/(\S+) fires\b|\balert (`\S+`)/g)].map(([, before, after]) => (before ?? after)!);
  return [...cells, ...headings, ...fires].flatMap((one) => ONE_WORD_IN_CAPITALS.exec(one)?.[1] ?? []);
}

/** Each call of `npx vx11`: the command, and the options up to the end of the call. */
function callsIn(text: string): { command: string; options: string[] }[] {
  const calls = text.replaceAll(/\\\n\s*/g, ' ').matchAll(/\bnpx vx11 ([a-z][a-z-]*)([^\n`|;&>()]*)/g);
  return [...calls].map(([, command = '', rest = '']) => ({
    command,
    options: [...rest.matchAll(/(?<= )--?[a-z][a-z-]*/g)].map(([option]) => option),
  }));
}

describe.each(pages())('%s', (path) => {
  const text = page(path);
  const unknown = (pattern: RegExp, names: ReadonlySet<string>) =>
    [...new Set(text.match(pattern))].filter((name) => !names.has(name));

  it('names no setting and no variable of the deployment that nothing reads', () => {
    expect(unknown(/\b(?:VX11|REDIS|NGINX|PROMETHEUS|EPHEMERAL)_[A-Z_]*[A-Z]\b/g, known.variables)).toEqual([]);
  });

  it('names no metric that does not exist', () => {
    // The resume cookie is called so.
    expect(unknown(/(?<![@$/])\bvx11_(?!resume\b)[a-z_]*[a-z]\b/g, known.series)).toEqual([]);
  });

  it('names no alert that does not exist', () => {
    expect(alertsIn(path, text).filter((name) => !known.alerts.has(name))).toEqual([]);
  });

  it('names no endpoint that does not exist', () => {
    expect(unknown(/(?<=[A-Z] |`|:\d{4}|_URL)\/(?:operator|health|metrics)[a-z/.-]*[a-z]/g, known.paths)).toEqual([]);
  });

  it('names no command, and no option of it, that does not exist', () => {
    const wrong = callsIn(text).flatMap(({ command, options }) => {
      const its = known.commands.get(command);
      return its ? options.filter((option) => !its.has(option)).map((option) => `${command} ${option}`) : [command];
    });
    expect(wrong).toEqual([]);
    expect(unknown(/(?<=\bnpm run (?:--silent )?)[a-z][a-z:-]*/g, known.npmScripts)).toEqual([]);
  });
});
