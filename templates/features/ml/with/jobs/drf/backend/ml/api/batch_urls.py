"""The URL of the batches of predictions."""

from django.urls import path

from backend.ml.api.batches import BatchView

urlpatterns = [
    path("models/<str:name>/predictions/batches", BatchView.as_view(), name="prediction-batches"),
]
