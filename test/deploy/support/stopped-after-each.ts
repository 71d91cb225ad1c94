interface Stoppable {
  stop(): Promise<unknown>;
}

/**
 * Call it in a `describe`. It returns a function that registers a process to stop after the test, also after a failed one. A
 * process that is left running would keep jest from ending.
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
