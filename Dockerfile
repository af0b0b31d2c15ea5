# One image for web and worker; COUNTERSIGN_ROLE says which it is. Built without install scripts, run as nobody in
# particular, on a file system that it cannot write to but for its data and keys.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY adapters adapters
COPY bench bench
COPY test/faults test/faults
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production COUNTERSIGN_HOST=0.0.0.0 COUNTERSIGN_DATA=/var/lib/countersign/data COUNTERSIGN_KEYS=/var/lib/countersign/keys
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir -p "$COUNTERSIGN_DATA" "$COUNTERSIGN_KEYS" && chown -R node:node /var/lib/countersign && chmod 700 "$COUNTERSIGN_KEYS"
USER node
EXPOSE 3080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.COUNTERSIGN_PORT??3080)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--enable-source-maps", "--max-semi-space-size=8", "dist/adapters/cli/countersign.js", "start"]
