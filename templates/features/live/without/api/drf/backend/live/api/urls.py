"""The URLs of live updates."""

from django.urls import path

from backend.live.api.views import EventsView, TicketView

urlpatterns = [
    path("live/tickets", TicketView.as_view(), name="live-tickets"),
    path("live/events", EventsView.as_view(), name="live-events"),
]
