# /// script
# requires-python = ">=3.11"
# dependencies = ["django>=5.2,<5.3", "gunicorn", "orjson", "psycopg[binary]"]
# ///
"""The baseline for the list of a generated Django project: one Django view, `.values()` and orjson."""

import os
from urllib.parse import parse_qsl, urlsplit

import django
import orjson
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from gunicorn.app.base import BaseApplication

URL = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": URL.path[1:],
            "USER": URL.username,
            "HOST": dict(parse_qsl(URL.query))["host"],
            "CONN_MAX_AGE": None,
        }
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(32).hex(),
    USE_TZ=True,
)
django.setup()


class Product(models.Model):  # noqa: DJ008 - never printed
    """The existing table."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    description = models.TextField()
    price = models.DecimalField(max_digits=10, decimal_places=2)
    status = models.TextField()
    owner_id = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:  # noqa: D106 - Django's convention
        app_label = "catalog"
        db_table = "catalog_product"
        managed = False


COLUMNS = [field.name for field in Product._meta.fields]  # noqa: SLF001 - Django's documented API


def list_products(request: HttpRequest) -> HttpResponse:
    """Return one page and the count."""
    size, page = int(request.GET["size"]), int(request.GET.get("page", "1"))
    live = Product.objects.filter(status="live")
    start = (page - 1) * size
    items = list(live.order_by("-created_at", "id").values(*COLUMNS)[start : start + size])
    total = live.count()
    page_of_items = {"items": items, "total": total, "page": page, "size": size, "pages": -(-total // size)}
    body = orjson.dumps(page_of_items, default=str, option=orjson.OPT_UTC_Z)
    length = {"Content-Length": str(len(body))}  # usually set by a middleware
    return HttpResponse(body, content_type="application/json", headers=length)


urlpatterns = [
    path("api/v1/products", list_products),
    path("health/ready", lambda _: HttpResponse()),
]


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn with threads, one of the servers that docs/decisions/0010 compares."""

    def load_config(self) -> None:
        """Set the options of its command line."""
        for name, value in {
            "bind": f"127.0.0.1:{os.environ['PORT']}",
            "worker_class": "gthread",
            "threads": 8,
            "keepalive": 75,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Return the application."""
        return WSGIHandler()


if __name__ == "__main__":
    Server().run()
