const operator = { '/operator': process.env.SERVICE };

export default { server: { proxy: operator }, preview: { proxy: operator }, build: { target: 'es2022' } };
