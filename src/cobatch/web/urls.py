"""Addresses of the pages."""

from django.urls import path

from cobatch.inbox.live import stream
from cobatch.web.views import acts, demo, details, house, imports, inbox, lists, proofs, searching, setup

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("live/", stream, name="live"),
    path("search/", searching.search, name="search"),
    path("setup/", setup.setup, name="setup"),
    path("gallery/", house.gallery, name="gallery"),
    path("healthy/", house.healthy, name="healthy"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
    path("proofs/<uuid:pk>/", proofs.proof, name="proof"),
    path("imports/<slug:purpose>/", imports.begin, name="import"),
    path("imports/<slug:purpose>/template/", imports.template, name="import_template"),
    path("imports/<slug:purpose>/done/", imports.done, name="import_done"),
    path("imports/<slug:purpose>/<uuid:pk>/", imports.look, name="import_preview"),
    path("imports/<slug:purpose>/<uuid:pk>/do/confirm/", imports.confirm, name="import_confirm"),
    path("<slug:step>/do/<slug:verb>/", acts.create, name="create"),
    path("<slug:step>/<uuid:pk>/do/<slug:verb>/", acts.act, name="act"),
    path("<slug:plural>/", lists.records, name="list"),
    path("<slug:plural>/<uuid:pk>/", details.record, name="detail"),
]
