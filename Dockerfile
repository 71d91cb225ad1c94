# The service in three stages: what builds it, what it needs to run, and what is shipped.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json .swcrc bundle.js ./
COPY src src
COPY client client
COPY panel panel
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-bookworm-slim
# The service needs only node; a package manager would only help an attacker.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-* \
  /usr/local/bin/yarn /usr/local/bin/yarnpkg
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/client/dist client/dist
COPY package.json ./
# The service writes nothing into the image at run time, so it also runs with a read-only root.
USER node
ARG COMMIT=unknown
ENV VX11_COMMIT=$COMMIT NODE_ENV=production HOST=0.0.0.0 PORT=8000
EXPOSE 8000
# Unhealthy while draining and until Redis was reached once: then another instance serves better.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/traffic`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
