"""Addresses of the pages."""

from django.urls import path

from cobatch.inbox.live import stream
from cobatch.web.views import acts, demo, details, house, inbox, lists, proofs, searching, setup

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("live/", stream, name="live"),
    path("search/", searching.search, name="search"),
    path("setup/", setup.setup, name="setup"),
    path("gallery/", house.gallery, name="gallery"),
    path("healthy/", house.healthy, name="healthy"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
    path("proofs/<uuid:pk>/", proofs.proof, name="proof"),
    path("<slug:step>/do/<slug:verb>/", acts.create, name="create"),
    path("<slug:step>/<uuid:pk>/do/<slug:verb>/", acts.act, name="act"),
    path("<slug:plural>/", lists.records, name="list"),
    path("<slug:plural>/<uuid:pk>/", details.record, name="detail"),
]
