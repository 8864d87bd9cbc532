"""The web application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from fso_desk.middleware import Utf8Request
from fso_desk.startup import make_var_folders, refuse_to_serve_unsafely, refuse_to_serve_without_style

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fso_desk.settings")

application = get_wsgi_application()
application.request_class = Utf8Request
make_var_folders()
refuse_to_serve_unsafely()
refuse_to_serve_without_style()
