# One image for the front, the worker and `hientruong prepare`. docs/deploying.md says how to build and run it.
#
#   docker build --tag hientruong:0.1.0 .
#
# The command names the part: `api`, `worker`, or `cli` with its arguments (`cli prepare`, `cli office admin …`).

# The Python that the tests run on.
ARG PYTHON=3.11.14-slim-trixie

FROM python:${PYTHON} AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/runtime.lock /tmp/runtime.lock
# Wheels alone, each with its hash: nothing is compiled, and no package runs code of its own while it is installed.
RUN /opt/venv/bin/pip install --require-hashes --only-binary=:all: --requirement /tmp/runtime.lock \
    && /opt/venv/bin/pip uninstall --yes pip setuptools
# .dockerignore lists what is let in.
COPY . /opt/hientruong
# At build time, because the root of a running container is read-only: compiled code, and that the procedures were walked through.
RUN python -m compileall -q -j 0 /opt/venv/lib /opt/hientruong \
    && PYTHONPATH=/opt/hientruong /opt/venv/bin/python -c "from procedures import provinces; provinces()"

FROM python:${PYTHON} AS app
LABEL org.opencontainers.image.title="hientruong" \
      org.opencontainers.image.description="Phản ánh, kiến nghị hiện trường" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 hientruong \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/hientruong --shell /usr/sbin/nologin hientruong \
    && install --directory --owner 10001 --group 10001 --mode 0750 /var/lib/hientruong
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /opt/hientruong /opt/hientruong
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/hientruong \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HIENTRUONG_DATA_DIR=/var/lib/hientruong \
    HIENTRUONG_FRONT_HOST=0.0.0.0
WORKDIR /var/lib/hientruong
USER 10001:10001
EXPOSE 8000
# Of the front. The compose file gives the worker a check of its own.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-S", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/api/v1/health', timeout=4)"]
ENTRYPOINT ["python", "-m"]
CMD ["api"]

# The same with PostgreSQL's own programs, which `hientruong backup` and `restore` use: those of the server's release, 17.
FROM app AS backup
USER 0:0
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner 10001 --group 10001 --mode 0750 /backups
USER 10001:10001
HEALTHCHECK NONE
CMD ["cli", "backup", "--help"]

# What is built where no stage is named.
FROM app
