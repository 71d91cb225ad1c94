// Preloaded with `--import`: SIGUSR2 makes an error that nobody catches, of the kind that FAILURE names.
const failures = {
  thrown() {
    throw Object.assign(new Error(`cannot use ${process.env.SECRET_IN_MESSAGE}`), {
      command: { args: [process.env.VX11_OPERATOR_TOKEN] },
    });
  },
  rejected() {
    void Promise.reject(new Error(`cannot use ${process.env.VX11_OPERATOR_TOKEN}`));
  },
};
process.on('SIGUSR2', failures[process.env.FAILURE]);
