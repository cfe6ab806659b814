# syntax=docker/dockerfile:1
# The panel without PostgreSQL: compose.yaml has one, and DATABASE_URL may name yours. The build stage assembles the
# whole file system of the image (scripts/image/assemble.mjs): Node, the libraries it needs, the traced packages and the
# build. There is no shell, no package manager and no root process in it.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
ENV NEXT_TELEMETRY_DISABLED=1
ARG LIGHTNODE_COMMIT=unknown
ENV LIGHTNODE_COMMIT=$LIGHTNODE_COMMIT
COPY . .
RUN node scripts/build.mjs && node_modules/.bin/node scripts/image/assemble.mjs /image

FROM scratch
LABEL org.opencontainers.image.title="LightNode" \
      org.opencontainers.image.description="A self-hosted hosting panel for game servers" \
      org.opencontainers.image.licenses="UNLICENSED"
COPY --from=build /image/ /
COPY --from=build --chown=10001:10001 --chmod=0700 /image/data/ /data/
USER 10001:10001
WORKDIR /app
ENV PATH=/app/node_modules/.bin \
    NODE_ENV=production \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=3000 \
    REALTIME_PORT=6001
VOLUME /data
EXPOSE 3000 6001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "scripts/image/health.mjs"]
ENTRYPOINT ["node", "scripts/start.mjs"]
