"""The ASGI application, plain, so that any server can run it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cobatch.conf.settings")
application = get_asgi_application()
