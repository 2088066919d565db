"""The URLs of the model endpoints."""

from django.urls import path

from backend.ml.api.views import CompletionView, ModelListView, PredictionView

urlpatterns = [
    path("models", ModelListView.as_view(), name="models"),
    path("models/<str:name>/predictions", PredictionView.as_view(), name="predictions"),
    path("completions", CompletionView.as_view(), name="completions"),
]
