import { type InProcessApp, startInProcess } from '../../support/in-process-app.js';

/** Returns a `startInProcess` whose applications are closed after each test of the suite, however it ended. */
export function appsOfEachTest(): typeof startInProcess {
  const started: InProcessApp[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((app) => app.close()));
  });
  return async (env) => {
    const app = await startInProcess(env);
    started.push(app);
    return app;
  };
}
