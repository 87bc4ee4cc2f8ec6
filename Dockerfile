# Two stages: the first builds the wheel and installs it, the second only runs it, as a user with no rights.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/goldilambda \
    && /opt/goldilambda/bin/pip install --no-cache-dir --disable-pip-version-check .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home goldilambda
COPY --from=build /opt/goldilambda /opt/goldilambda
USER goldilambda
WORKDIR /tmp
ENV GOLDILAMBDA_HOST=0.0.0.0 GOLDILAMBDA_PORT=8000 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["/opt/goldilambda/bin/python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"GOLDILAMBDA_PORT\"]}/healthz', timeout=4)"]
CMD ["/opt/goldilambda/bin/goldilambda"]
