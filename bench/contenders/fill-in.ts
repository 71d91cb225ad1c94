/** Returns a template with its `${NAME}` (capitals) replaced. */
export function fillIn(template: string, values: Record<string, string | number>): string {
  return template.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => String(values[name]));
}
