# The hub as an image: only what it needs to run, every package as requirements.lock has it, hash by hash.

FROM python:3.11.14-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# The lock holds the packages of the tests and benchmarks too. All are fetched and verified here, once for every
# change of the lock; the hub then takes from this folder what it depends on, and nothing from anywhere else.
COPY requirements.lock ./
RUN pip wheel --require-hashes --no-deps --wheel-dir wheels --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY contracts contracts
COPY hub hub
COPY consumers consumers
COPY producers producers
RUN pip wheel --no-index --find-links wheels --no-deps --wheel-dir wheels . \
    && python -m venv --without-pip /opt/hub \
    && pip --python /opt/hub/bin/python install --no-index --find-links wheels care-contributions-hub

FROM python:3.11.14-slim-bookworm

COPY --from=build /opt/hub /opt/hub
ENV PATH=/opt/hub/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1

# By number, so that a platform that admits no root can see that it is none.
RUN groupadd --gid 10001 hub && useradd --uid 10001 --gid 10001 --no-log-init --create-home --home-dir /var/lib/hub hub
USER 10001:10001
WORKDIR /var/lib/hub

ENTRYPOINT ["hub"]
CMD ["--help"]
