/** A metric as an expression names it, with the labels that it matches. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly value: string }[];
}

const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'group_left', 'group_right', 'inf', 'nan']);
const GROUPING = /\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g;

/** The metrics that a PromQL expression selects. */
export function selectorsOf(expression: string): Selector[] {
  const bare = expression.replaceAll(GROUPING, ' ').replaceAll(/\[[^\]]*\]/g, ' ');
  const named = bare.matchAll(/(?<![\w"])([a-zA-Z_:][\w:]*)(?:\{([^}]*)\}|(?![\w(]|\s*\())/g);
  return [...named]
    .filter(([, metric = '']) => !KEYWORDS.has(metric.toLowerCase()))
    .map(([, metric = '', braces = '']) => ({
      metric,
      matchers: [...braces.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label = '', value = '']) => ({
        label,
        value,
      })),
    }));
}

/** The labels that a PromQL expression groups by. */
export function groupingsOf(expression: string): string[] {
  return [...expression.matchAll(GROUPING)].flatMap(([, labels = '']) => labels.split(',').map((one) => one.trim()));
}
