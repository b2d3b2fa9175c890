"""Where everything is."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("cobatch.api.urls")),
    path("", include("cobatch.web.urls")),
]
