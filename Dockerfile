# The executables of a release: build them first (.github/workflows/release.yml).
FROM gcr.io/distroless/cc-debian12:nonroot@sha256:9dac0a79194e45a7da0158a9c6da57b217585af0786db3845d1f0ec1a0dd182f
ARG TARGETARCH
COPY --chmod=0755 dist/esxi-mcp-server-linux-${TARGETARCH} /usr/local/bin/esxi-mcp-server
COPY LICENSE THIRD_PARTY_NOTICES /usr/share/doc/esxi-mcp-server/
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/esxi-mcp-server"]
