interface Stoppable {
  stop(): Promise<unknown>;
}

/**
 * To be called in a `describe`: what is handed to the function it returns is stopped after the test, also after one that
 * failed; what is left running would keep jest from ending.
 */
export function stoppedAfterEach(): <T extends Stoppable>(thing: T) => T {
  const things: Stoppable[] = [];
  afterEach(async () => {
    await Promise.all(things.splice(0).map((thing) => thing.stop()));
  });
  return (thing) => {
    things.push(thing);
    return thing;
  };
}
