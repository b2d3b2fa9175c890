import pathlib
import pytest
from django.contrib.staticfiles import finders
@pytest.mark.django_db
def test_shot(client, settings):
    settings.ROOT_URLCONF="cobatch.api.urls"; settings.PUBLIC_CATALOGUE=True
    pathlib.Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    html=client.get("/api/v1/docs").content.decode()
    for n in ("app","api"):
        html=html.replace(f"/static/cobatch/{n}.css", finders.find(f"cobatch/{n}.css"))
    pathlib.Path("/tmp/apishot/docs.html").write_text(html)
