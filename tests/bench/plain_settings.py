"""Settings of the plain view: our models and database driver, and nothing in front of the view."""

from cobatch.conf.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.plain"
# The second is demanded by an app whose models ours refer to; it does nothing here.
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "allauth.account.middleware.AccountMiddleware"]
