"""The URLs of the job endpoints."""

from django.urls import path

from backend.jobs.api.views import JobListView, JobResultView, JobView

urlpatterns = [
    path("jobs", JobListView.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", JobView.as_view(), name="job"),
    path("jobs/<uuid:job_id>/result", JobResultView.as_view(), name="job-result"),
]
