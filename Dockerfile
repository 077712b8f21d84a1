# docker build -t gradient-explorer .
# docker run --rm -p 8501:8501 --read-only --tmpfs /tmp gradient-explorer

# The minor version and Debian's release are fixed; patches of both come with the next build.
FROM python:3.13-slim-trixie AS packages
COPY requirements.lock /
# The copied environment needs no pip. pip compiles what it installs: a container that writes nothing starts as fast.
RUN python -m venv --without-pip /opt/venv \
    && python -m pip --python /opt/venv install --no-cache-dir \
        --require-hashes --only-binary=:all: -r /requirements.lock

FROM python:3.13-slim-trixie
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin gradient
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
# The files stay root's: the server can read them and not change them.
COPY .streamlit .streamlit
COPY core core
COPY lessons lessons
COPY locale locale
COPY pages pages
COPY ui ui
COPY web web
COPY app.py deploy/healthy.py ./
# A host that chooses the port itself sets STREAMLIT_SERVER_PORT; the health check follows it.
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_PORT=8501
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "healthy.py"]
# Nothing changes in an image: there is nothing to watch.
CMD ["streamlit", "run", "app.py", "--server.headless=true", "--server.address=0.0.0.0", \
    "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
