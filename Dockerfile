# The executables of a release: build them first (docs/deploy.md, .github/workflows/release.yml).
ARG BASE=gcr.io/distroless/cc-debian12:nonroot@sha256:9dac0a79194e45a7da0158a9c6da57b217585af0786db3845d1f0ec1a0dd182f

# An empty folder: the base has no shell that could make one.
FROM scratch AS empty
WORKDIR /empty

FROM ${BASE}
ARG TARGETARCH
COPY --chmod=0755 dist/esxi-mcp-server-linux-${TARGETARCH} /usr/local/bin/esxi-mcp-server
COPY LICENSE THIRD_PARTY_NOTICES /usr/share/doc/esxi-mcp-server/
# The one place that the program writes to; a new volume takes its owner from here.
COPY --from=empty --chown=65532:65532 /empty /var/lib/esxi-mcp-server
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["/usr/local/bin/esxi-mcp-server", "health"]
ENTRYPOINT ["/usr/local/bin/esxi-mcp-server"]
