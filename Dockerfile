# One image for web, worker and beat: docker-compose.yml says which of them a container is.
FROM python:3.11-slim-bookworm AS build
WORKDIR /desk
COPY requirements.txt .
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 desk && install -d -o desk -g desk -m 0700 /desk/var
WORKDIR /desk
ENV PATH=/desk/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /desk/.venv .venv
COPY . .
# The words are compiled and the style sheets gathered once, outside the folder that the volume covers.
RUN python scripts/catalogues.py && STATIC_ROOT=/desk/static-gathered python manage.py collectstatic --no-input --verbosity 0
ENV STATIC_ROOT=/desk/static-gathered
USER desk
EXPOSE 8000
CMD ["gunicorn"]
