/** The names of the blanks of a text: `policy` of `maxmemory-policy is {policy}`. */
export type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Blanks<Rest>
  : never;

/** What stands in the blanks of a text. */
export type Values<Text extends string> = Readonly<Record<Blanks<Text>, string | number>>;

/** Returns `text` with its blanks filled. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_blank, name: string) => String(values[name]));
}
