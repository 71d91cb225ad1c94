// Names go into logs, keys and URLs unchanged, so only harmless characters may pass.
import { NAME, NAME_FORM } from './terms.js';

describe(`a name is ${NAME_FORM}`, () => {
  it.each(['a', 'Night-Watch_2.b', '-', 'x'.repeat(64)])('as %s', (name) => expect(NAME.test(name)).toBe(true));
  it.each(['', 'x'.repeat(65), 'a b', ' a', 'a ', 'a\n', 'a:b', 'é', '*'])('not as %j', (name) =>
    expect(NAME.test(name)).toBe(false),
  );
});
