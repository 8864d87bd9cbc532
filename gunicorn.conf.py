"""gunicorn, in every mode. The desk's own settings say where it listens and whom it trusts."""

import os

from fso_desk import settings

wsgi_app = "fso_desk.wsgi:application"
bind = f"{settings.BIND}:{settings.PORT}"
workers = int(os.environ.get("WEB_PROCESSES", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXY)
timeout = 30  # seconds
graceful_timeout = 10
keepalive = 5
max_requests = 0 if settings.DEMO else 5000  # a fresh process now and then
max_requests_jitter = 500
limit_request_line = 4094
loglevel = "warning"
control_socket_disable = True
